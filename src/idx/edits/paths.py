"""What the path of an edit names: a property of a node or of `method`, one argument of it, a label, or a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn

from idx.diagnostics import Rule, Wording, choose_from, did_you_mean
from idx.edits.facts import FRAMEWORK, Key
from idx.methods import registry
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.languages import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Collector
    from idx.edits.draft import Draft
    from idx.syntax import tree

PATH = Rule(
    "IDX112",
    Wording("an edit to something that is not there", "修改所指的内容不存在"),
    Wording(
        "The path of an edit names a node's property (`pathway.weight`, `foundation.label.en`), one of `method` "
        "(`method.impute.gaps`), an argument of a method (`method.link.base`), a node under one of its parents "
        "(`foundation.patents.weight`), or a statement (`data`, `source`, `note`, `framework.label`). A node that is "
        "called `method`, `framework` or `node` is written `node.method.weight`. A name means what it means after the "
        "edits above it.",
        "修改的路径可以指节点的属性（`pathway.weight`、`foundation.label.en`）、`method` 中的属性"
        "（`method.impute.gaps`）、方法的参数（`method.link.base`）、某一上级之下的节点（`foundation.patents.weight`），或一条语句（`data`、"
        "`source`、`note`、`framework.label`）。名为 `method`、`framework` 或 `node` 的节点写成 `node.method.weight`。"
        "名称的含义以前面各条修改之后的状态为准。",
    ),
    bad=HEADER + METHOD + INDEX + "scenario s {\n  set c.weight unset -> 30%\n}\n",
)

STATEMENTS = ("data", "source", "note")
OF_METHOD = ("periods", "entities", "impute", "treat", "normalise", "weighting", "aggregate", "missing", "link")
OF_GROUPS = ("label", "unit", "code", "source", "note")
OF_COLUMNS = {
    "series": (*OF_GROUPS, "convert", "across"),
    "group": OF_GROUPS,
    "entity": ("label", "where", "code", "source", "note"),
}
OF_NODES = (*OF_COLUMNS["series"], "weight", "direction", "formula", *OF_METHOD[2:])


class Target(NamedTuple):
    """The fact that an edit is about, or one argument of the method call in it."""

    key: Key
    argument: tree.Word | None = None


class _NotThereError(Exception):
    """Raised once a diagnostic says why a path names nothing."""


class Paths:
    """Finds what paths name, by the names of now."""

    def __init__(self, draft: Draft, file: tree.File, found: Collector) -> None:
        """Keep what is stated, the file of the edits, and where diagnostics go."""
        self.draft, self.file, self.found = draft, file, found

    def node(self, name: tree.Word) -> str | None:
        """Return the identity of a name, or None with a diagnostic."""
        if name.text in self.draft.names:
            return self.draft.names[name.text]
        message = Wording(f"there is no `{name.text}` here", f"这里没有 `{name.text}`")
        self.found.add(PATH, message, self.file.span(name), help=did_you_mean(name.text, self.draft.names))
        return None

    def target(self, path: tree.Path) -> Target | None:
        """Return what a path names, or None with a diagnostic."""
        try:
            return self._target(path)
        except _NotThereError:
            return None

    def _target(self, path: tree.Path) -> Target:
        first, *rest = path.names
        if not rest:
            return self._statement(first)
        if first.text == "method":
            return self._property(path, Key("method"), rest, OF_METHOD)
        if first.text == "framework":
            return self._label(path, FRAMEWORK, rest)
        if first.text == "node":
            first, *rest = rest
        identity = self.node(first)
        if identity is None:
            raise _NotThereError
        if not rest:
            self._which(path, OF_NODES)
        return self._of_node(path, identity, rest)

    def _statement(self, name: tree.Word) -> Target:
        if name.text in STATEMENTS:
            return Target(Key("data") if name.text == "data" else Key("header", name.text))
        if name.text not in self.draft.names:
            self._unknown(name, (*STATEMENTS, *self.draft.names))
        message = Wording(f"which property of `{name.text}`?", f"要修改 `{name.text}` 的哪个属性？")
        help_ = Wording(f"such as `{name.text}.weight`", f"例如 `{name.text}.weight`")
        self.found.add(PATH, message, self.file.span(name), help=help_)
        raise _NotThereError

    def _which(self, path: tree.Path, choices: Sequence[str]) -> NoReturn:
        message = Wording(f"`{path}` names no property", f"`{path}` 没有指明属性")
        self.found.add(PATH, message, self.file.span(path), help=choose_from(choices))
        raise _NotThereError

    def _unknown(self, word: tree.Word, choices: Sequence[str]) -> NoReturn:
        message = Wording(f"an edit cannot be about `{word.text}`", f"不能修改 `{word.text}`")
        help_ = did_you_mean(word.text, choices, otherwise=choose_from(choices[:12]))
        self.found.add(PATH, message, self.file.span(word), help=help_)
        raise _NotThereError

    def _label(self, path: tree.Path, identity: str, rest: Sequence[tree.Word]) -> Target:
        word, *language = rest
        if word.text != "label":
            self._unknown(word, ("label",))
        if len(language) > 1:
            self._which(path, ("label", "label.en"))
        if language and language[0].text not in CODES:
            self._unknown(language[0], ("en", "zh"))
        return Target(Key("label", identity, language[0].text if language else ""))

    def _of_node(self, path: tree.Path, identity: str, rest: Sequence[tree.Word]) -> Target:
        keyword = rest[0].text
        child = self.draft.names.get(keyword)
        if len(rest) == 2 and rest[1].text == "weight" and child and Key("place", child, identity) in self.draft.facts:
            return Target(Key("weight", child, identity))
        if keyword == "label":
            return self._label(path, identity, rest)
        if keyword == "weight":
            return self._weight(path, identity, rest)
        choices = OF_COLUMNS.get(self.draft.kind(identity), OF_NODES)
        return self._property(path, Key("property", identity), rest, choices)

    def _weight(self, path: tree.Path, identity: str, rest: Sequence[tree.Word]) -> Target:
        if len(rest) > 1:
            self._which(path, ("weight",))
        parents = self.draft.parents(identity)
        if len(parents) == 1:
            return Target(Key("weight", identity, parents[0]))
        name = self.draft.name(identity)
        message = Wording(
            f"`{name}` stands under no composite and has no weight", f"`{name}` 不在复合指标之下，没有权重"
        )
        help_ = None
        if parents:
            message = Wording(f"`{name}` weighs under several composites", f"`{name}` 在几个复合指标之下各有权重")
            forms = [f"`{self.draft.name(parent)}.{name}.weight`" for parent in parents]
            help_ = Wording(f"say which: {' or '.join(forms)}", f"请指明是哪一个：{'、'.join(forms)}")
        self.found.add(PATH, message, self.file.span(path), help=help_)
        raise _NotThereError

    def _property(self, path: tree.Path, owner: Key, rest: Sequence[tree.Word], choices: Sequence[str]) -> Target:
        """Return a property of a node or of `method`, or behind it an argument."""
        keyword, *behind = rest
        if keyword.text not in choices:
            self._unknown(keyword, choices)
        key = owner._replace(subject=keyword.text) if owner.kind == "method" else owner._replace(word=keyword.text)
        if keyword.text == "impute":
            places = registry.PLACES
            if not behind or behind[0].text not in places:
                self._which(path, [f"impute.{place}" for place in places])
            key = key._replace(place=behind.pop(0).text)
        if len(behind) > 1 or (behind and keyword.text not in registry.KINDS):
            self._which(path, (keyword.text,))
        return Target(key, behind[0] if behind else None)
