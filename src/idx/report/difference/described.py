"""Changes in words, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from idx.analysis.cell_counts import cell_counts
from idx.diagnostics import Wording
from idx.edits.data_names import named_data
from idx.edits.draft import Draft
from idx.edits.entities import as_called, names_of
from idx.edits.facts import (
    ADDED,
    COLUMNS,
    COMPLETED,
    EMPTIED,
    OUTSIDE,
    REMOVED,
    ROOT,
    Existence,
    Key,
    places_in,
)
from idx.edits.force import stated_or_inherited
from idx.edits.path_text import path_text
from idx.edits.written import quoted, written
from idx.report.difference.periods import factor_text, runs_of, span_of
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from idx.analysis.attribution.causes import Cause
    from idx.analysis.revisions import RowChange
    from idx.edits.changes import Change
    from idx.edits.facts import Fact, Stated

LONGEST = 48  # characters of a value that stands in a line
SEVERAL = 3  # changes of one kind that are counted and not listed
KINDS = {
    "COSMETIC": Wording("cosmetic", "外观"),
    "DOCUMENTATION": Wording("documentation", "说明"),
    "DATA": Wording("data", "数据"),
    "METHOD": Wording("method", "方法"),
    "STRUCTURE": Wording("structure", "结构"),
}
NODE_KINDS = {
    "composite": Wording("composite", "复合指标"),
    "indicator": Wording("indicator", "末级指标"),
    "series": Wording("series", "序列"),
    "group": Wording("group", "分组变量"),
    "entity": Wording("entity", "评价对象"),
}


class Described(NamedTuple):
    """A change in words: what it is about, and what happened to it."""

    text: Wording
    old: str | None = None
    new: str | None = None


def counted(count: int, one: str, several: str, chinese: str) -> Wording:
    """Return a number of things in words."""
    return Wording(f"{count} {one if count == 1 else several}", f"{count} {chinese}")


class Compared(Protocol):
    """Two versions by the same identities, and the data that differ between them."""

    @property
    def stated(self) -> tuple[Stated, Stated]:
        """What each states."""

    @property
    def cells(self) -> Mapping[str, pl.DataFrame]:
        """The cells that are revised, by identity."""

    @property
    def rows(self) -> Mapping[Key, RowChange]:
        """The rows of the data that came or went."""

    @property
    def factors(self) -> Mapping[str, float]:
        """By what data were multiplied as their unit changed."""

    def name(self, identity: str) -> str:
        """Return a node's name, as the version after calls it if it has it."""


class Describer:
    """Says what changes are, with the names of the version after where it has them."""

    def __init__(self, comparison: Compared, *, whole: bool = False, language: str | None = None) -> None:
        """Keep what is compared; `whole` leaves long values as they are, `language` is that of labels."""
        self.comparison, self.whole, self.language = comparison, whole, language
        self.before, self.after = comparison.stated
        self.drafts = [Draft.of(stated, stated.texts) for stated in comparison.stated]
        self.places = places_in(self.after.facts)
        self.text = self.after.text()

    def described(self, change: Change) -> Described:
        """Return a change in words."""
        match change.verb:
            case "add" | "remove" | "replace":
                return Described(self._came_or_went(change))
            case "move" | "put" | "take" | "home":
                return Described(self._placed(change))
            case "rename" | "rename entity":
                return self._renamed(change)
            case "revise" | "rescale" | "extend" | "shorten" | "arrive" | "depart":
                return Described(self._of_data(change))
            case "expect":
                return self._expected(change)
            case "set":
                return self._set(change)

    def _renamed(self, change: Change) -> Described:
        """Return a renamed node, or a renamed entity of the data."""
        if change.verb == "rename":
            old, new = self.before.name(change.subject), self.after.name(change.subject)
            return Described(Wording(f"renamed {old} to {new}", f"{old} 改名为 {new}"), old, new)
        (key,) = change.keys
        called = [names_of(side.facts).get(key.subject, key.subject) for side in (self.before, self.after)]
        old, new = map(quoted, called)
        return Described(Wording(f"renamed entity {old} to {new}", f"评价对象 {old} 改名为 {new}"), old, new)

    def cause(self, cause: Cause) -> Wording:
        """Return a cause in words: its changes one behind another."""
        said = [self.described(change).text for change in cause.changes]
        return Wording("; ".join(text.en for text in said), "；".join(text.zh for text in said))

    def short(self, cause: Cause) -> Wording:
        """Return a cause in few words: its first change, and how many more there are where all would be too long."""
        whole = self.cause(cause)
        more = len(cause.changes) - 1
        if isinstance(cause.by, frozenset):
            return self._of_pillars(cause.by, more + 1)
        if more >= SEVERAL and len({change.kind for change in cause.changes}) == 1:
            kind = KINDS[cause.kind.name]
            return Wording(f"{more + 1} changes of {kind.en}", f"{more + 1} 项{kind.zh}变化")
        if not more or len(whole.en) <= LONGEST:
            return whole
        first = self.described(cause.changes[0]).text
        return Wording(f"{first.en}; {more} more", f"{first.zh}；另 {more} 项")

    def _of_pillars(self, pillars: frozenset[str], count: int) -> Wording:
        """Return how many changes are about some pillars, or about none of them alone."""
        known = [self._name(identity) for identity in sorted(pillars)]
        changes = counted(count, "change", "changes", "项变化")
        if not known:
            return Wording(f"the whole: {changes.en}", f"整体：{changes.zh}")
        return Wording(f"{', '.join(known)}: {changes.en}", f"{'、'.join(known)}：{changes.zh}")

    def _name(self, identity: str, stated: Stated | None = None) -> str:
        return stated.name(identity) if stated else self.comparison.name(identity)

    def _labelled(self, identity: str, stated: Stated) -> str:
        own = stated.facts.get(Key("label", identity))
        label = stated.facts.get(Key("label", identity, self.language or ""), own)
        name = self._name(identity, stated)
        return f"{name} {quoted(label.text)}" if isinstance(label, tree.Text) else name

    def _came_or_went(self, change: Change) -> Wording:
        came = change.verb == "add"
        stated = self.after if came else self.before
        subject = change.subject
        shown = self._labelled(subject, stated)
        if change.verb == "replace":
            kinds = [NODE_KINDS[str(side.kind(subject))] for side in (self.before, self.after)]
            en, zh = " → ".join(kind.en for kind in kinds), " → ".join(kind.zh for kind in kinds)
            return Wording(f"replaced {shown}: {en}", f"替换 {shown}：{zh}")
        parents = [key.word for key in change.keys if key.kind == "place" and key.subject == subject]
        where = self._where(parents, stated)
        kind = NODE_KINDS[str(stated.kind(subject))]
        more = sum(key.kind == "node" for key in change.keys) - 1
        inside = Wording(f", with {more} within", f"（含下级 {more} 个）") if more else Wording("", "")
        if came:
            to = Wording(f" to {where.en}" if where.en else "", f"在 {where.zh} 下" if where.zh else "")
            return Wording(f"added {kind.en} {shown}{to.en}{inside.en}", f"{to.zh}新增{kind.zh} {shown}{inside.zh}")
        of = Wording(f" from {where.en}" if where.en else "", f"从 {where.zh} 中" if where.zh else "")
        return Wording(f"removed {kind.en} {shown}{of.en}{inside.en}", f"{of.zh}删除{kind.zh} {shown}{inside.zh}")

    def _where(self, parents: list[str], stated: Stated) -> Wording:
        names = [stated.name(parent) for parent in parents if parent not in {ROOT, OUTSIDE, COLUMNS}]
        return Wording(" and ".join(names), "、".join(names))

    def _placed(self, change: Change) -> Wording:
        name = self._name(change.subject)
        gone = [key.word for key in change.keys if key.kind == "place" and change.old[key] is not None]
        come = [key.word for key in change.keys if key.kind == "place" and change.new[key] is not None]
        old, new = self._place(gone), self._place(come)
        match change.verb:
            case "move":
                return Wording(f"moved {name} from {old.en} to {new.en}", f"{name} 从 {old.zh} 移到 {new.zh}")
            case "put":
                return Wording(f"put {name} under {new.en} too", f"{name} 也放在 {new.zh} 之下")
            case "take":
                return Wording(f"took {name} from under {old.en}", f"{name} 不再位于 {old.zh} 之下")
            case _:
                home = change.new[change.keys[0]]
                said = self._name(home) if isinstance(home, str) else ""
                return Wording(f"{name} has its methods from {said}", f"{name} 的方法继承自 {said}")

    def _place(self, parents: list[str]) -> Wording:
        special = {
            ROOT: Wording("the roots", "总指数一级"),
            OUTSIDE: Wording("outside the trees", "指标树之外"),
        }
        said = [special.get(parent) or Wording(self._name(parent), self._name(parent)) for parent in parents]
        return Wording(" and ".join(item.en for item in said), "、".join(item.zh for item in said))

    def _of_data(self, change: Change) -> Wording:
        if change.verb == "revise":
            return self._revised(change)
        if change.verb == "rescale":
            return self._rescaled(change)
        return self._periods(change) if change.verb in {"extend", "shorten"} else self._entity(change)

    def _periods(self, change: Change) -> Wording:
        (key,) = change.keys
        rows = self.comparison.rows[key]
        span = runs_of(rows.periods)
        came = {
            ADDED: Wording(f"added {span}", f"新增 {span}"),
            REMOVED: Wording(f"removed {span}", f"删去 {span}"),
            COMPLETED: Wording(f"completed {span}", f"补齐 {span}"),
            EMPTIED: Wording(f"emptied {span}", f"清空 {span}"),
        }[key.place]
        series, entities = rows.cells["node"].n_unique(), rows.cells["entity"].drop_nulls().n_unique()
        counts = [counted(series, "series", "series", "个序列")]
        counts += [counted(entities, "entity", "entities", "个评价对象")] if entities else []
        if not rows.cells.height:
            return came
        english, chinese = ", ".join(each.en for each in counts), "，".join(each.zh for each in counts)
        return Wording(f"{came.en}: {english}", f"{came.zh}：{chinese}")

    def _entity(self, change: Change) -> Wording:
        (key,) = change.keys
        rows, came = self.comparison.rows[key], change.verb == "arrive"
        said = Wording(f"removed entity {key.place}", f"删去评价对象 {key.place}")
        if came:
            said = Wording(f"added entity {key.place}", f"新增评价对象 {key.place}")
        if not rows.cells.height:
            return said
        series, span = counted(rows.cells["node"].n_unique(), "series", "series", "个序列"), span_of(rows.periods)
        parts = [Wording(f"{said.en}: {series.en}", f"{said.zh}：{series.zh}"), Wording(span, span)]
        return Wording(", ".join(part.en for part in parts if part.en), "，".join(part.zh for part in parts if part.zh))

    def _rescaled(self, change: Change) -> Wording:
        key = Key("property", change.subject, "unit")
        units = [stated.facts.get(key) for stated in (self.before, self.after)]
        old, new = ("–" if unit is None else self._written(unit) for unit in units)
        factor, name = factor_text(self.comparison.factors[change.subject]), self._name(change.subject)
        return Wording(
            f"the data of {name}: {factor}, with the unit {old} → {new}", f"{name} 的数据：{factor}，单位 {old} → {new}"
        )

    def _revised(self, change: Change) -> Wording:
        name = self._name(change.subject)
        cells = self.comparison.cells[change.subject]
        periods = [period for period in cells["period"].unique().sort().to_list() if period is not None]
        span = span_of(periods)
        of_cells = cell_counts([cells])
        kinds = (
            (of_cells.revised, Wording("revised", "修订")),
            (of_cells.new, Wording("filled in", "补充")),
            (of_cells.lost, Wording("withdrew", "撤去")),
        )
        (number, verb), *others = [(number, word) for number, word in kinds if number] or [(0, kinds[0][1])]
        parts = [counted(number, "cell", "cells", "格")]
        parts += [Wording(f"{word.en} {number}", f"{word.zh} {number} 格") for number, word in others]
        parts += [Wording(span, span)] if span else []
        return Wording(
            f"{verb.en} the data of {name}: {', '.join(part.en for part in parts)}",
            f"{verb.zh} {name} 的数据：{'，'.join(part.zh for part in parts)}",
        )

    def _expected(self, change: Change) -> Described:
        (key,) = change.keys
        old, new = (fact.text if isinstance(fact, tree.Text) else None for fact in (change.old[key], change.new[key]))
        about = ".".join(filter(None, (self._name(key.subject) if key.subject else "", key.word)))
        cell = " ".join(filter(None, (about, key.place)))
        shown = f"{old or '–'} → {new or '–'}"
        return Described(Wording(f"expected {cell}: {shown}", f"期望值 {cell}：{shown}"), old, new)

    def _set(self, change: Change) -> Described:
        key = change.keys[0]
        old, new = self._side(change.old, self.before), self._side(change.new, self.after)
        path = path_text(key, self.after, self.places)
        before, after = self._shown(old, key, self.drafts[0]), self._shown(new, key, self.drafts[1])
        text = Wording(f"{path}: {before.en} → {after.en}", f"{path}：{before.zh} → {after.zh}")
        return Described(text, old, new)

    def _shown(self, side: str | None, key: Key, draft: Draft) -> Wording:
        """Return a side of a change; where nothing is stated, with what is inherited there."""
        if side is not None:
            return Wording(self._cut(side), self._cut(side))
        inherited = stated_or_inherited(draft, key) if key.kind == "property" else None
        also = f" ({self._cut(self._written(inherited))})" if inherited is not None else ""
        return Wording(f"unset{also}", f"未写明{also}")

    def _side(self, facts: Mapping[Key, Fact | None], stated: Stated) -> str | None:
        found = [fact for fact in facts.values() if fact is not None]
        if found and isinstance(found[0], tree.Data):
            return self._written(named_data(found[0], stated.facts))
        return self._written(found[0]) if found else None

    def _written(self, fact: Fact) -> str:
        if isinstance(fact, Existence):
            return fact.kind
        return written(fact, self.text, self.comparison.name, as_called(names_of(self.after.facts)))

    def _cut(self, text: str) -> str:
        text = " ".join(text.split())
        return text if self.whole or len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
