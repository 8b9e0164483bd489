"""The verbs that change what stands where: `remove`, `rename` and `move`, and `add to` by way of `adding.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.edits.adding import Adding, defined_here
from idx.edits.entity_edits import rename_entity
from idx.edits.facts import COLUMNS, OUTSIDE, ROOT, Key
from idx.edits.paths import PATH, Paths
from idx.edits.set_value import NO_CHANGE
from idx.resolve.example import HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.edits.draft import Draft
    from idx.syntax import tree

TAKEN = Rule(
    "IDX119",
    Wording("a new name that is taken", "新名称已被占用"),
    Wording(
        "A name means one thing in the whole framework. To put one node in the place of another, first remove or "
        "rename that one: edits hold from top to bottom.",
        "一个名称在整个指标体系中只代表一项内容。若要用一个节点取代另一个，请先删除或改名后者：修改自上而下生效。",
    ),
    bad=HEADER + METHOD + INDEX + "scenario s {\n  rename a -> b\n}\n",
)
CANNOT_MOVE = Rule(
    "IDX120",
    Wording("a place where a node cannot stand", "节点不能放在这个位置"),
    Wording(
        "Nodes stand under composites, and nothing stands under itself. What stands under several composites is moved "
        "from one of them: `move PARENT.NODE -> NEW`.",
        "节点位于复合指标之下，任何节点都不能位于自身之下。位于几个复合指标之下的节点，要写明从哪一个移出："
        "`move PARENT.NODE -> NEW`。",
    ),
    bad=HEADER + METHOD + INDEX + "scenario s {\n  move a -> b\n}\n",
)


class Structure:
    """Carries out the verbs on a draft; `gone` are the removed nodes with the edit that removed each."""

    def __init__(self, draft: Draft, file: tree.File, found: Collector) -> None:
        """Keep the draft, the file of the edits, and where diagnostics go."""
        self.draft, self.file, self.found = draft, file, found
        self.paths = Paths(draft, file, found)
        self.gone: dict[str, tree.Edit] = {}
        self.adding = Adding(draft, file, found)

    def apply(self, edit: tree.Edit) -> None:
        """Carry out an edit, or report why it cannot be."""
        match edit.verb:
            case "add":
                parent = self._composite(edit.path.names[0])
                if parent is not None:
                    self.adding.add(edit.nodes, parent)
            case "remove":
                self._remove(edit)
            case "rename" if edit.entity:
                rename_entity(self.draft, edit, self.file, self.found)
            case "rename":
                self._rename(edit)
            case _ if not self._move_root(edit):
                self._move(edit)

    def _move_root(self, edit: tree.Edit) -> bool:
        """Show a tree before another one: `move ROOT -> index before OTHER`; return whether the edit says that."""
        path, before = edit.path.names, edit.before
        if edit.to is None or edit.to.text != "index" or before is None:
            return False
        if len(path) > 2 or (len(path) == 2 and path[0].text != "index"):
            return False
        identity, other = self.draft.names.get(path[-1].text), self.draft.names.get(before.text)
        roots = self.draft.order.get(ROOT, [])
        if identity not in roots or other not in roots or identity is None or other is None:
            return False
        if identity == other:
            message = Wording(f"`{edit.path}` stands there already", f"`{edit.path}` 已经在那里")
            self.found.add(NO_CHANGE, message, self.file.span(edit))
            return True
        roots.remove(identity)
        roots.insert(roots.index(other), identity)
        return True

    def _composite(self, name: tree.Word) -> str | None:
        """Return a composite under which nodes can stand, or None with a diagnostic."""
        identity = self.paths.node(name)
        if identity is None or self.draft.kind(identity) == "composite":
            return identity
        message = Wording(f"`{name.text}` is no composite", f"`{name.text}` 不是复合指标")
        composites = [other for other, known in self.draft.names.items() if self.draft.kind(known) == "composite"]
        help_ = did_you_mean(name.text, composites) or Wording(
            f"nodes can be put under: {', '.join(composites[:8])}{' …' if composites[8:] else ''}",
            f"可以放在这些复合指标之下：{'、'.join(composites[:8])}{' …' if composites[8:] else ''}",
        )
        self.found.add(CANNOT_MOVE, message, self.file.span(name), help=help_)
        return None

    def _remove(self, edit: tree.Edit) -> None:
        found = self._placement(edit)
        if found is None:
            return
        identity, parent = found
        if parent is None:
            for gone in self.draft.delete(identity):
                self.gone[gone] = edit
        elif len(self.draft.places[identity]) == 1:
            name = self.draft.name(identity)
            message = Wording(f"`{name}` stands nowhere else", f"`{name}` 没有位于别处")
            help_ = Wording(f"to remove it altogether, write `remove {name}`", f"若要整个删除，请写 `remove {name}`")
            self.found.add(CANNOT_MOVE, message, self.file.span(edit.path), help=help_)
        else:
            self.draft.displace(identity, parent)

    def _placement(self, edit: tree.Edit) -> tuple[str, str | None] | None:
        """Return the node that a path names, and the parent where the path names one.

        `index.NODE` is a root as such, and `indicator.NODE` an indicator as it stands outside the trees; a composite
        of that name is `node.index.NODE` where this could be either.
        """
        first, *rest = edit.path.names
        beside = {"index": ROOT, "indicator": OUTSIDE}.get(first.text)
        if beside is not None and len(rest) == 1:
            known = self.draft.names.get(rest[0].text)
            if known is not None and beside in self.draft.places[known]:
                return known, beside
        if first.text == "node" and len(rest) == 2:
            first, *rest = rest
        if len(rest) > 1:
            message = Wording(f"`{edit.path}` names no node", f"`{edit.path}` 没有指明节点")
            help_ = Wording("write `NODE` or `PARENT.NODE`", "请写 `节点` 或 `上级.节点`")
            self.found.add(PATH, message, self.file.span(edit.path), help=help_)
            return None
        above = self.paths.node(first)
        if above is None or not rest:
            return None if above is None else (above, None)
        below = self.paths.node(rest[0])
        if below is None:
            return None
        if above not in self.draft.places[below]:
            message = Wording(
                f"`{rest[0].text}` does not stand under `{first.text}`", f"`{rest[0].text}` 不在 `{first.text}` 之下"
            )
            self.found.add(PATH, message, self.file.span(edit.path))
            return None
        return below, above

    def _rename(self, edit: tree.Edit) -> None:
        identity = self.paths.node(edit.path.names[0])
        if identity is None or edit.to is None:
            return
        known = self.draft.names.get(edit.to.text)
        if known == identity:
            message = Wording(f"`{edit.path}` is called that already", f"`{edit.path}` 已经是这个名称")
            self.found.add(NO_CHANGE, message, self.file.span(edit))
        elif known is not None:
            message = Wording(f"`{edit.to.text}` is there already", f"`{edit.to.text}` 已经存在")
            help_ = Wording(
                "choose another name, or remove or rename that one first", "请换一个名称，或先删除、改名已有的那一个"
            )
            related = defined_here(self.draft, self.file, known)
            self.found.add(TAKEN, message, self.file.span(edit.to), help=help_, related=related)
        else:
            self.draft.rename(identity, edit.to)

    def _move(self, edit: tree.Edit) -> None:
        found = self._placement(edit)
        parent = self._composite(edit.to) if edit.to else None
        if found is None or parent is None:
            return
        identity, source = found
        source = self._source(edit, identity) if source is None else source
        if source is None:
            return
        if parent == source and edit.before is None:
            message = Wording(f"`{edit.path}` stands there already", f"`{edit.path}` 已经在那里")
            self.found.add(NO_CHANGE, message, self.file.span(edit))
        elif parent == identity or parent in self._below(identity):
            name = self.draft.name(identity)
            message = Wording(f"`{name}` would stand under itself", f"`{name}` 会位于自身之下")
            help_ = Wording("choose a composite that does not stand under it", "请选择不在它之下的复合指标")
            self.found.add(CANNOT_MOVE, message, self.file.span(edit), help=help_)
        elif parent != source and parent in self.draft.places[identity]:
            self.adding.stands_already(edit.path.names[-1], parent)
        else:
            self._replace(edit, identity, source, parent)

    def _replace(self, edit: tree.Edit, identity: str, source: str, parent: str) -> None:
        """Put a node under another parent; its weight and what it inherits by go with it."""
        before = self.adding.sibling(edit.before, parent)
        weight = self.draft.facts.get(Key("weight", identity, source))
        was_home = self.draft.facts.get(Key("home", identity)) == source
        self.draft.displace(identity, source)
        self.draft.place(identity, parent, edit.path.names[-1], before)
        if weight is not None:
            self.draft.put(Key("weight", identity, parent), weight)
        if was_home:
            self.draft.put(Key("home", identity), parent)

    def _source(self, edit: tree.Edit, identity: str) -> str | None:
        """Return the only place of a node, from where it is moved; a root is moved from among the roots."""
        places = [parent for parent in self.draft.places[identity] if parent not in {OUTSIDE, COLUMNS}]
        if len(places) == 1:
            return places[0]
        name = self.draft.name(identity)
        message = Wording(f"`{name}` stands in no tree", f"`{name}` 不在任何指标树中")
        help_ = Wording(f"write `add to … {{ {name} }}`", f"请写 `add to … {{ {name} }}`")
        if places:
            message = Wording(f"`{name}` stands under several composites", f"`{name}` 位于几个复合指标之下")
            forms = [f"`{self.draft.name(parent)}.{name}`" for parent in places if parent != ROOT]
            either = Wording(" or ".join(forms), "、".join(forms))
            help_ = Wording(f"say from where it is moved: {either.en}", f"请写明从哪里移出：{either.zh}")
        self.found.add(CANNOT_MOVE, message, self.file.span(edit.path), help=help_)
        return None

    def _below(self, identity: str) -> set[str]:
        found: set[str] = set()
        waiting = [identity]
        while waiting:
            for child in self.draft.order.get(waiting.pop(), ()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return found
