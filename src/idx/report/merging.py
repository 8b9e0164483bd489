"""What two sides of a merge did that does not go together, in the words of the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Wording
from idx.edits.facts import ROOT, places_in
from idx.edits.nodes_text import NodesText
from idx.edits.path_text import path_text
from idx.edits.written import written
from idx.report.difference.described import Describer
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from idx.analysis.revisions import RowChange
    from idx.edits.changes import Change
    from idx.edits.facts import Fact, Key, Stated
    from idx.edits.merging.clashes import Clash
    from idx.edits.merging.three import Three

MOST = 3  # changes of a side that are named in one conflict
UNSET = Wording("unset", "未写明")


class Compared(NamedTuple):
    """A base and one of its sides, as what describes changes looks at them."""

    stated: tuple[Stated, Stated]
    cells: Mapping[str, pl.DataFrame]
    rows: Mapping[Key, RowChange]
    factors: Mapping[str, float]

    def name(self, identity: str) -> str:
        """Return a node's name, as the side calls it if it has it."""
        before, after = self.stated
        return (after if after.kind(identity) is not None else before).name(identity)


class Teller:
    """Says what conflicts are."""

    def __init__(self, three: Three) -> None:
        """Keep what both sides and their base state."""
        self.sides = (three.ours, three.theirs)
        self.words = [NodesText(side) for side in self.sides]
        self.describers = [Describer(Compared((three.base, side), {}, {}, {}), whole=True) for side in self.sides]

    def told(self, clash: Clash) -> Wording:
        """Return a conflict in words."""
        both = self._both(clash) if len(clash.ours) == len(clash.theirs) == 1 else None
        if both is None:
            ours, theirs = self._did(0, clash.ours), self._did(1, clash.theirs)
            both = Wording(f"ours {ours.en}; theirs {theirs.en}", f"我方：{ours.zh}；对方：{theirs.zh}")
        if clash.why is None:
            return both
        return Wording(f"{both.en}. Together: {clash.why.en}", f"{both.zh}。合在一起：{clash.why.zh}")

    def _both(self, clash: Clash) -> Wording | None:  # noqa: PLR0911 - a case a verb
        """Return in words what both made different things of, or None where they did different things."""
        (ours,), (theirs,) = clash.ours, clash.theirs
        if ours.verb != theirs.verb or ours.subject != theirs.subject:
            return None
        values = [self._value(number, change) for number, change in enumerate((ours, theirs))]
        if None in values or (ours.verb in {"set", "expect"} and ours.keys[0] != theirs.keys[0]):
            return None
        one, other = (value for value in values if value is not None)
        about = self._about(ours)
        listed = Wording(f"{one.en}, {other.en}", f"{one.zh}、{other.zh}")
        match ours.verb:
            case "rename":
                return Wording(f"both renamed {about}: {listed.en}", f"双方都给 {about} 改了名：{listed.zh}")
            case "move":
                return Wording(f"both moved {about}: to {one.en}, to {other.en}", f"双方都移动了 {about}：{listed.zh}")
            case "add":
                return Wording(f"both added {about}: {listed.en}", f"双方都新增了 {about}：{listed.zh}")
            case "expect":
                return Wording(f"both expect {about}: {listed.en}", f"双方都写了期望值 {about}：{listed.zh}")
            case _:
                return Wording(f"both set {about}: {listed.en}", f"双方都修改了 {about}：{listed.zh}")

    def _about(self, change: Change) -> str:
        key, stated = change.keys[0], self.sides[0]
        match change.verb:
            case "set":
                return path_text(key, stated, places_in(stated.facts))
            case "rename":
                before: str = self.describers[0].before.name(change.subject)
                return before
            case "expect":
                node = ".".join(filter(None, (stated.name(key.subject) if key.subject else "", key.word)))
                return " ".join(filter(None, (node, key.place)))
            case _:
                return self.describers[0].comparison.name(change.subject)

    def _value(self, number: int, change: Change) -> Wording | None:
        """Return what a side made of what a change is about, or None where no word says it."""
        stated = self.sides[number]
        match change.verb:
            case "set" | "expect":
                new = next((fact for fact in change.new.values() if fact is not None), None)
                if change.verb == "expect" and isinstance(new, tree.Text):
                    return self._plain(new.text)
                return self._said(number, new)
            case "rename":
                name = stated.name(change.subject)
                return Wording(name, name)
            case "move":
                places = [key.word for key, fact in change.new.items() if key.kind == "place" and fact is not None]
                return self._plain(", ".join(stated.name(place) for place in places if place != ROOT))
            case "add":
                return self._heading(number, change)
            case _:
                return None

    def _heading(self, number: int, change: Change) -> Wording:
        """Return the first line of what a side added, and where it stands."""
        words, stated = self.words[number], self.sides[number]
        parents = [key.word for key in change.keys if key.kind == "place" and key.subject == change.subject]
        line = (
            next(iter(words.node(change.subject, parents[0])))
            if self._is_node(change, number)
            else (words.column(change.subject))
        )
        shown = line.removesuffix(" {")
        where = ", ".join(stated.name(parent) for parent in parents if stated.kind(parent))
        return Wording(f"`{shown}` under {where}", f"{where} 之下的 `{shown}`") if where else self._plain(f"`{shown}`")

    def _is_node(self, change: Change, number: int) -> bool:
        return self.sides[number].kind(change.subject) in {"composite", "indicator"}

    def _plain(self, text: str) -> Wording:
        return Wording(text, text)

    def _said(self, number: int, fact: Fact | None) -> Wording:
        if fact is None:
            return UNSET
        return self._plain(written(fact, self.sides[number].text(), self.describers[number].comparison.name))

    def _did(self, number: int, changes: Sequence[Change]) -> Wording:
        """Return in words what a side did."""
        parts = [self._done(number, change) for change in changes[:MOST]]
        more = len(changes) - len(parts)
        if more:
            parts.append(Wording(f"{more} more", f"另有 {more} 处"))
        return Wording(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))

    def _done(self, number: int, change: Change) -> Wording:
        said = self.describers[number].described(change).text
        return Wording(f"set {said.en}", f"修改 {said.zh}") if change.verb == "set" else said
