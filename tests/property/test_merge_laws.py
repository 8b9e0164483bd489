"""Laws of merging: an unchanged side gives the other; sides may change places; edits apart are all made."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import idx
from drawn_edits import edited, edits
from drawn_versions import bases
from edit_views import by_name
from idx.edits.expected import figures
from idx.edits.flatten import flat_text
from idx.edits.merging import merge as merging
from idx.edits.merging.joining import joined
from idx.edits.merging.markers import Marks
from idx.edits.merging.three import together
from idx.project.line_merge import merged_lines
from idx.project.merge_sides import Sides, read_text
from idx.project.merge_writing import written
from idx.project.merging import Asked, Merged, merged
from idx.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from idx.diagnostics import Outcome
    from idx.edits.facts import Stated
    from idx.edits.merging.merge import Merge
    from idx.edits.merging.three import Three
    from idx.project.merge_writing import Written

    Law = Callable[["Machinery", "Drawn"], str | None]

FEWER = settings(max_examples=max(40, settings().max_examples * 2 // 3))


class Drawn(NamedTuple):
    """A base and what two sets of edits make of it, each without the other, and one after the other where that goes."""

    base: idx.Framework
    ours: idx.Framework
    theirs: idx.Framework
    both: idx.Framework | None

    def turned(self) -> Drawn:
        """Return the sides the other way round."""
        return self._replace(ours=self.theirs, theirs=self.ours)


@st.composite
def several(draw: st.DrawFn, base: idx.Framework) -> tuple[str, ...]:
    """Draw so many edits that two sides meet now and then."""
    found: tuple[str, ...] = ()
    for _ in range(draw(st.sampled_from((1, 4, 2, 3)))):
        now = edited(base, found)
        assert now is not None
        more = draw(edits(now, 3))
        found = (*found, *more) if edited(base, (*found, *more)) else found
    return found


@st.composite
def drawn_sides(draw: st.DrawFn) -> Drawn:
    """Draw a base, and edits of either side."""
    _, text = draw(bases())
    base = idx.loads(text)
    one, more = draw(several(base)), draw(several(base))
    alike = draw(st.booleans()) and edited(base, (*one[:1], *more)) is not None
    other = (*one[:1], *more) if alike else more  # something that both sides did alike, now and then
    ours, theirs = edited(base, one), edited(base, other)
    assert ours is not None
    assert theirs is not None
    names = ours.stated.names()
    kept = all(names.get(name, known) == known for name, known in base.stated.names().items())
    # Edits by name say the same behind those of ours only where no name means another node there.
    return Drawn(base, ours, theirs, edited(base, (*one, *more)) if kept else None)


@dataclass(frozen=True)
class Machinery:
    """What the laws are about: how stated sides are merged, and how a merge is written."""

    merge: Callable[[Three], Merge] = merging.merge
    written: Callable[..., Written | None] = written
    merged: Callable[[Asked], Outcome[Merged]] = merged


RIGHT = Machinery()


def said(stated: Stated) -> dict[Hashable, Hashable]:
    """Return all that is stated by the names of now, with what is expected."""
    found: dict[Hashable, Hashable] = dict(by_name(stated).items())
    for key, text, _ in figures(stated):
        found["expect", stated.name(key.subject), *key[2:]] = text.text
    return found


def merge_of(machinery: Machinery, *sides: idx.Framework) -> Merge:
    """Merge frameworks, their edits known."""
    base, ours, theirs = (side.stated for side in sides)
    return machinery.merge(together(base, ours, theirs))


def as_file(framework: idx.Framework) -> str:
    """Return a framework as a file, in which no edit is known any more; a file that was read as it is."""
    stated = framework.stated
    return idx.format_text(stated.text() if len(stated.texts) == 1 else flat_text(stated))


def read(*texts: str) -> Sides:
    """Read the texts of a base and both sides."""
    return Sides(*(read_text(Source(f"{place}.idx", text, Path())).unwrap() for place, text in enumerate(texts)))


# ── The laws ─────────────────────────────────────────────────────────────────────────────────────────────────


def law_unchanged(machinery: Machinery, drawn: Drawn) -> None:
    """Merging with a side that changed nothing gives the other."""
    for sides in ((drawn.base, drawn.ours, drawn.base), (drawn.base, drawn.base, drawn.ours)):
        merge = merge_of(machinery, *sides)
        assert not merge.clashes
        assert by_name(merge.ours) == by_name(merge.theirs) == by_name(drawn.ours.stated)


def law_turned(machinery: Machinery, drawn: Drawn) -> None:
    """Sides may change places: what conflicts does, and without conflict the same is stated."""
    one = merge_of(machinery, drawn.base, drawn.ours, drawn.theirs)
    other = merge_of(machinery, drawn.base, drawn.theirs, drawn.ours)
    assert bool(one.clashes) == bool(other.clashes)
    assert said(one.ours) == said(other.theirs)
    assert said(one.theirs) == said(other.ours)


def law_apart(machinery: Machinery, drawn: Drawn) -> str:
    """Edits that touch nothing in common are all made, as one after the other."""
    merge = merge_of(machinery, drawn.base, drawn.ours, drawn.theirs)
    if drawn.both is None or merge.clashes:
        return "conflict" if merge.clashes else "one after the other does not go"
    assert by_name(merge.ours) == by_name(drawn.both.stated)
    return "apart"


def law_unchanged_text(machinery: Machinery, drawn: Drawn) -> None:
    """Written in the lines of both sides, a merge with a side that changed nothing is the other, byte for byte."""
    base, ours = as_file(drawn.base), as_file(drawn.ours)
    for texts in ((base, ours, base), (base, base, ours)):
        sides = read(*texts)
        stated = together(*(side.stated for side in sides))
        found = machinery.written(sides, machinery.merge(stated), own=True)
        assert found is not None
        assert found.text == ours


def law_text(machinery: Machinery, drawn: Drawn) -> str:
    """A clean merge of files is a file that states what both state; one with conflicts has them between markers."""
    base, ours, theirs = (as_file(side) for side in (drawn.base, drawn.ours, drawn.theirs))
    asked = Asked((base.encode(), ours.encode(), theirs.encode()), ("base", "ours", "theirs"), Path(), Marks())
    outcome = machinery.merged(asked)
    assert outcome.value is not None
    text = outcome.value.content.decode()
    merge = machinery.merge(together(*(side.stated for side in read(base, ours, theirs))))
    assert outcome.value.clean == (not outcome.errors)
    if outcome.value.clean:
        assert said(idx.loads(text).stated) == said(merge.ours)
        return "clean"
    assert "<<<<<<< ours\n" in text
    for kept, stated in zip(taken(text), (merge.ours, merge.theirs), strict=True):
        assert said(idx.loads(kept).stated) == said(stated)
    return "conflict"


def taken(text: str) -> tuple[str, str]:
    """Return what is left of a text if ours, and if theirs, is taken between all markers."""
    sides: tuple[list[str], list[str]] = ([], [])
    within: int | None = None
    for line in text.splitlines(keepends=True):
        match line[:7]:
            case "<<<<<<<":
                within = 0
            case "=======":
                within = 1
            case ">>>>>>>":
                within = None
            case _:
                for number, side in enumerate(sides):
                    if within in {None, number}:
                        side.append(line)
    return "".join(sides[0]), "".join(sides[1])


LAWS: tuple[Law, ...] = (law_unchanged, law_turned, law_apart)
OF_TEXTS: tuple[Law, ...] = (law_unchanged_text, law_text)


@given(drawn=drawn_sides())
def test_the_laws_hold(drawn: Drawn) -> None:
    """All laws of what is stated hold, whichever side is ours."""
    for law in LAWS:
        event(f"{law.__name__}: {law(RIGHT, drawn)}")
        law(RIGHT, drawn.turned())


@FEWER
@given(drawn=drawn_sides())
def test_the_laws_hold_of_texts(drawn: Drawn) -> None:
    """All laws of texts hold."""
    for law in OF_TEXTS:
        event(f"{law.__name__}: {law(RIGHT, drawn)}")


class Versions(NamedTuple):
    """The text of a framework, and what a version of it and both sides of this say."""

    base: str
    texts: tuple[str, str, str]


@st.composite
def drawn_versions(draw: st.DrawFn) -> Versions:
    """Draw a version, and further edits of either side behind it."""
    _, text = draw(bases())
    base = idx.loads(text)
    first = draw(edits(base, 2))
    middle = edited(base, first)
    assert middle is not None
    sides = [draw(several(middle)) for _ in range(2)]
    units = [(*first, *more) if edited(base, (*first, *more)) else first for more in ((), *sides)]
    head = ["framework trial", 'extends "base.idx"']
    one, two, three = (
        "\n".join((*head, *(unit for unit in each if not unit.startswith("version")), "")) for each in units
    )
    return Versions(text, (one, two, three))


def law_versions(machinery: Machinery, drawn: Versions) -> str:
    """Versions merged as the edits that they are state what both state; what cannot be is between markers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "base.idx").write_text(drawn.base, encoding="utf-8")
        read_ = [read_text(Source(f"{place}.idx", text, folder)) for place, text in enumerate(drawn.texts)]
        if any(one.value is None for one in read_):
            return "refused"
        base, ours, theirs = (text.encode() for text in drawn.texts)
        outcome = machinery.merged(Asked((base, ours, theirs), ("base", "ours", "theirs"), folder, Marks()))
        merge = machinery.merge(together(*(one.unwrap().stated for one in read_)))
        assert outcome.value is not None
        text = outcome.value.content.decode()
        if outcome.value.clean:
            assert said(idx.loads(text, folder=folder).stated) == said(merge.ours)
            return "clean"
        assert outcome.errors
        assert "<<<<<<< ours\n" in text
        if any("one text" in item.message.en for item in outcome.errors):
            return "as each is"
        for kept in taken(text):
            idx.loads(kept, folder=folder)
        return "conflict"


@FEWER
@given(drawn=drawn_versions())
def test_the_law_of_versions_holds(drawn: Versions) -> None:
    """Files that extend a base are merged too."""
    event(law_versions(RIGHT, drawn))


# ── Wrong merges ─────────────────────────────────────────────────────────────────────────────────────────────

BASE = """framework f
version   "1"

# how it is made
method {
  normalise min_max(reference = all_periods)  # between the worst and the best
  weighting equal
  aggregate arithmetic
}

index total "Total" {
  a "A" unit % weight 50%
  b "B" unit % weight 30%  # measured
  c weight 20% {
    d "D"
    e "E"
  }
}
"""


def of(*edits_of: tuple[str, ...]) -> Drawn:
    """Return sides that replace something in the base."""
    one, other = (idx.loads(replaced(pairs)) for pairs in edits_of)
    return Drawn(idx.loads(BASE), one, other, None)


def replaced(pairs: tuple[str, ...]) -> str:
    """Return the base with texts in the place of others."""
    text = BASE
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


UNITS = of(('"A" unit %', '"A" unit 家'), ('"D"', '"D" unit %'))
TWICE = of(('"A" unit %', '"A" unit 家'), ('"A" unit %', '"A" unit 个'))


def ours_alone(three: Three) -> Merge:
    """Leave out what theirs changed."""
    return merging.Merge(three, three.ours, three.ours)


def ours_first(three: Three) -> Merge:
    """Take ours where both changed one thing, and say nothing."""
    ours, theirs = (merging.changes_between(three.base, side) for side in (three.ours, three.theirs))
    whole = joined(three, (*theirs, *ours))
    return merging.Merge(three, whole, whole)


def both_in_full(three: Three) -> Merge:
    """Take from theirs only what the base has, too: what theirs adds is lost."""
    ours, theirs = (merging.changes_between(three.base, side) for side in (three.ours, three.theirs))
    whole = joined(three, (*ours, *(change for change in theirs if None not in change.old.values())))
    return merging.Merge(three, whole, whole)


def laid_out_anew(sides: Sides, merge: Merge, *, own: bool) -> Written | None:
    """Write what is stated, and leave comments behind."""
    found = written(sides, merge, own=own)
    return found and found._replace(text=idx.format_text(flat_text(merge.ours)))


def lines_alone(asked: Asked) -> Outcome[Merged]:
    """Take what git makes of the lines, whatever it means."""
    outcome = merged(asked)
    lines = merged_lines(asked.contents, asked.marks)
    return outcome if lines is None else replace(outcome, value=Merged(*lines))


WRONG: dict[str, tuple[Law, Machinery, Drawn]] = {
    "ours alone": (law_unchanged, Machinery(merge=ours_alone), UNITS._replace(ours=UNITS.theirs)),
    "ours first": (law_turned, Machinery(merge=ours_first), TWICE),
    "what is added is lost": (law_apart, Machinery(merge=both_in_full), UNITS),
    "comments are lost": (law_unchanged_text, Machinery(written=laid_out_anew), UNITS),
    "lines alone": (
        law_text,
        Machinery(merged=lines_alone),
        of(('    d "D"\n', '    dd "D"\n'), ('  a "A" unit %', '  x formula d * 2 weight 0\n  a "A" unit %')),
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_merge_is_rejected(wrong: str) -> None:
    """Each law rejects a merge that breaks it, and accepts the right one for the same sides."""
    law, machinery, drawn = WRONG[wrong]
    if drawn.both is None and law is law_apart:
        drawn = drawn._replace(both=idx.loads(replaced(('"A" unit %', '"A" unit 家', '"D"', '"D" unit %'))))
    law(RIGHT, drawn)
    with pytest.raises((AssertionError, idx.IdxError)):
        law(machinery, drawn)
