"""Cells filled from the columns beside them: what counts, what is refused, what changes of versions make of it."""

from __future__ import annotations

from math import nan

import polars as pl
import pytest

import idx
from idx.analysis.attribution.attribute import Options
from idx.canonical import canonical
from idx.project.checking import check_framework
from idx.project.compare import Wanted, compare
from idx.project.sides import Side

TEXT = """framework f
version "1"
%s
method {
  impute    rest by %s
  normalise none
  weighting equal
  aggregate arithmetic
  missing   null
}
index total {
  a
  b
  c
}
"""
LINE = "regression(on = %s, reference = all_periods)"
NEAR = "nearest_neighbours(count = %s, on = names(a, b, c), reference = all_periods)"
DATA = {
    "entity": ["P", "Q", "R", "S", "T", "U"],
    "a": [1.0, 2.0, 3.0, 5.0, None, 8.0],
    "b": [2.0, 4.0, 6.0, 10.0, 14.0, None],
    "c": [3.0, 1.0, 4.0, 1.0, 5.0, 9.0],
}


def text(call: str, before: str = "") -> str:
    """Return a framework in which all indicators are filled so."""
    return TEXT % (before, call)


def filled(framework: str, **columns: object) -> pl.DataFrame:
    """Return the values of all indicators after they are filled."""
    return idx.loads(framework).evaluate(pl.DataFrame(DATA | columns)).raw


def refused(framework: str, **columns: object) -> list[tuple[str, str]]:
    """Return code and message of all that stands in the way."""
    with pytest.raises(idx.IdxError) as raised:
        filled(framework, **columns)
    return [(item.code, item.message.en) for item in raised.value.diagnostics]


def test_each_is_filled_from_the_others() -> None:
    """One statement for all: an indicator is left out where it would predict itself, and only the observed teach."""
    raw = filled(text(LINE % "names(a, b)"))
    assert raw["a"].to_list() == pytest.approx([1, 2, 3, 5, 7, 8])
    assert raw["b"].to_list() == pytest.approx([2, 4, 6, 10, 14, 16])
    turned = filled(text(LINE % "names(a, b)").replace("  a\n  b\n", "  b\n  a\n"))
    assert turned["a"].to_list() == raw["a"].to_list()


def test_what_was_filled_from_others_teaches_nobody() -> None:
    """A cell that is filled from `b` is no predictor of `c`, and no row to learn from."""
    raw = filled(text(NEAR % 1), c=[3.0, 1.0, 4.0, 1.0, None, 9.0])
    assert raw["a"][4] is None  # c is missing there
    assert raw["c"][4] is None


def test_what_was_filled_in_time_teaches() -> None:
    """Values carried forward count as observed, as they do for means."""
    data = {
        "entity": ["P", "P", "Q", "Q", "R", "R", "S", "S"],
        "period": ["2020", "2021"] * 4,
        "a": [1.0, None, 2.0, 2.5, 4.0, 4.5, None, None],
        "b": [1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 3.0, 6.0],
    }
    call = "regression(on = b, reference = each_period)\n  impute    latest by carry_forward"
    framework = idx.loads(text(call).replace("  c\n", ""))
    raw = framework.evaluate(pl.DataFrame(data)).raw.filter(entity="S")["a"]
    known, beside = [1.0, 2.5, 4.5], [2.0, 3.0, 5.0]  # 2021, the first carried forward
    slope = sum((y - 10 / 3) * (x - 8 / 3) for x, y in zip(known, beside, strict=True))
    slope /= sum((y - 10 / 3) ** 2 for y in beside)
    assert raw.to_list() == pytest.approx([3.0, 8 / 3 + slope * (6 - 10 / 3)])


def test_filled_cells_are_marked() -> None:
    """Status I, and a share that is estimated."""
    table = idx.loads(text(LINE % "names(b, c)")).evaluate(pl.DataFrame(DATA)).table
    assert table.filter(node="a", entity="T")["status"].item() == "I"
    assert table.filter(node="total", entity="T")["estimated_share"].item() == pytest.approx(1 / 3)
    assert table.filter(node="a", entity="P")["status"].item() != "I"


def test_rows_that_are_left_out_do_not_teach() -> None:
    """`entities where` keeps rows out of every statistic."""
    call = 'regression(on = b, reference = all_periods)\n  entities where entity is not "S"'
    one = filled(
        text(call).replace("  c\n", ""), a=[1.0, 2.0, 3.0, 500.0, None, 8.0], b=[2.0, 4.0, 6.0, 10.0, 14.0, 16.0]
    )
    assert one.filter(entity="T")["a"].item() == pytest.approx(7)


def test_a_series_and_an_indicator_outside_the_trees_predict() -> None:
    """What serves only to fill is read, and is not called unused."""
    before = "series gdp\nindicator side unit %\n"
    framework = text(LINE % "names(gdp, side)", before)
    codes = {item.code for item in check_framework(idx.loads(framework)).diagnostics}
    assert "IDX310" not in codes
    raw = filled(framework, gdp=[1.0, 2.0, 3.0, 5.0, 7.0, 8.0], side=[3.0, 1.0, 4.0, 1.0, 5.0, 9.0])
    assert raw["a"][4] == pytest.approx(7)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("gpd", "`gpd` is no series, and no indicator with data of its own"),
        ("names(a, total)", "`total` is no series, and no indicator with data of its own"),
        ("names(a, d)", "`d` is no series, and no indicator with data of its own"),
        ("region", "`region` is no series, and no indicator with data of its own"),
    ],
)
def test_names_of_nothing_with_data(on: str, said: str) -> None:
    """A composite, a formula, a group and a slip are told of at the word."""
    before = "series gdp\ngroup region\nindicator d formula gdp * 2\n"
    assert refused(text(LINE % on, before)) == [("IDX134", said)]


@pytest.mark.parametrize("on", ["names(a, a)", "names(1, a)", "names(a, b = c)", "values(a, b)", "3", '"a"'])
def test_what_is_no_list_of_names(on: str) -> None:
    """Numbers, texts, other words and names twice are refused."""
    assert [code for code, _ in refused(text(LINE % on))] == ["IDX204"]


@pytest.mark.parametrize(
    ("call", "columns", "said"),
    [
        (
            LINE % "b",
            {"a": [1.0, None, None, 5.0, None, 8.0]},
            "`a`: 2 complete rows, and a regression on b needs 3",
        ),
        (LINE % "c", {"c": [4.0] * 6}, "`a`: `c` is the same in all complete rows"),
        (LINE % "names(b, c)", {"c": [1.0, 2.0, 3.0, 5.0, 7.0, 8.0]}, "`a`: of b, c one follows from the others"),
        (NEAR % 5, {}, "`a`: 4 complete rows, and `count` is 5"),
        (
            NEAR % 2,
            {"b": [1.0] * 6, "c": [2.0] * 6},
            "`a`: b, c do not vary among the complete rows",
        ),
        (LINE % "a", {}, "`a`: it would be filled from itself alone"),
    ],
)
def test_what_does_not_predict(call: str, columns: dict[str, object], said: str) -> None:
    """Too few rows, columns that do not vary or say the same: an error that names the indicator."""
    assert ("IDX517", said) in refused(text(call), **columns)


def test_the_set_that_is_too_poor_is_named() -> None:
    """In which period, and which group."""
    call = "regression(on = b, reference = each_period, within = region)"
    region = ["north", "north", "south", "north", "north", "south"]
    said = refused(text(call, "group region"), region=region, period=["2020"] * 6, b=[2.0, 2.0, 6.0, 2.0, 14.0, 3.0])
    assert ("IDX517", "`a` (north 2020): `b` is the same in all complete rows") in said


def test_a_set_without_any_row_fills_nothing() -> None:
    """As with means: nothing is known, and `missing` decides."""
    call = "regression(on = b, reference = each_period, within = region)"
    region = ["north", "north", "north", "north", "south", "north"]
    raw = filled(text(call, "group region").replace("  c\n", ""), region=region, b=[2.0, 4.0, 6.0, 10.0, 14.0, 16.0])
    assert raw["a"].to_list() == [1.0, 2.0, 3.0, 5.0, None, 8.0]


def test_edits_know_the_names() -> None:
    """A name that is used cannot be removed; a renamed one is renamed there too; the argument can be set."""
    framework = idx.loads(text(LINE % "names(b, c)"))
    removed = framework.edited("remove c\n")
    assert [item.code for item in removed.diagnostics] == ["IDX121"]
    renamed = framework.edited("rename c -> d\n").unwrap()
    assert "names(b, d)" in str(canonical(renamed.model))
    data = pl.DataFrame(DATA).rename({"c": "d"})
    assert renamed.evaluate(data).raw["a"].to_list() == framework.evaluate(pl.DataFrame(DATA)).raw["a"].to_list()
    other = framework.edited("set method.impute.rest.on names(b, c) -> b\n").unwrap()
    assert "regression(on = b" in str(canonical(other.model))


AGGREGATE = "set method.aggregate arithmetic -> median\n"


@pytest.mark.parametrize(
    ("call", "edit"),
    [
        (NEAR % 2, "set method.impute.rest.on names(a, b, c) -> names(b, a)\n"),
        (NEAR % 2, "set method.impute.rest.count 2 -> 1\n"),
        (NEAR % 2, f"set a.impute.rest {NEAR % 2} -> {LINE % 'c'}\n"),
        (LINE % "b", f"set b.impute.rest {LINE % 'b'} -> {LINE % 'names(a, c)'}\n"),
        (NEAR % 2, f"set c.impute.rest {NEAR % 2} -> mean(reference = all_periods)\n"),
    ],
)
def test_shares_of_causes(call: str, edit: str) -> None:
    """What each of two changes did is its Shapley share, indicators that predict one another included."""
    if "b.impute" in edit:
        call = LINE % "names(a, b)"
        edit = edit.replace(LINE % "b", call)
    data = pl.DataFrame(DATA | {"c": [3.0, 1.0, 4.0, 1.0, 5.0, None]})
    base = idx.loads(text(call))
    versions = [base, *(base.edited(edits).unwrap() for edits in (edit, AGGREGATE, edit + AGGREGATE))]
    none, one, other, both = (version.evaluate(data).scores["total"] for version in versions)
    sides = Side("before", base, base.evaluate(data)), Side("after", versions[3], versions[3].evaluate(data))
    attribution = compare(*sides, Wanted(options=Options())).attribution
    assert attribution is not None
    assert not attribution.merges
    shares = attribution.nodes["total"].shares
    place = next(number for number, cause in enumerate(attribution.causes) if "aggregate" in str(cause.changes[0].keys))
    expected = ((one - none) + (both - other)) / 2, ((other - none) + (both - one)) / 2
    for share, said in zip((shares[1 - place], shares[place]), expected, strict=True):
        assert list(share) == pytest.approx(said.fill_null(nan).to_list(), abs=1e-9, nan_ok=True)


def test_data_that_are_revised() -> None:
    """A revised predictor is a cause of what is filled from it."""
    base, data = idx.loads(text(LINE % "names(b, c)")), pl.DataFrame(DATA)
    revised = data.with_columns(b=pl.Series([2.0, 4.0, 7.0, 10.0, 15.0, None]))
    sides = Side("before", base, base.evaluate(data)), Side("after", base, base.evaluate(revised))
    compared = compare(*sides, Wanted(options=Options()))
    assert compared.attribution is not None
    (only,) = compared.attribution.nodes["a"].shares
    difference = sides[1].result.raw["a"] - sides[0].result.raw["a"]  # type: ignore[union-attr]
    assert list(only) == pytest.approx(difference.fill_null(nan).to_list(), abs=1e-9, nan_ok=True)
    assert difference[4] != 0
