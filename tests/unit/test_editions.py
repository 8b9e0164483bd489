"""What reports say of editions of an index: a year more, a corrected figure, another unit, another name."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from commands import printed
from idx.edits.changes import Verb
from idx.report.difference.columns import halves
from idx.report.difference.stat_table import VERBS

FIRST = """framework coast "Coast"
version   "2021"

data "2021.csv"

method {
  missing   null
  normalise min_max(reference = 2020, to = 0..100)
  weighting equal
  aggregate arithmetic
}

index total "Total" {
  papers "Papers" unit pieces
  staff  "Staff"  unit "10 000 persons"
}
"""
HEAD = 'framework coast\nversion   "{}"\nextends   "{}.idx"\n\n'
TABLE = """entity,period,papers,staff
East,2020,0,0
East,2021,4,4
North,2020,10,10
North,2021,8,9
West,2020,2,2
West,2021,6,6
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2021.idx").write_text(FIRST, encoding="utf-8")
    Path("2021.csv").write_text(TABLE, encoding="utf-8")


def edition(edits: str, table: str, name: str = "2022", base: str = "2021") -> None:
    """Write an edition that edits the one before, and its table."""
    Path(f"{name}.idx").write_text(HEAD.format(name, base) + edits, encoding="utf-8")
    Path(f"{name}.csv").write_text(table, encoding="utf-8")


def renamed() -> None:
    """Write an edition in which West has another name, Isle comes, and East goes from the last year."""
    edition(
        'rename entity West -> "Bay City" because "Its charter"\ndata "2022.csv"\n',
        "entity,period,papers,staff\nBay City,2022,6,6\nIsle,2022,1,1\nNorth,2022,9,9\n",
    )


def test_every_verb_has_words() -> None:
    """Changes are counted in words of either language, whatever they do."""
    assert set(VERBS) == set(get_args(Verb))


def test_a_renamed_entity_is_told_as_renamed() -> None:
    """It neither came nor went, and its reason is there; it is not counted among changes that are not shown."""
    renamed()
    text = printed("changelog", "2021.idx", "2022.idx", "--lang", "en")
    assert "- New entities: Isle.\n- Renamed: West → Bay City. Because: Its charter\n" in text
    assert "no longer there" not in text
    assert "1 change of names" in text
    assert "- 改名：West → Bay City。理由：Its charter\n" in printed(
        "changelog", "2021.idx", "2022.idx", "--lang", "zh"
    )


def test_rows_that_came_are_new_cells() -> None:
    """The numbers count cells of periods and entities that came."""
    renamed()
    text = printed("diff", "2021.idx", "2022.idx", "--stat", "--lang", "en")
    assert "Cells of the data: 0 revised, 6 new, 0 lost." in text
    assert "1 set, 1 entity added, 1 extended" in text
    assert "1 entity renamed, 1 set" in text


def test_causes_that_are_all_zero_are_no_others() -> None:
    """Where no cause is shown, those that are folded are not called others, and the period is named."""
    renamed()
    assert "\n2 causes: 0.0 each in 2021\n" in printed("diff", "2021.idx", "2022.idx", "--lang", "en")


def test_a_unit_is_told_with_its_data() -> None:
    """The edit of the unit has no line of its own beside that of the data, and no place in the count."""
    rows = [line.split(",") for line in TABLE.splitlines()]
    table = "".join(f"{','.join(row[:3])},{row[3] if row[3] == 'staff' else int(row[3]) * 10000}\n" for row in rows)
    edits = 'set data "2021.csv" -> "2022.csv"\nset staff.unit "10 000 persons" -> persons because "Persons count"\n'
    edition(edits, table)
    text = printed("changelog", "2021.idx", "2022.idx", "--lang", "en")
    assert text.count("Persons count") == 1
    assert "- the data of staff: ×10 000, with the unit" in text
    assert "1 change of names" in text
    assert "1 change of names" in printed("diff", "2021.idx", "2022.idx", "--lang", "en")
    assert "staff.unit" in printed("diff", "2021.idx", "2022.idx", "--full", "--lang", "en")


def test_a_period_that_differs_further_is_named() -> None:
    """The table is of the latest period; where another differs further, a note says which and by how much."""
    edition('set data "2021.csv" -> "2022.csv"\n', TABLE.replace("West,2020,2,2", "West,2020,3,3"))
    note = "Further apart in another period: West 2020 +10.0 (--period shows it)."
    assert note in printed("diff", "2021.idx", "2022.idx", "--lang", "en")
    assert "Further apart" not in printed("diff", "2021.idx", "2022.idx", "--period", "2020", "--lang", "en")
    edition('set data "2021.csv" -> "2022.csv"\n', TABLE.replace("West,2021,6,6", "West,2021,7,7"))
    assert "Further apart" not in printed("diff", "2021.idx", "2022.idx", "--lang", "en")


def test_the_numbers_say_why_nothing_is_compared() -> None:
    """A version without values is named with the reason."""
    edition("rename papers -> articles\n", TABLE)
    text = printed("diff", "2021.idx", "2022.idx", "--stat", "--lang", "en")
    assert "No values are compared: the version after, 2022.idx, has none" in text


def test_errors_say_why_nothing_is_compared_and_warnings_do_not() -> None:
    """Beside a decimal comma, rows of an indicator that there is none of stand in the way of nothing."""
    cells = [line.split(",") for line in TABLE.splitlines()[1:]]
    rows = [
        f"{name},{entity},{period},{value}"
        for name in ("tourism", "papers", "staff")
        for entity, period, value, _ in cells
    ]
    long = "indicator,entity,period,value\n" + "\n".join(rows) + "\n"
    edition('set data "2021.csv" -> "2022.csv"\n', long)
    assert "NOT COMPARED" not in printed("diff", "2021.idx", "2022.idx", "--lang", "en")
    edition('set data "2021.csv" -> "2022.csv"\n', long.replace("staff,North,2021,8", 'staff,North,2021,"8,5"'))
    for options in ((), ("--stat",)):
        text = " ".join(printed("diff", "2021.idx", "2022.idx", "--lang", "en", *options).split())
        assert "(2022.csv, row 17, column value: `8,5` is not a number)" in text


def test_halves_of_a_rank_have_the_sign_of_other_numbers() -> None:
    """A place less has the minus that other differences have."""
    assert [halves(share) for share in (-1.0, -0.5, 0.0, 0.5, 1.5)] == ["-1", "-½", "0", "+½", "+1½"]


def test_a_cause_whose_mean_is_zero_says_how_far_it_moved_entities() -> None:
    """A change that moves some up and others as far down is told with both ends, and stands among the first."""
    edition("set papers.weight unset -> 75%\nset staff.weight unset -> 25%\n", TABLE)
    opposite = TABLE.replace("East,2021,4,4", "East,2021,4,8").replace("North,2021,8,9", "North,2021,8,4")
    Path("2021.csv").write_text(opposite, encoding="utf-8")
    assert "(from -10.0 for East to +10.0 for North)" in printed("changelog", "2021.idx", "2022.idx")
    assert "（从East -10.0 到North +10.0）" in printed("changelog", "2021.idx", "2022.idx", "--lang", "zh")


ASIDE = FIRST.replace("index total", "series staff\n\nindicator aside formula 2 * staff\n\nindex total").replace(
    '  staff  "Staff"  unit "10 000 persons"', "  more formula aside + 1"
)


def test_cells_that_come_and_go_are_not_called_revised() -> None:
    """A series says how many of its cells have another value, have one now, and have none now."""
    fuller = TABLE.replace("North,2021,8,9", "North,2021,8,").replace("West,2021,6,6", "West,2021,,7")
    Path("2021.csv").write_text(TABLE.replace("East,2021,4,4", "East,2021,,4"), encoding="utf-8")
    edition('set data "2021.csv" -> "2022.csv"\n', fuller)
    text = printed("diff", "2021.idx", "2022.idx", "--lang", "en")
    assert "filled in the data of papers: 1 cell, withdrew 1, 2021" in text
    assert "revised the data of staff: 1 cell, withdrew 1, 2021" in text
    text = printed("diff", "2021.idx", "2022.idx", "--lang", "zh")
    assert "修订 staff 的数据：1 格，撤去 1 格，2021" in text


def test_an_indicator_that_stands_in_no_tree_has_shares() -> None:
    """What is above makes scores of an indicator in trees alone, and a coalition has a tree where none is shown."""
    Path("2021.idx").write_text(ASIDE, encoding="utf-8")
    edition("set papers.weight unset -> 75%\nset more.weight unset -> 25%\n", TABLE)
    shown = printed("diff", "2021.idx", "2022.idx", "--node", "aside", "--lang", "en")
    assert "East       8.0    8.0         0.0  3 → 3  0.0" in shown


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        ("aside + 1", "aside + 1", ["8.0", "40.0", "+32.0", "3", "→", "3", "+32.0"]),
        ("aside + 1", "2 * staff + 1", ["8.0", "40.0", "+32.0", "3", "→", "3", "+32.0"]),
        ("aside.score + 1", "aside.score + 1", ["40.0", "40.0", "0.0", "3", "→", "3", "0.0"]),
    ],
)
def test_an_indicator_that_comes_to_stand_in_a_tree_has_the_share(before: str, after: str, row: list[str]) -> None:
    """It has scores from then on; where a formula reads its score, it has had them before."""
    Path("2021.idx").write_text(ASIDE.replace("aside + 1", before), encoding="utf-8")
    text = ASIDE.replace("indicator aside formula 2 * staff\n\n", "").replace("aside + 1", after)
    text = text.replace("index total", "index extra {\n  aside formula 2 * staff\n}\n\nindex total")
    Path("2022.idx").write_text(text, encoding="utf-8")
    shown = printed("diff", "2021.idx", "2022.idx", "--node", "aside", "--lang", "en", "--entity", "East")
    assert ["East", *row] in [line.split() for line in shown.splitlines()]
