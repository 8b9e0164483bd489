"""Put headings into a framework that is edited: those of `add to`, and those of statements that add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Related, Wording
from idx.edits.entities import renamings
from idx.edits.facts import COLUMNS, NO_NODES, OUTSIDE, Existence, Key, column_kind
from idx.edits.paths import PATH, Paths
from idx.resolve.names import CHILD_TWICE, DEFINED_TWICE, is_bare
from idx.resolve.statements import ONE_NAME
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.edits.draft import Draft
    from idx.edits.facts import NodeKind

COLUMN_KINDS = {"series", "group", "entity"}


def defined_here(draft: Draft, file: tree.File, identity: str) -> list[Related]:
    """Return where a node, a series or a group is defined."""
    name = draft.facts[Key("name", identity)]
    place = file.span(name)  # type: ignore[arg-type] # a name is a word
    return [Related(Wording("it is defined here", "它定义在这里"), place)]


class Adding:
    """Adds nodes to a draft; `bare` are those that so far have no more than a name."""

    def __init__(self, draft: Draft, file: tree.File, found: Collector) -> None:
        """Keep the draft, the file of the edits, and where diagnostics go."""
        self.draft, self.file, self.found = draft, file, found
        self.paths = Paths(draft, file, found)
        self.bare: set[str] = set()

    def sibling(self, word: tree.Word | None, parent: str) -> str | None:
        """Return the sibling that a node comes before; report one that is none."""
        if word is None:
            return None
        identity = self.paths.node(word)
        if identity is not None and parent not in self.draft.places[identity]:
            message = Wording(
                f"`{word.text}` does not stand under `{self.draft.name(parent)}`",
                f"`{word.text}` 不在 `{self.draft.name(parent)}` 之下",
            )
            self.found.add(PATH, message, self.file.span(word))
        return identity

    def add(self, nodes: Iterable[tree.Node], parent: str) -> None:
        """Put headings, with all that stands in their braces, under a parent."""
        for heading in nodes:
            sibling = next((prop.value for prop in heading.properties if prop.keyword == "before"), None)
            before = self.sibling(sibling, parent) if isinstance(sibling, tree.Word) else None
            identity = self._added(heading, parent)
            if identity is None:
                continue
            if parent in self.draft.places.get(identity, ()):
                self.stands_already(heading.name, parent)
                continue
            self.draft.place(identity, parent, heading.name, before)
            for prop in heading.properties:
                if prop.keyword == "weight":
                    self.draft.put(Key("weight", identity, parent), prop)
            self.add(heading.children or (), identity)

    def _added(self, heading: tree.Node, parent: str) -> str | None:
        """Return the identity of a heading: a node that is there, by its bare name, or a new one."""
        name = heading.name
        known = self.draft.names.get(name.text)
        plain = heading._replace(properties=tuple(prop for prop in heading.properties if prop.keyword != "before"))
        if known is not None and is_bare(plain) and self._can_stand(known, parent):
            return known
        kind: NodeKind = "indicator" if heading.children is None else "composite"
        if known is not None and known not in self.bare:
            self._defined_twice(name, known)
            return None
        existence = Existence(kind, plain._replace(children=None))
        if known is None:
            known = self.draft.define(name, existence)
        else:
            self.draft.put(Key("node", known), existence)
        (self.bare.add if is_bare(plain) and parent not in NO_NODES else self.bare.discard)(known)
        self._describe(known, heading)
        if self.draft.places.get(known) and parent not in NO_NODES:
            self.draft.put(Key("home", known), parent)
        return known

    def _can_stand(self, known: str, parent: str) -> bool:
        """Whether the bare name of what is there puts it under a parent too; outside the trees stand indicators."""
        kind = self.draft.kind(known)
        return kind == "indicator" if parent == OUTSIDE else kind not in COLUMN_KINDS

    def _describe(self, identity: str, heading: tree.Node | tree.Column) -> None:
        for label in heading.labels:
            self.draft.put(Key("label", identity, label.language.text if label.language else ""), label.text)
        for prop in heading.properties:
            if prop.keyword not in {"weight", "before"}:
                place = prop.place.text if prop.place else ""
                self.draft.put(Key("property", identity, prop.keyword, place), prop)

    def column(self, column: tree.Column) -> None:
        """Add a series, a group or an entity."""
        known = self.draft.names.get(column.name.text)
        if known is not None:
            self._defined_twice(column.name, known)
            return
        if column.keyword == "entity" and self._is_renamed(column.name):
            return
        identity = self.draft.define(column.name, Existence(column_kind(column), column))
        self.draft.place(identity, COLUMNS, column.name)
        self._describe(identity, column)

    def _is_renamed(self, name: tree.Word) -> bool:
        """Whether a name is one that an entity of the data got; report it."""
        item = next((item for item in renamings(self.draft.facts) if name.text == item.name), None)
        if item is None:
            return False
        message = Wording(
            f"`{name.text}` is the name of an entity of the data, `{item.identity}` → `{item.name}`",
            f"`{name.text}` 是数据中评价对象的名称：`{item.identity}` → `{item.name}`",
        )
        help_ = Wording("choose another name for what is made of others", "请为汇总的评价对象另取名称")
        related = [Related(Wording("it is renamed here", "在这里改名"), self.file.span(item.word))]
        self.found.add(ONE_NAME, message, self.file.span(name), help=help_, related=related)
        return True

    def stands_already(self, name: tree.Word, parent: str) -> None:
        """Report a node that is put where it stands."""
        where = self.draft.name(parent) if parent else "index"
        message = Wording(f"`{name.text}` stands under `{where}` already", f"`{name.text}` 已在 `{where}` 之下")
        self.found.add(CHILD_TWICE, message, self.file.span(name))

    def _defined_twice(self, name: tree.Word, known: str) -> None:
        message = Wording(f"`{name.text}` is there already", f"`{name.text}` 已经存在")
        help_ = Wording(
            f"choose another name; to put the same node here too, write `{name.text}` alone; to change it, use `set`",
            f"请换一个名称；若要把同一节点也放在这里，只写 `{name.text}`；若要修改它，请用 `set`",
        )
        related = defined_here(self.draft, self.file, known)
        self.found.add(DEFINED_TWICE, message, self.file.span(name), help=help_, related=related)
