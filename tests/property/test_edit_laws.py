"""Laws of edits: a diff, applied, gives the other version; it can be taken back; flattening says the same."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import idx
from drawn_edits import Drawing, edited, edits
from drawn_versions import Version, bases, versions
from edit_views import by_name, own_words
from examples import flat, lopsided
from idx.canonical import fingerprint
from idx.edits.as_file import edits_text
from idx.edits.changes import applied, differences
from idx.edits.entities import names_of, renamings
from idx.edits.flatten import flat_text
from idx.edits.matching import matched, rebased
from idx.source import Source
from idx.syntax import tree
from idx.syntax.parse import parse
from rendering import render
from version_data import frame_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from descriptions import Cell, Description, Observation
    from idx.edits.changes import Change
    from idx.edits.facts import Stated

FEWER = settings(max_examples=max(40, settings().max_examples * 2 // 3))


@dataclass(frozen=True)
class Machinery:
    """What the laws are about: how differences are found, applied and written, and a version as one file."""

    differences: Callable[[Stated, Stated], Sequence[Change]] = differences
    applied: Callable[[Stated, Stated, Iterable[Change]], Stated] = applied
    edits_text: Callable[[Stated, Stated, Sequence[Change], str], str] = edits_text
    flat_text: Callable[[Stated], str] = flat_text
    edited: Callable[[idx.Framework, Sequence[str]], idx.Framework | None] = edited


RIGHT = Machinery()


def both(before: idx.Framework, after: idx.Framework) -> tuple[Stated, Stated]:
    """Return what two versions state, by the same identities."""
    old = before.stated
    return old, rebased(old, after.stated, matched(old, after.stated))


def extending(base: str, text: str) -> idx.Framework:
    """Load a text that extends `base.idx`."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "base.idx").write_text(base, encoding="utf-8")
        return idx.loads(text, folder=folder)


def printed(machinery: Machinery, before: idx.Framework, after: idx.Framework) -> idx.Framework:
    """Return the version that the printed edits make of a base."""
    old, new = both(before, after)
    text = machinery.edits_text(old, new, machinery.differences(old, new), "base.idx")
    return extending(old.text(), idx.format_text(text))


# ── The laws ─────────────────────────────────────────────────────────────────────────────────────────────────


def law_rebased(machinery: Machinery, before: idx.Framework, after: idx.Framework) -> None:
    """By the identities of another version a version states the same; between a version and itself is no difference."""
    old, new = both(before, after)
    assert by_name(new) == by_name(after.stated)
    assert machinery.differences(old, old) == machinery.differences(new, new) == ()


def law_applied(machinery: Machinery, before: idx.Framework, after: idx.Framework) -> None:
    """The differences of two versions, applied to the one, give the other."""
    old, new = both(before, after)
    there = machinery.applied(old, new, machinery.differences(old, new))
    assert by_name(there) == by_name(new)
    assert machinery.differences(there, new) == ()


def law_inverted(machinery: Machinery, before: idx.Framework, after: idx.Framework) -> None:
    """Taken back, the differences of two versions are those the other way round."""
    old, new = both(before, after)
    there, back = machinery.differences(old, new), machinery.differences(new, old)
    assert {key for change in there for key in change.keys} == {key for change in back for key in change.keys}
    again = machinery.applied(new, old, [change.inverted() for change in there])
    assert by_name(again) == by_name(old)


def law_printed(machinery: Machinery, before: idx.Framework, after: idx.Framework) -> None:
    """The printed edits are a file that extends the one version and states the other."""
    again = printed(machinery, before, after)
    assert by_name(again.stated) == by_name(after.stated)
    assert own_words(again.stated) == own_words(after.stated)
    assert differences(*both(after, again)) == ()


def law_flat(machinery: Machinery, _: idx.Framework, after: idx.Framework) -> None:
    """As one file a version states the same."""
    flat = idx.loads(idx.format_text(machinery.flat_text(after.stated)))
    assert by_name(flat.stated) == by_name(after.stated)
    assert own_words(flat.stated) == own_words(after.stated)
    assert fingerprint(flat.model) == fingerprint(after.model)


LAWS = (law_rebased, law_applied, law_inverted, law_printed, law_flat)


@given(version=versions(entities=True))
def test_the_laws_hold_for_edits(version: Version) -> None:
    """All laws hold for a framework and what edits of every verb make of it."""
    before, after = version.before, version.after
    for law in LAWS:
        law(RIGHT, before, after)


@FEWER
@given(one=bases(), other=bases())
def test_the_laws_hold_for_unrelated_frameworks(one: tuple[object, str], other: tuple[object, str]) -> None:
    """All laws hold for two frameworks that have nothing to do with one another."""
    before, after = idx.loads(one[1]), idx.loads(other[1])
    for law in LAWS:
        law(RIGHT, before, after)


@FEWER
@given(version=versions(4, entities=True), data=st.data())
def test_the_laws_hold_along_a_chain(version: Version, data: st.DataObject) -> None:
    """All laws hold between versions of a version, whose nodes are not called by their identities."""
    middle = "\n".join(["framework trial", 'extends "base.idx"', *version.units, ""])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "base.idx").write_text(version.base, encoding="utf-8")
        (folder / "middle.idx").write_text(middle, encoding="utf-8")
        before = idx.load(folder / "middle.idx")
        after = edited(before, data.draw(edits(before, 4, entities=True)))
        assert after is not None
        for law in (law_rebased, law_applied, law_inverted, law_flat):
            law(RIGHT, before, after)
        old, new = both(before, after)
        text = edits_text(old, new, differences(old, new), "middle.idx")
        last = idx.loads(idx.format_text(text), folder=folder)
        assert by_name(last.stated) == by_name(after.stated)
        law_flat(RIGHT, before, last)


@given(version=versions(entities=True))
def test_a_scenario_states_what_a_file_would(version: Version) -> None:
    """Edits in a scenario make what they make in a file."""
    units = [unit for unit in version.units if not unit.startswith("version")]
    text = "\n".join([version.base, "scenario of_edits {", *units, "}", ""])
    outcome = idx.loads(text).scenario("of_edits")
    after = edited(version.before, units)
    assert after is not None
    assert by_name(outcome.unwrap().stated) == by_name(after.stated)


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────


def table_of(version: Version, framework: idx.Framework) -> pl.DataFrame:
    """Return data for a framework that is made of a version's base, its entities by the names of its own table."""
    frame = frame_for(version.description, framework.model, framework.stated.names(), {}, None)
    if "entity" not in frame.columns:
        return frame
    in_table = {here: there for source in framework.model.data for there, here in source.entities.items()}
    called = pl.Series([names_of(framework.stated.facts).get(name, name) for name in frame["entity"]], dtype=pl.String)
    return frame.with_columns(entity=called.replace(in_table))


def law_numbers(machinery: Machinery, version: Version) -> str:
    """The flattened version and the printed edits evaluate to the same table, byte for byte."""
    after = version.after
    frame = table_of(version, after)
    try:
        csv = after.evaluate(frame).table.write_csv()
    except idx.IdxError:
        return "refused"
    flat = idx.loads(machinery.flat_text(after.stated))
    assert flat.evaluate(frame).table.write_csv() == csv
    again = printed(machinery, version.before, after)
    assert again.evaluate(frame).table.write_csv() == csv
    return "agreed"


@FEWER
@given(version=versions(entities=True))
def test_flat_files_and_printed_edits_evaluate_to_the_same_bytes(version: Version) -> None:
    """Flattened or printed, a version has the same numbers."""
    event(law_numbers(RIGHT, version))


def law_called(machinery: Machinery, version: Version) -> str:
    """Where edits rename entities and nothing else, results are those of the base under the new names."""
    before, after = version.before, machinery.edited(version.before, version.units)
    assert after is not None
    frame = table_of(version, before)
    if "entity" not in frame.columns or len(before.model.data) != 1:
        return "no entities, or not one table"
    try:
        old = before.evaluate(frame).table
    except idx.IdxError:
        return "refused"
    there = set(frame["entity"])
    called = {item.identity: item.name for item in renamings(after.stated.facts) if item.identity in there}
    if there & (set(called.values()) - set(called)):
        with pytest.raises(idx.IdxError):
            after.evaluate(frame)
        return "a name that the data have"
    new = after.evaluate(frame).table
    keys = ["node", "parent", "entity", "period"]
    assert_frame_equal(
        old.with_columns(pl.col("entity").replace(called)).sort(keys, nulls_last=True),
        new.sort(keys, nulls_last=True),
        abs_tol=1e-9,
        rel_tol=1e-9,
    )
    return "called otherwise" if called else "as they were"


@st.composite
def called_otherwise(draw: st.DrawFn) -> Version:
    """Draw a base with a table that speaks of entities, and edits that rename some of them."""
    description, text = draw(bases())
    base = idx.loads(text)
    spoken = edited(base, [Drawing(draw, base.stated).of_entities()]) or base
    text = idx.format_text(flat_text(spoken.stated))
    text = re.sub(r"^data .*\n", "", text, flags=re.MULTILINE).replace("\nmethod {", '\ndata "m.csv"\n\nmethod {', 1)
    found: tuple[str, ...] = ()
    for _ in range(draw(st.integers(1, 3))):
        now = edited(idx.loads(text), found)
        assert now is not None
        unit = Drawing(draw, now.stated).calling()
        found = (*found, unit) if edited(idx.loads(text), (*found, unit)) is not None else found
    return Version(description, text, found)


@FEWER
@given(version=called_otherwise())
def test_entities_that_are_called_otherwise_have_the_same_results(version: Version) -> None:
    """A rename of entities changes no figure."""
    event(law_called(RIGHT, version))


# ── Order and guards ─────────────────────────────────────────────────────────────────────────────────────────


def law_order(machinery: Machinery, version: Version, order: Sequence[int]) -> None:
    """Edits that can be made in either order, and give nothing a name, make the same."""
    units = [unit for unit in version.units if unit.split()[0] not in {"rename", "remove", "move", "version"}]
    before = version.before
    one, other = (
        machinery.edited(before, chosen) for chosen in (units, [units[place] for place in order if place < len(units)])
    )
    if one is not None and other is not None:
        assert by_name(one.stated) == by_name(other.stated)


@given(version=versions(entities=True), order=st.permutations(range(6)))
def test_the_order_of_independent_edits_is_of_no_account(version: Version, order: list[int]) -> None:
    """The order of edits does not matter where they are independent."""
    law_order(RIGHT, version, order)


def law_guards(refusals: Callable[[idx.Framework, str], list[tuple[str, str]]], version: Version) -> None:
    """A `set` whose old side is another is stale, one that changes nothing is refused, and so is a second one.

    `refusals` returns the codes of what is said of edits, each with the file of the place that it points to.
    """
    before = version.before
    for unit in version.units:
        (edit, *more) = parse(Source("edits.idx", unit + "\n")).unwrap().statements
        if more or not isinstance(edit, tree.Edit) or edit.verb != "set" or edited(before, [unit]) is None:
            continue
        assert edit.old is not None
        assert edit.new is not None
        path = f"set {edit.path}"
        old, new = (unit[side.start : side.end] for side in (edit.old, edit.new))
        if old != "unset" and new != "unset":
            ((code, place),) = refusals(before, f"{path} {new} -> {old}")
            assert code == "IDX116"
            assert place in {"<text>", ""}
        assert [code for code, _ in refusals(before, f"{path} {old} -> {old}")] == ["IDX117"]
        again = refusals(before, f"{path} {old} -> {new}\n{path} {new} -> {old}")
        assert [code for code, _ in again][:1] == ["IDX118"]


def refusals(framework: idx.Framework, text: str) -> list[tuple[str, str]]:
    """Return what is said of edits: the code, and the file that the related place is in."""
    found = []
    for item in framework.edited(text + "\n", name="edits.idx").errors:
        assert item.place is not None
        place = item.related[0].place if item.related else None
        found.append((item.code, place.source.name if place is not None and not hasattr(place, "path") else ""))
    return found


@given(version=versions(entities=True))
def test_guards_hold(version: Version) -> None:
    """Edits are guarded."""
    law_guards(refusals, version)


# ── Wrong implementations ────────────────────────────────────────────────────────────────────────────────────

BASE = """framework trial "试验"
version "1"
source "来源"

method {
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
}

index total {
  p weight 30% {
    a "甲"
    b
  }
  q weight 70% {
    c
    b
  }
}

expect within 1 {
  total 2016 = 1
}
"""
UNITS = (
    "rename a -> z",
    "rename c -> a",
    "set total.p.weight 30% -> 1/2\nset total.q.weight 70% -> 1/2",
    "move a -> p",
    "add to q {\n  d formula z * 2\n}",
    'set z.label "甲" -> unset',
    "remove p.b",
)


def forgetful(old: Stated, new: Stated) -> Sequence[Change]:
    """Find all differences but labels."""
    return [change for change in differences(old, new) if not any(key.kind == "label" for key in change.keys)]


def restless(old: Stated, new: Stated) -> Sequence[Change]:
    """Find a difference where there is none."""
    return differences(old, new) or differences(old, replace(old, facts=dict(list(old.facts.items())[1:])))


def late(before: Stated, after: Stated, changes: Iterable[Change]) -> Stated:
    """Apply all changes but the last."""
    return applied(before, after, list(changes)[:-1])


def unordered(before: Stated, after: Stated, changes: Sequence[Change], base: str) -> str:
    """Write edits with renames last."""
    lines = edits_text(before, after, changes, base).splitlines()
    return "\n".join(sorted(lines, key=lambda line: line.startswith("rename"))) + "\n"


def unweighted(stated: Stated) -> str:
    """Write a version without its weights."""
    return flat_text(replace(stated, facts={key: fact for key, fact in stated.facts.items() if key.kind != "weight"}))


def last_only(framework: idx.Framework, units: Sequence[str]) -> idx.Framework | None:
    """Apply the last of the edits alone."""
    return edited(framework, units[-1:])


def unguarded(_: idx.Framework, text: str) -> list[tuple[str, str]]:
    """Find only edits that change nothing."""
    return [("IDX117", "")] * text.count("set ")


def test_edits_that_follow_an_order_break_the_law() -> None:
    """The law of order can fail: it rejects edits of which the last alone is made."""
    version = Version(flat({"a": (1, 2), "b": (3, 4)}), BASE, ("set a.unit unset -> %", "set c.unit unset -> %"))
    law_order(RIGHT, version, [1, 0])
    with pytest.raises(AssertionError):
        law_order(replace(RIGHT, edited=last_only), version, [1, 0])


def test_edits_without_guards_break_the_law() -> None:
    """The law of guards can fail: it rejects edits that are not held to their old side."""
    version = Version(flat({"a": (1, 2), "b": (3, 4)}), BASE, ('set a.label "甲" -> "乙"',))
    law_guards(refusals, version)
    with pytest.raises(AssertionError):
        law_guards(unguarded, version)


def test_other_numbers_break_the_law() -> None:
    """The law of numbers can fail: it rejects a flat file without the weights."""
    description = lopsided()
    text = render(description)[0].replace("framework trial", "framework other")
    version = Version(description, text, ("rename a -> z",))
    assert law_numbers(RIGHT, version) == "agreed"
    with pytest.raises(AssertionError):
        law_numbers(replace(RIGHT, flat_text=unweighted), version)


def uncalled(stated: Stated) -> str:
    """Write a version flat without what entities of its tables are called."""
    return re.sub(r" entities\([^)]*\)", "", flat_text(stated))


def without(word: str) -> Callable[[Stated, Stated, Sequence[Change], str], str]:
    """Return what writes edits without the lines that hold a word."""

    def written(before: Stated, after: Stated, changes: Sequence[Change], base: str) -> str:
        lines = edits_text(before, after, changes, base).splitlines()
        return "\n".join(line for line in lines if word not in line) + "\n"

    return written


def halved(framework: idx.Framework, units: Sequence[str]) -> idx.Framework | None:
    """Apply edits, and halve a weight."""
    return edited(framework, [*units, "set a.weight 1/4 -> 1/8", "set part.weight 3/4 -> 7/8"])


def of_two() -> tuple[Description, str]:
    """Return a framework of two entities with a table, and its text, which speaks of one of them."""
    alone = lopsided()
    panel: dict[Cell, Observation] = {
        (name, entity, period): replace(each, value=each.value * factor**period % 7 + 1)
        for (name, _, period), each in alone.panel.items()
        for entity, factor in (("A", 2), ("北京", 3))
    }
    description = replace(alone, entities=("A", "北京"), panel=panel)
    text = render(description)[0].replace(
        "\nmethod {", '\ndata "m.csv"\n\nmethod {\n  entities where entity is not "上海"', 1
    )
    return description, text


WRONGLY_CALLED: dict[str, tuple[Callable[..., object], Machinery, tuple[str, ...]]] = {
    "flat, by the names of the table": (
        law_numbers,
        replace(RIGHT, flat_text=uncalled),
        ('rename entity "北京" -> "直隶"',),
    ),
    "printed without the rename": (
        law_numbers,
        replace(RIGHT, edits_text=without("rename entity")),
        ('rename entity "北京" -> "直隶"',),
    ),
    "printed without the order": (
        law_numbers,
        replace(RIGHT, edits_text=without(" before ")),
        ("move part.c -> part before b",),
    ),
    "called otherwise, and more": (law_called, replace(RIGHT, edited=halved), ('rename entity "北京" -> "直隶"',)),
}


@pytest.mark.parametrize("name", WRONGLY_CALLED)
def test_other_names_and_another_order_break_the_laws(name: str) -> None:
    """The laws of entities and of order can fail."""
    law, wrong, units = WRONGLY_CALLED[name]
    version = Version(*of_two(), units)
    assert law(RIGHT, version) in {"agreed", "called otherwise"}
    with pytest.raises((AssertionError, idx.IdxError)):
        law(wrong, version)


REJECTED: dict[str, tuple[Callable[..., None], Machinery]] = {
    "rebased: a difference to itself": (law_rebased, replace(RIGHT, differences=restless)),
    "applied: all but the last": (law_applied, replace(RIGHT, applied=late)),
    "applied: labels forgotten": (law_applied, replace(RIGHT, differences=forgetful)),
    "inverted: labels forgotten": (law_inverted, replace(RIGHT, differences=forgetful)),
    "printed: labels forgotten": (law_printed, replace(RIGHT, differences=forgetful)),
    "flat: without weights": (law_flat, replace(RIGHT, flat_text=unweighted)),
}


@pytest.mark.parametrize(("law", "wrong"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_machinery_breaks_the_law(law: Callable[..., None], wrong: Machinery) -> None:
    """Each law can fail: on a fixed example it rejects machinery that is wrong in one respect."""
    before = idx.loads(BASE)
    after = edited(before, UNITS)
    assert after is not None
    law(RIGHT, before, after)
    with pytest.raises(AssertionError):
        law(wrong, before, after)


def test_edits_in_a_wrong_order_are_refused() -> None:
    """Printed edits hold from top to bottom: with renames last the file is no version."""
    before = idx.loads(BASE)
    after = edited(before, UNITS)
    assert after is not None
    with pytest.raises(idx.IdxError):
        law_printed(replace(RIGHT, edits_text=unordered), before, after)
