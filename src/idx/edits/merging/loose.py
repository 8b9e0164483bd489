"""Units of two sides put together one by one: edits, scenarios and expectations, merged as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.merging.order import merged_order
from idx.edits.merging.units import PIECE, Unit, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

Units = tuple[Unit, ...]


class Unlike(NamedTuple):
    """What the two sides have in one place, None where a side has nothing there any more."""

    ours: Unit | None
    theirs: Unit | None


class Loose:
    """Merges units by what they are about; `found` are those of which both sides made something else.

    There, and where `dropped` says so, `own` decides whether ours are taken.
    """

    def __init__(self, *, own: bool, dropped: frozenset[Hashable] = frozenset()) -> None:
        """Keep which side is taken where both differ."""
        self.own, self.dropped = own, dropped
        self.found: list[Unlike] = []

    def units(self, base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit]) -> Units:
        """Return the units of both sides, in the order of ours."""
        sides = [{unit.key: unit for unit in side} for side in (base, ours, theirs)]
        taken: dict[Hashable, Unit] = {}
        for key in dict.fromkeys(key for side in sides for key in side):
            unit = self._one(*(side.get(key) for side in sides))
            if unit is not None:
                taken[key] = unit
        return tuple(taken[key] for key in merged_order(*map(list, sides), among=taken.keys()))

    def _one(self, base: Unit | None, ours: Unit | None, theirs: Unit | None) -> Unit | None:
        chosen = ours if self.own else theirs
        if (ours or theirs or base).key in self.dropped:  # type: ignore[union-attr] # one of them is there
            return chosen and chosen._replace(lead=lead(base, ours, theirs))
        if said(ours) == said(theirs) or said(theirs) == said(base):
            chosen = ours
        elif said(ours) == said(base):
            chosen = theirs
        elif ours is not None and theirs is not None and ours.units is not None and theirs.units is not None:
            return self._inside(base, ours, theirs)
        else:
            self.found.append(Unlike(ours, theirs))
        return chosen and with_comments(base, ours, theirs, chosen)

    def _inside(self, base: Unit | None, ours: Unit, theirs: Unit) -> Unit:
        """Return a block that both sides changed: what stands in it is merged in turn."""
        heads = [unit and (words(unit.head), words(unit.foot)) for unit in (base, ours, theirs)]
        chosen = theirs if heads[1] == heads[0] else ours
        if heads[1] != heads[2] and heads[0] not in heads[1:]:
            self.found.append(Unlike(ours, theirs))
            chosen = ours if self.own else theirs
        units = self.units((base.units if base else None) or (), ours.units or (), theirs.units or ())
        return chosen._replace(lead=lead(base, ours, theirs), units=units)


def said(unit: Unit | None) -> Hashable:
    """Return what a unit says, comments and layout left out."""
    if unit is None:
        return None
    return words(unit.head), tuple(map(said, unit.units or ())), words(unit.foot)


def with_comments(base: Unit | None, ours: Unit | None, theirs: Unit | None, chosen: Unit) -> Unit:
    """Return a chosen unit with the comments of both sides; where all three say the same, with the layout changed."""
    if said(ours) == said(theirs) and base and ours and theirs and ours.head == base.head:
        chosen = theirs
    return chosen._replace(lead=lead(base, ours, theirs), head=remarked(chosen.head, base, ours, theirs))


def remarked(head: str, base: Unit | None, ours: Unit | None, theirs: Unit | None) -> str:
    """Return the lines of ours with the comment at their end that theirs gave them, where ours left it as it was."""
    if base is None or ours is None or theirs is None:
        return head
    old, own, new = (_remark(unit.head) for unit in (base, ours, theirs))
    if _remark(head) != own or own != old or new == old:
        return head
    said = head.rstrip("\n").removesuffix(own).rstrip()
    return f"{said}  {new}".rstrip() + "\n"


def _remark(head: str) -> str:
    """Return the comment at the end of lines, or nothing."""
    last = [piece for piece in PIECE.findall(head.rstrip("\n").rpartition("\n")[2]) if piece[0] == "#"]
    return last[-1] if last else ""


def lead(base: Unit | None, ours: Unit | None, theirs: Unit | None) -> str:
    """Return the lines above a unit: where both sides changed them, ours and then what theirs added."""
    return comments(*(unit.lead if unit else None for unit in (base, ours, theirs)))


def comments(base: str | None, ours: str | None, theirs: str | None) -> str:
    """Return lines of comments, merged; None where a side has no such place."""
    if ours is None or theirs is None:
        return (theirs if ours is None else ours) or ""
    if theirs in {base, ours}:
        return ours
    if ours == base:
        return theirs
    known = {line.strip() for text in (base or "", ours) for line in text.splitlines()}
    more = [line for line in theirs.splitlines(keepends=True) if line.strip() and line.strip() not in known]
    return "".join((ours, *more))


def translated(unit: Unit, names: Mapping[str, str]) -> Unit:
    """Return a unit with other names in the place of names; texts in quotes and comments stay."""
    if not names:
        return unit
    units = None if unit.units is None else tuple(translated(item, names) for item in unit.units)
    return unit._replace(head=_renamed(unit.head, names), units=units, foot=_renamed(unit.foot, names))


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return PIECE.sub(lambda match: names.get(match.group(), match.group()), text)
