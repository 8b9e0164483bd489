"""`convert`: data of finer periods, in tables of their own beside those of the framework's periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import idx
from idx.diagnostics import DataPlace
from pieces import faults, framework, refusals, table

if TYPE_CHECKING:
    from idx.panel.model import Panel

YEARS = "periods 2020..2021"
QUARTERS = "period,x\n" + "".join(f"{year}Q{part},{part}\n" for year in (2020, 2021) for part in range(1, 5))
ANNUAL = "period,a\n2020,10\n2021,20\n"


def two(convert: str, *more: str, quarters: str = QUARTERS, annual: str = ANNUAL) -> Panel:
    """Read a table of quarters beside one of years."""
    tree = f'data q "q.csv"\ndata y "y.csv"\nindex total {{\n  x {convert}\n  a\n}}'
    return idx.loads(framework(tree, *more)).read({"q": table(quarters), "y": table(annual)})


def said(convert: str, *more: str, quarters: str = QUARTERS, annual: str = ANNUAL) -> list[tuple[str, str, str]]:
    """Return what is said of both tables."""
    with pytest.raises(idx.IdxError) as caught:
        two(convert, *more, quarters=quarters, annual=annual)
    return [(item.code, str(item.message), str(item.help)) for item in caught.value.diagnostics]


def test_tables_of_years_say_which_periods_there_are() -> None:
    """Without `periods`, what is not converted decides; a year is evaluated where it is whole, or has other data."""
    panel = two("convert sum", quarters=f"{QUARTERS}2022Q1,5\n2022Q2,6\n")
    assert [str(period) for period in panel.periods] == ["2020", "2021"]
    assert panel.observed == {2020, 2021}
    assert panel.values["x"].to_list() == [10, 10]
    assert panel.least == {"x": 10, "a": 10}
    assert panel.missing.is_empty()


def test_a_missing_part_leaves_the_period_missing() -> None:
    """It is missing like a cell that was never there, for imputation too."""
    panel = two("convert sum", YEARS, quarters=QUARTERS.replace("2021Q2,2\n", "2021Q2,\n"))
    assert panel.values["x"].to_list() == [10, None]
    assert panel.missing.rows() == [(0, 1, 0, None)]
    panel = two("convert last", YEARS, quarters=QUARTERS.replace("2021Q2,2\n", "2021Q2,\n"))
    assert panel.values["x"].to_list() == [4, 4]


def test_marks_come_from_the_parts_that_count() -> None:
    """Status, basis and origins are those of the parts that a period comes from, the weakest of them."""
    rows = [
        f"x,{year}Q{part},{part},{'E' if (year, part) == (2020, 2) else ''},{'implied' if part == 1 else ''},"
        f"{'total 2020' if (year, part) == (2021, 1) else ''}\n"
        for year in (2020, 2021)
        for part in range(1, 5)
    ]
    quarters = "indicator,period,value,status,basis,solved_from\n" + "".join(rows)
    summed, last, first = (two(f"convert {rule}", YEARS, quarters=quarters) for rule in ("sum", "last", "first"))
    assert summed.statuses["x"].to_list() == [2, 8]
    assert summed.bases["x"].to_list() == [0, 0]
    assert [(row, str(said[0][1])) for row, said in summed.solved_from["x"].items()] == [(1, "2020")]
    assert last.statuses == {}
    assert last.bases == {}
    assert last.solved_from == {}
    assert first.statuses == {}
    assert first.bases["x"].to_list() == [0, 0]
    assert list(first.solved_from["x"]) == [1]


def test_data_of_the_same_periods_are_left_alone() -> None:
    """A conversion waits for finer data: yearly ones are used as they are."""
    tree = "index total {\n  x convert sum\n}"
    panel = idx.loads(framework(tree, YEARS)).read(table("period,x\n2020,1\n2021,2\n"))
    assert panel.values["x"].to_list() == [1, 2]


def test_a_table_without_periods_holds_for_every_period() -> None:
    """There is nothing in it to convert."""
    tree = 'data q "q.csv"\ndata y "y.csv"\nindex total {\n  x convert sum\n  a\n}'
    panel = idx.loads(framework(tree)).read({"q": table("x\n7\n"), "y": table(ANNUAL)})
    assert panel.values["x"].to_list() == [7, 7]


def test_months_to_quarters() -> None:
    """Months become quarters where the framework has these."""
    months = "period,x\n" + "".join(f"2020M{part:02},{part}\n" for part in range(1, 13))
    panel = two("convert mean", quarters=months, annual="period,a\n2020Q1,1\n2020Q4,2\n")
    assert panel.values["x"].to_list() == [2, 5, 8, 11]


def test_groups_stand_in_tables_of_finer_periods_too() -> None:
    """A table that is converted still says to which group an entity belongs, and which entities there are."""
    quarters = "entity,region,period,x\n" + "".join(
        f"{entity},{'east' if entity == 'A' else 'west'},2020Q{part},{part}\n"
        for entity in "AB"
        for part in range(1, 5 if entity == "A" else 4)
    )
    tree = "group region\nindex total {\n  x convert sum\n}"
    panel = idx.loads(framework(tree, "periods 2020..2020")).read(table(quarters))
    assert panel.entities == ("A", "B")
    assert panel.groups == {"region": ("east", "west")}
    assert panel.values["x"].to_list() == [10, None]


def test_finer_data_that_nothing_converts() -> None:
    """The series is named, and what can be stated."""
    ((code, message, help_),) = said("")
    assert code == "IDX450"
    assert message == "q.csv has quarters, and the framework years: nothing says how to convert `x`"
    assert help_.startswith("state it where each is defined, such as `x … convert sum`; choose ")


def test_coarser_data() -> None:
    """Years cannot become quarters, with `convert` or without."""
    periods = "periods 2020Q1..2021Q4"
    tree = "index total {{\n  a {}\n}}"
    place = str(DataPlace("<data>"))
    assert refusals(framework(tree.format("convert sum"), periods), ANNUAL) == [
        ("IDX451", "<data> has years, and the framework quarters: `a` cannot be converted", place)
    ]
    assert refusals(framework(tree.format(""), periods), ANNUAL) == [
        ("IDX407", "periods of several kinds meet: <data> has years for `a`, the framework quarters", place)
    ]


def test_nothing_says_to_which_periods() -> None:
    """Where all is converted, `periods` is asked for."""
    found = refusals(framework("index total {\n  x convert sum\n}"), QUARTERS)
    assert [code for code, *_ in found] == ["IDX452"]


def test_no_period_is_whole() -> None:
    """It is told that sub-periods are wanting, not that there are no data."""
    text = framework("index total {\n  x convert sum\n}", YEARS)
    assert refusals(text, "period,x\n2020Q1,1\n2021Q1,2\n") == [
        ("IDX411", "no period of `x` has the sub-periods that `convert sum` needs", "x")
    ]


def test_a_value_twice() -> None:
    """A second value for a quarter is told at its row, one for the year and its quarters without a row."""
    text = framework("index total {\n  x convert sum\n}", YEARS)
    assert refusals(text, f"{QUARTERS}2020Q2,9\n") == [
        ("IDX410", "a second value for x, 2020Q2", str(DataPlace("<data>", 10)))
    ]
    ((code, message, help_),) = said("convert sum", YEARS, annual="period,a,x\n2020,10,10\n2021,20,\n")
    assert (code, message) == ("IDX410", "a second value for x, 2020")
    assert help_ == "the data have it for this period and for its sub-periods: keep one of the two"


@pytest.mark.parametrize(
    ("rest", "fault"),
    [
        ("index total {\n  a convert\n}", ("IDX001", None)),
        ("index total {\n  a convert total\n}", ("IDX106", "there is no conversion `total`")),
        ("index total {\n  a convert sum(2)\n}", ("IDX107", "an argument too many")),
        ("index total convert sum {\n  a\n}", ("IDX201", "`convert` has no meaning on `total`, a root")),
        (
            "index total {\n  a\n  b formula a convert sum\n}",
            ("IDX201", "`convert` has no meaning on `b`, computed by a formula"),
        ),
        ("group g convert sum\nindex total {\n  a\n}", ("IDX201", "`convert` has no meaning on `g`, a group")),
        ("index total {\n  a convert sum convert mean\n}", ("IDX202", "`convert` is stated twice")),
    ],
)
def test_where_it_cannot_stand(rest: str, fault: tuple[str, str | None]) -> None:
    """It is a property of what has data."""
    code, message, _ = faults(framework(rest))[0]
    assert code == fault[0]
    assert fault[1] in {None, message}
