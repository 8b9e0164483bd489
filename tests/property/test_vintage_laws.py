"""Laws of vintages: triangles say what each edition says, parts sum to revisions, lags count from the first release."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import polars as pl
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import idx
from drawn_edits import edits
from drawn_versions import Version, versions
from examples import flat
from idx.analysis.vintages.lags import by_lag
from idx.analysis.vintages.parts import KINDS, PARTS
from idx.edits.matching import matched
from idx.project.compare import Wanted, compare
from idx.project.editions import Edition
from idx.project.sides import Side
from idx.project.vintages import Vintages, vintages
from rendering import render
from version_data import Revision, frame_for, revisions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Cell: TypeAlias = "tuple[str | None, str | None]"
Making: TypeAlias = "Callable[[Sequence[Edition], str | None], Vintages]"
Lagging: TypeAlias = "Callable[[pl.DataFrame, int], pl.DataFrame]"

FEW = settings(max_examples=max(25, settings().max_examples // 3))
NEAR = 1e-9


class Drawn(NamedTuple):
    """A version, and what is revised with it."""

    version: Version
    revision: Revision | None


def made(editions: Sequence[Edition], node: str | None) -> Vintages:
    """Return the vintages of a node, split."""
    return vintages(editions, node, split=True)


def editions_of(drawn: Sequence[Drawn]) -> list[Edition]:
    """Evaluate versions; one that the data do not allow is an edition without values."""
    found = []
    for number, (version, revision) in enumerate(drawn):
        before, after = version.before, version.after
        match = matched(before.stated, after.stated)
        identities = {name: match[identity] for name, identity in after.stated.names().items()}
        frame = frame_for(version.description, after.model, identities, {}, revision)
        name = f"e{number}"
        try:
            side = Side(name, after, after.evaluate(frame))
        except idx.IdxError as error:
            side = Side(name, after, None, error.diagnostics)
        found.append(Edition(name, side, next(iter(side.obstacles), None)))
    return found


@st.composite
def several_editions(draw: st.DrawFn) -> list[Edition]:
    """Draw a base, two versions of it, and what is revised with each; two editions at least have values."""
    version = draw(versions(4))
    other = version._replace(units=draw(edits(version.before, 3)))
    drawn = [Drawn(version._replace(units=()), None)]
    drawn += [Drawn(item, draw(revisions(version.description))) for item in (version, other)]
    return editions_of(drawn)


def own_values(edition: Edition, name: str | None) -> dict[Cell, float]:
    """Return what an edition says of a node by itself: its index where it is linked, else its score."""
    result = edition.result
    assert result is not None
    if name is None:
        return {}
    linked = result.framework.nodes[name].link is not None
    frame = result.indices if linked else result.scores
    rows = frame.select("entity", "period", name).iter_rows()
    return {(entity, period): value for entity, period, value in rows if value is not None}


# ── The laws ─────────────────────────────────────────────────────────────────────────────────────────────────


def law_triangle(making: Making, editions: Sequence[Edition], node: str | None) -> None:
    """Each column of the triangle is what its edition says, to the last bit, and holds nothing else."""
    found = making(editions, node)
    for number, (edition, name) in enumerate(zip(found.editions, found.names, strict=True)):
        column = found.revisions.filter(edition=number)
        shown = {(row["entity"], row["period"]): row["value"] for row in column.iter_rows(named=True)}
        assert shown == own_values(edition, name)


def law_revisions(making: Making, editions: Sequence[Edition], node: str | None) -> None:
    """A revision is taken from the edition before, or from the first release; its parts sum to it."""
    found = making(editions, node)
    columns = [own_values(*item) for item in zip(found.editions, found.names, strict=True)]
    for row in found.revisions.iter_rows(named=True):
        cell, number = (row["entity"], row["period"]), row["edition"]
        first = next(place for place, column in enumerate(columns) if cell in column)
        before = columns[number - 1].get(cell) if number else None
        assert row["first"] == first
        assert row["lag"] == number - first
        near = NEAR * 10 * max(1.0, *(abs(column[cell]) for column in columns if cell in column))
        for whole, prefix, start in (
            ("revision", "", before),
            ("since_first", "since_first_", columns[first][cell] if number > first else None),
        ):
            parts = [row[f"{prefix}{part}"] for part in PARTS]
            if start is None:
                assert row[whole] is None
                assert all(part is None for part in parts)
            else:
                assert row[whole] == row["value"] - start
                assert abs(math.fsum(parts) - row[whole]) <= near


def law_one_kind(making: Making, editions: Sequence[Edition], node: str | None) -> str:
    """Where all that can change a value is of one kind, a revision is of that kind or not split, and of no other."""
    found = making(editions, node)
    told = "several kinds"
    for number in range(1, len(found.editions)):
        before, after = (found.editions[place].side for place in (number - 1, number))
        assert before is not None
        assert after is not None
        comparison = compare(before, after, Wanted(attributed=False))
        kinds = {change.kind for change in comparison.changes if change.kind in KINDS}
        if len(kinds) > 1:
            continue
        told = "one kind"
        others = [name for kind, name in KINDS.items() if kind not in kinds]
        column = found.revisions.filter(edition=number).drop_nulls("revision")
        for name in others:
            assert not column[name].abs().sum()
        assert column["not_split"].abs().sum() == 0 or kinds
    return told


def law_lags(lagging: Lagging, editions: Sequence[Edition], node: str | None) -> None:
    """Means by lag are those of a plain count over the editions' own values."""
    found = made(editions, node)
    columns = [own_values(*item) for item in zip(found.editions, found.names, strict=True)]
    cells = {cell for column in columns for cell in column}
    expected: dict[tuple[str, str], list[float]] = {}
    for cell in cells:
        has = [place for place, column in enumerate(columns) if cell in column]
        for place in has[1:]:
            since = columns[place][cell] - columns[has[0]][cell]
            expected.setdefault(("first_release", str(place - has[0])), []).append(since)
            if place == len(columns) - 1:
                expected.setdefault(("first_release", "last"), []).append(since)
            if place - 1 in has:
                step = columns[place][cell] - columns[place - 1][cell]
                expected.setdefault(("edition_before", str(place - has[0])), []).append(step)
    shown = {(row["against"], row["lag"]): row for row in lagging(found.revisions, len(columns)).iter_rows(named=True)}
    assert shown.keys() == expected.keys()
    for key, numbers in expected.items():
        row = shown[key]
        near = NEAR * (1 + max(map(abs, numbers)))
        assert row["observations"] == len(numbers)
        assert abs(row["mean"] - math.fsum(numbers) / len(numbers)) <= near
        assert abs(row["mean_absolute"] - math.fsum(map(abs, numbers)) / len(numbers)) <= near
        parts = math.fsum(row[f"mean_{part}"] for part in PARTS)
        assert abs(parts - row["mean"]) <= 10 * near


@FEW
@given(editions=several_editions(), data=st.data())
def test_vintages(editions: list[Edition], data: st.DataObject) -> None:
    """All laws hold at any node of drawn editions."""
    there = [edition.side for edition in editions if edition.side is not None and edition.result is not None]
    if len(there) < 2:
        event("refused")
        return
    nodes = sorted({placement.node for side in there for placement in side.framework.model.placements})
    node = data.draw(st.sampled_from([None, *nodes]))
    law_triangle(made, editions, node)
    law_revisions(made, editions, node)
    law_lags(by_lag, editions, node)
    event(law_one_kind(made, editions, node))


# ── Each law can fail ────────────────────────────────────────────────────────────────────────────────────────


def several() -> list[Edition]:
    """Make editions: one changes a method and revises, one has a period more, one loses a value, one has it back."""
    description = flat({"a": (1.0, 2.0, 3.0), "b": (3.0, 4.0, 2.0)})
    text = render(description)[0]
    for old, new in (
        ("aggregate arithmetic\n", "aggregate arithmetic\n  missing null\n"),
        ("  periods 2019..2021\n", ""),
        ("normalise symmetric_growth", "normalise goalposts(worst = 0, best = 5, clip = none)"),
        (" link chain(base = 2019, value = 100)", ""),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    turned = ("set b.weight unset -> 80%",)
    longer = Revision({"a": 1.0, "b": 1.0}, longer=frozenset({"a", "b"}))
    lost = Revision({"a": 1.0}, {"a": (None, 2021)})
    drawn = (
        ((), None),
        (turned, Revision({"a": 2.0})),
        ((), longer),
        (turned, longer),
        ((), lost),
        (turned, Revision({"b": 2.0})),
        ((), lost),
    )
    return editions_of([Drawn(Version(description, text, units), revision) for units, revision in drawn])


def altered(alter: Callable[[pl.DataFrame], pl.DataFrame]) -> Making:
    """Return how vintages are made with the table altered."""

    def making(editions: Sequence[Edition], node: str | None) -> Vintages:
        found = made(editions, node)
        return Vintages(found.editions, found.passed, found.node, found.names, alter(found.revisions))

    return making


def _carried(table: pl.DataFrame) -> pl.DataFrame:
    """Carry a value forward into an edition that has lost it."""
    last = table["edition"].max()
    carried = (
        table.group_by("entity", "period", maintain_order=True).last().with_columns(edition=pl.lit(last, pl.Int64))
    )
    return pl.concat([table, carried.select(table.columns)]).unique(
        ["edition", "entity", "period"], maintain_order=True
    )


def _newest_everywhere(table: pl.DataFrame) -> pl.DataFrame:
    """Show the newest value in all editions."""
    return table.with_columns(value=pl.col("value").last().over("entity", "period"))


def _all_split(table: pl.DataFrame) -> pl.DataFrame:
    """Drop what is not split."""
    return table.with_columns(
        not_split=pl.col("not_split") * 0, since_first_not_split=pl.col("since_first_not_split") * 0
    )


def _weightiest(table: pl.DataFrame) -> pl.DataFrame:
    """Take the whole revision for one of structure, beside its parts."""
    return table.with_columns(structure=pl.col("revision"))


def _from_the_last_value(table: pl.DataFrame) -> pl.DataFrame:
    """Take a revision from the last edition that has a value, however far back."""
    before = pl.col("value").shift(1).over("entity", "period")
    return table.with_columns(revision=pl.col("value") - before)


def _from_the_first_edition(table: pl.DataFrame) -> pl.DataFrame:
    """Count lags from the first of all editions."""
    return table.with_columns(lag=pl.col("edition"))


WRONG: dict[str, tuple[Callable[..., object], Callable[[pl.DataFrame], pl.DataFrame]]] = {
    "triangle: a lost value carried forward": (law_triangle, _carried),
    "triangle: the newest everywhere": (law_triangle, _newest_everywhere),
    "revisions: what is not split dropped": (law_revisions, _all_split),
    "revisions: all of it structure": (law_revisions, _weightiest),
    "revisions: from the last value": (law_revisions, _from_the_last_value),
    "revisions: lags from the first edition": (law_revisions, _from_the_first_edition),
    "one kind: all of it structure": (law_one_kind, _weightiest),
}


@pytest.mark.parametrize(("law", "wrong"), list(WRONG.values()), ids=WRONG)
def test_a_wrong_table_breaks_the_law(
    law: Callable[..., object], wrong: Callable[[pl.DataFrame], pl.DataFrame]
) -> None:
    """On a fixed example each law rejects what is wrong in one respect."""
    law(made, several(), None)
    with pytest.raises(AssertionError):
        law(altered(wrong), several(), None)


def _of_latest_only(table: pl.DataFrame, editions: int) -> pl.DataFrame:
    """Take the means of the newest edition alone."""
    return by_lag(table.filter(pl.col("edition") == editions - 1), editions)


def _lags_from_the_first_edition(table: pl.DataFrame, editions: int) -> pl.DataFrame:
    """Count lags from the first of all editions."""
    return by_lag(_from_the_first_edition(table), editions)


@pytest.mark.parametrize("wrong", [_of_latest_only, _lags_from_the_first_edition])
def test_wrong_lags_break_the_law(wrong: Lagging) -> None:
    """The law of lags rejects means of other revisions."""
    law_lags(by_lag, several(), None)
    with pytest.raises(AssertionError):
        law_lags(wrong, several(), None)
