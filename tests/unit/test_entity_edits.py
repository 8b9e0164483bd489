"""Entities under other names: in a version and its bases, several tables, conditions, comparisons; what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner

import idx
from idx.cli import main
from idx.edits.known_as import side_by_side
from idx.edits.matching import matched, rebased
from idx.panel.model import missing_cells
from idx.panel.renamed import renamed_panel
from idx.project.compare import Wanted
from idx.project.comparing import compare
from idx.project.entities import expected_in_names
from idx.project.framework import load_outcome
from idx.project.printed import edits_file, flat_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from idx.panel.model import Panel
    from idx.project.compare import Comparison

BASE = """framework f "F"
version "1"

data "a.csv"

group region

method {
  entities where entity is not "全国"
  missing null
  normalise distance_to_reference(entity = 河北, from = zero, clip = none)
  weighting equal
  aggregate arithmetic
}

index total {
  a unit % across mean
  b unit % formula a / a[河北]
}

entity 北方 where entity is "河北" or entity is "北京"
"""
TABLE = """entity,period,region,a,status
全国,2020,,9
北京,2020,n,4
北京,2021,n,6
河北,2020,n,2
河北,2021,n,3
"""
LONG = """indicator,entity,period,region,value,status,basis
a,全国,2020,,9,A,observed
a,北京,2020,n,4,A,observed
a,北京,2021,n,6,E,implied
a,河北,2020,m,2,A,observed
a,河北,2021,m,3,F,carried
"""


def written(folder: Path, **files: str) -> Path:
    """Write the base, its table, and versions that extend it or one another."""
    (folder / "base.idx").write_text(BASE, encoding="utf-8")
    (folder / "a.csv").write_text(LONG, encoding="utf-8")
    for name, text in files.items():
        path = folder / (name.replace("__", ".") if "__" in name else f"{name}.idx")
        path.write_text(text, encoding="utf-8")
    return folder


def version(edits: str, base: str = "base.idx") -> str:
    """Return the text of a version."""
    return f'framework f\nversion "2"\nextends "{base}"\n{edits}'


def table(path: Path) -> pl.DataFrame:
    """Return the results of a file."""
    return idx.load(path).evaluate().table


def same_but_for(one: pl.DataFrame, other: pl.DataFrame, names: dict[str, str]) -> bool:
    """Whether two tables of results are the same once entities of the one are called otherwise."""
    keys = ["node", "entity", "period", "parent"]
    renamed = one.with_columns(pl.col("entity").replace(names))
    return renamed.sort(keys).equals(other.sort(keys))


def codes(path: Path) -> list[str]:
    """Return the codes of what is wrong with a file, or with its data."""
    outcome = load_outcome(path)
    if outcome.value is None or outcome.errors:
        return [item.code for item in outcome.errors]
    try:
        return [item.code for item in outcome.value.evaluate().diagnostics]
    except idx.IdxError as error:
        return [item.code for item in error.diagnostics]


RENAMED = 'rename entity "河北" -> 直隶 because "旧称"\n'


# ── What a rename does ───────────────────────────────────────────────────────────────────────────────────────


def test_rows_and_whatever_speaks_of_them_are_called_otherwise(tmp_path: Path) -> None:
    """Rows read from the base's data have the new name, and conditions, brackets and arguments follow."""
    written(tmp_path, v=version(RENAMED))
    assert same_but_for(table(tmp_path / "base.idx"), table(tmp_path / "v.idx"), {"河北": "直隶"})


def test_a_flat_file_says_it_at_the_data(tmp_path: Path) -> None:
    """A version as one file gives the same results, bytes of CSV and all."""
    written(tmp_path, v=version(RENAMED))
    flat = flat_file(idx.load(tmp_path / "v.idx")).unwrap()
    assert 'data "a.csv" entities(直隶 = 河北)' in flat
    assert "entity = 直隶" in flat
    assert "a[直隶]" in flat
    assert 'entity is "直隶" or entity is "北京"' in flat
    (tmp_path / "flat.idx").write_text(flat, encoding="utf-8")
    assert table(tmp_path / "flat.idx").write_csv() == table(tmp_path / "v.idx").write_csv()


def test_a_name_means_what_it_means_after_the_edits_above(tmp_path: Path) -> None:
    """Above the rename edits speak of the old name, below it of the new one; guards too."""
    above = "set b.formula (a / a[河北]) -> (a[河北] / a)\n"
    below = 'set method.entities (entity is not "全国") -> (entity is not "直隶")\n'
    below += "set method.normalise.entity 直隶 -> 北京\n"
    written(tmp_path, v=version(above + RENAMED + below), w=version(RENAMED + above))
    flat = flat_file(idx.load(tmp_path / "v.idx")).unwrap()
    assert "a[直隶] / a" in flat
    assert 'entities  where entity is not "直隶"' in flat
    assert "entity = 北京" in flat
    assert codes(tmp_path / "w.idx") == ["IDX116"]


def test_names_that_go_round(tmp_path: Path) -> None:
    """Two entities can have each other's names, by way of a third."""
    swap = "rename entity 河北 -> x\nrename entity 北京 -> 河北\nrename entity x -> 北京\n"
    written(tmp_path, v=version(swap))
    assert same_but_for(table(tmp_path / "base.idx"), table(tmp_path / "v.idx"), {"河北": "北京", "北京": "河北"})
    flat = flat_file(idx.load(tmp_path / "v.idx")).unwrap()
    (tmp_path / "flat.idx").write_text(flat, encoding="utf-8")
    assert table(tmp_path / "flat.idx").write_csv() == table(tmp_path / "v.idx").write_csv()


def test_and_back_again(tmp_path: Path) -> None:
    """Renamed back in a later version, an entity is as in the base: there is no difference."""
    written(tmp_path, v=version(RENAMED), w=version("rename entity 直隶 -> 河北\n", "v.idx"))
    assert table(tmp_path / "w.idx").write_csv() == table(tmp_path / "base.idx").write_csv()
    compared = compare(tmp_path / "base.idx", tmp_path / "w.idx")
    assert [change.verb for change in compared.changes if not any(key.kind == "header" for key in change.keys)] == []


def test_data_of_the_versions_own_have_the_new_name(tmp_path: Path) -> None:
    """Where a version names data of its own, its rows are read as they are, wherever the rename stands."""
    own = 'set data "a.csv" -> "b.csv"\n'
    new = LONG.replace("河北", "直隶")
    written(tmp_path, v=version(RENAMED + own), w=version(own + RENAMED), b__csv=new)
    expected = {"河北": "直隶"}
    for name in ("v.idx", "w.idx"):
        assert same_but_for(table(tmp_path / "base.idx"), table(tmp_path / name), expected)
        assert "entities(" not in flat_file(idx.load(tmp_path / name)).unwrap()


def test_a_chain_of_versions(tmp_path: Path) -> None:
    """Each table is read by the names of the version that states it, and has the names of the last one."""
    more = LONG.replace("河北", "直隶").replace("2020", "2022").replace("2021", "2023")
    written(
        tmp_path,
        v2=version(RENAMED),
        v3=version('data "b.csv"\n', "v2.idx"),
        v4=version('rename entity 直隶 -> "Ji"\n', "v3.idx"),
        b__csv=more,
    )
    results = idx.load(tmp_path / "v4.idx").evaluate()
    assert set(results.panel.entities) == {"Ji", "全国", "北京", "北方"}
    assert results.periods == ("2020", "2021", "2022", "2023")
    flat = flat_file(idx.load(tmp_path / "v4.idx")).unwrap()
    assert 'data "a.csv" entities(Ji = 河北)' in flat
    assert 'data "b.csv" entities(Ji = 直隶)' in flat
    (tmp_path / "flat.idx").write_text(flat, encoding="utf-8")
    assert table(tmp_path / "flat.idx").write_csv() == results.table.write_csv()


def test_the_same_file_can_be_named_as_data_of_the_versions_own(tmp_path: Path) -> None:
    """A table that was brought to the new name stays where it is: `set data` to itself says that it has it."""
    written(tmp_path, v=version(RENAMED + 'set data "a.csv" -> "a.csv"\n'))
    (tmp_path / "a.csv").write_text(LONG.replace("河北", "直隶"), encoding="utf-8")
    assert "直隶" in idx.load(tmp_path / "v.idx").evaluate().entities


def test_data_handed_over_are_read_as_those_that_they_replace(tmp_path: Path) -> None:
    """Handed over in the place of the base's table, rows of the old name get the new one; those of the new one stay."""
    written(tmp_path, v=version(RENAMED), b__csv=LONG.replace("河北", "直隶"))
    framework = idx.load(tmp_path / "v.idx")
    for name in ("a.csv", "b.csv"):
        assert "直隶" in framework.evaluate(tmp_path / name).entities


def test_a_table_to_fill_has_the_names_of_its_file(tmp_path: Path) -> None:
    """What `idx data` writes is read in the place of the table, so it has that one's names, where they go round too."""
    swap = "rename entity 河北 -> x\nrename entity 北京 -> 河北\nrename entity x -> 北京\n"
    written(tmp_path, v=version(swap))
    filled, one = tmp_path / "filled.csv", tmp_path / "one.csv"
    for arguments in (["-o", str(filled)], ["--entity", "河北", "-o", str(one)]):
        assert CliRunner().invoke(main, ["data", str(tmp_path / "v.idx"), *arguments]).exit_code == 0
    assert pl.read_csv(one)["entity"].unique().to_list() == ["北京"]
    framework = idx.load(tmp_path / "v.idx")
    assert framework.evaluate(filled).table.write_csv() == framework.evaluate().table.write_csv()


def test_a_scenario_renames(tmp_path: Path) -> None:
    """A scenario calls the rows of its file otherwise."""
    written(tmp_path)
    (tmp_path / "base.idx").write_text(BASE + "\nscenario s {\n  " + RENAMED + "}\n", encoding="utf-8")
    framework = idx.load(tmp_path / "base.idx").scenario("s").unwrap()
    assert same_but_for(table(tmp_path / "base.idx"), framework.evaluate().table, {"河北": "直隶"})


def test_what_is_made_of_others_is_renamed_as_a_node(tmp_path: Path) -> None:
    """Conditions and brackets follow an entity made of others, too."""
    reads = "set b.formula (a / a[河北]) -> (a / a[北方])\n"
    reads += 'set method.entities (entity is not "全国") -> (entity is not "北方")\n'
    written(tmp_path, v=version(reads), w=version("rename 北方 -> 华北\n", "v.idx"))
    assert same_but_for(table(tmp_path / "v.idx"), table(tmp_path / "w.idx"), {"北方": "华北"})
    assert "北方" not in table(tmp_path / "w.idx")["entity"]


def test_published_tables_may_have_other_names(tmp_path: Path) -> None:
    """A table of published figures says what its entities are called, as data do."""
    text = BASE + '\nexpect "p.csv" entities(河北 = Hebei) within 0.1\n'
    written(tmp_path, p__csv="entity,period,total\nHebei,2020,1\n")
    (tmp_path / "base.idx").write_text(text, encoding="utf-8")
    (finding,) = idx.load(tmp_path / "base.idx").verify().findings
    assert (finding.entity, finding.got) == ("河北", 1.0)


# ── What is refused ──────────────────────────────────────────────────────────────────────────────────────────

REFUSED: dict[str, tuple[str, list[str]]] = {
    "no such entity": ("rename entity 河比 -> 直隶\n", ["IDX457"]),
    "a name of another entity of the data": (
        'set method.entities (entity is not "全国") -> unset\nrename entity 河北 -> 全国\n',
        ["IDX458"],
    ),
    "a name that a condition has": ("rename entity 河北 -> 全国\n", ["IDX128"]),
    "a name that another one got": ("rename entity 河北 -> x\nrename entity 北京 -> x\n", ["IDX128"]),
    "a name of what is made of others": ("rename entity 河北 -> 北方\n", ["IDX128"]),
    "what is made of others": ("rename entity 北方 -> x\n", ["IDX129"]),
    "a name that was given up": (RENAMED + "rename entity 河北 -> x\n", ["IDX129"]),
    "no name": ('rename entity "" -> x\n', ["IDX129"]),
    "no new name": ('rename entity 河北 -> " "\n', ["IDX129"]),
    "no change": ("rename entity 河北 -> 河北\n", ["IDX117"]),
    "made of others under a name that another one got": (RENAMED + 'entity 直隶 where region is "n"\n', ["IDX128"]),
    "one table, two names for one": ('set data "a.csv" -> "a.csv" entities(x = 河北, x = 北京)\n', ["IDX128"]),
    "one entity, two names": ('set data "a.csv" -> "a.csv" entities(x = 河北, y = 河北)\n', ["IDX128"]),
    "a table without it": ('set data "a.csv" -> "a.csv" entities(x = Z)\n', ["IDX457"]),
    "own data without the new name": (RENAMED + 'set data "a.csv" -> "b.csv"\n', ["IDX457", "IDX459"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path) -> None:
    """Each is said by its code, and nothing breaks off."""
    edits, expected = REFUSED[name]
    written(tmp_path, v=version(edits), b__csv=LONG)
    assert codes(tmp_path / "v.idx") == expected


def test_a_table_of_the_versions_own_under_the_old_name_is_told(tmp_path: Path) -> None:
    """Rows of one entity under two names are no error, since the old name may be another entity's now; it is told."""
    more = LONG.replace("2020", "2022").replace("2021", "2023")
    written(tmp_path, v=version(RENAMED + 'data "b.csv"\n'), b__csv=more)
    framework = idx.load(tmp_path / "v.idx")
    panel = framework.read()
    assert [item.code for item in panel.diagnostics] == ["IDX459"]
    assert {"河北", "直隶"} <= set(panel.entities)


def test_no_entities_at_all(tmp_path: Path) -> None:
    """Data without entities have none to rename."""
    method = "method {\n  normalise none\n  weighting equal\n  aggregate arithmetic\n}\n"
    text = f'framework f\nversion "1"\ndata "d.csv"\n{method}index t {{\n  a unit %\n}}\n'
    (tmp_path / "d.csv").write_text("period,a\n2020,1\n", encoding="utf-8")
    (tmp_path / "base.idx").write_text(text, encoding="utf-8")
    (tmp_path / "v.idx").write_text(version("rename entity x -> y\n"), encoding="utf-8")
    assert codes(tmp_path / "v.idx") == ["IDX457"]


# ── Comparisons ──────────────────────────────────────────────────────────────────────────────────────────────


def changes(compared: Comparison) -> list[tuple[str, str]]:
    """Return the verb and the kind of each change, but those of the header."""
    return [
        (change.verb, change.kind.name)
        for change in compared.changes
        if not any(key.kind == "header" for key in change.keys)
    ]


def test_rows_meet_under_the_new_name(tmp_path: Path) -> None:
    """A rename is one change, of documentation, that counts for nothing; every row before meets its row after."""
    written(tmp_path, v=version(RENAMED))
    compared = compare(tmp_path / "base.idx", tmp_path / "v.idx")
    assert changes(compared) == [("rename entity", "DOCUMENTATION")]
    assert not compared.changes[0].counts
    assert compared.values is not None
    assert compared.values.drop_nulls("before")["entity"].unique().sort().to_list() == ["北京", "北方", "直隶"]
    assert compared.values["difference"].drop_nulls().abs().max() == 0
    back = compare(tmp_path / "v.idx", tmp_path / "base.idx")
    assert changes(back) == [("rename entity", "DOCUMENTATION")]
    assert back.values is not None
    assert "直隶" not in back.values["entity"]


def test_conditions_that_follow_are_no_difference(tmp_path: Path) -> None:
    """A flat file and the version that it was are the same, but for what the header says."""
    written(tmp_path, v=version(RENAMED))
    (tmp_path / "flat.idx").write_text(flat_file(idx.load(tmp_path / "v.idx")).unwrap(), encoding="utf-8")
    assert changes(compare(tmp_path / "flat.idx", tmp_path / "v.idx")) == []
    assert changes(compare(tmp_path / "v.idx", tmp_path / "flat.idx")) == []


def test_causes_are_told_of_rows_that_were_renamed(tmp_path: Path) -> None:
    """With another change beside it, the shares of the renamed entity sum to its difference."""
    edits = RENAMED + "set method.normalise.entity 直隶 -> 北京\n"
    written(tmp_path, v=version(edits))
    compared = compare(tmp_path / "base.idx", tmp_path / "v.idx")
    assert compared.attribution is not None
    assert compared.values is not None
    rows = compared.values.filter(pl.col("entity") == "直隶", pl.col("node") == "total")
    assert rows["difference"].to_list() == pytest.approx([-0.5, -0.5])


def test_expected_figures_of_the_base_hold_under_the_new_name(tmp_path: Path) -> None:
    """Published figures of entities that are renamed are about them still."""
    written(tmp_path)
    text = BASE + "\nexpect within 0.05 {\n  total[河北] 2020 = 1\n  total[北京] 2020 = 1\n}\n"
    (tmp_path / "base.idx").write_text(text, encoding="utf-8")
    expected = idx.load(tmp_path / "base.idx").model.expectations
    assert [item.entity for item in expected_in_names(expected, {"河北": "直隶"})] == ["直隶", "北京"]


def test_a_guess_is_said_with_its_edit(tmp_path: Path) -> None:
    """An entity with the same data under another name is guessed, and compared as one where that is accepted."""
    other = BASE.replace("河北", "直隶").replace("a.csv", "b.csv")
    written(tmp_path, other=other, b__csv=LONG.replace("河北", "直隶"))
    compared = compare(tmp_path / "base.idx", tmp_path / "other.idx")
    assert [guess.edit for guess in compared.guesses] == ['rename entity "河北" -> "直隶"']
    accepted = compare(tmp_path / "base.idx", tmp_path / "other.idx", wanted=Wanted(accept_guesses=True))
    assert sorted(changes(accepted)) == [("rename entity", "DOCUMENTATION"), ("set", "DATA")]
    text = edits_file(accepted, tmp_path / "again.idx").unwrap()
    (tmp_path / "again.idx").write_text(text, encoding="utf-8")
    assert 'rename entity "河北" -> "直隶"' in text
    assert table(tmp_path / "again.idx").write_csv() == table(tmp_path / "other.idx").write_csv()


def test_no_guess_between_two_that_fit(tmp_path: Path) -> None:
    """Where two entities have the same data, none is proposed."""
    rows = LONG + "a,x,2020,m,2,A,observed\na,x,2021,m,3,F,carried\n"
    other = BASE.replace("河北", "直隶").replace("a.csv", "b.csv")
    written(tmp_path, other=other, b__csv=rows.replace("河北", "直隶"))
    assert compare(tmp_path / "base.idx", tmp_path / "other.idx").guesses == ()


def test_an_entity_that_went_while_another_took_its_name(tmp_path: Path) -> None:
    """A new name that the base has for another entity: the two are kept apart in a comparison."""
    base = BASE.replace('entity 北方 where entity is "河北" or entity is "北京"\n', "").replace(" across mean", "")
    own = LONG.replace("a,北京,2020,n,4,A,observed\na,北京,2021,n,6,E,implied\n", "").replace("河北", "北京")
    written(tmp_path, v=version('rename entity 河北 -> 北京\nset data "a.csv" -> "b.csv"\n'), b__csv=own)
    (tmp_path / "base.idx").write_text(base, encoding="utf-8")
    compared = compare(tmp_path / "base.idx", tmp_path / "v.idx")
    assert compared.values is not None
    rows = compared.values.filter(pl.col("node") == "a", pl.col("period") == "2020")
    assert dict(zip(rows["entity"], rows["before"], strict=True)) == {"北京": 1.0, "北京#2": 2.0}
    assert dict(zip(rows["entity"], rows["after"], strict=True)) == {"北京": 1.0, "北京#2": None}


def test_side_by_side_tells_the_names(tmp_path: Path) -> None:
    """Two versions of one base know entities by the names of the one after."""
    written(tmp_path, v=version(RENAMED), w=version("rename entity 直隶 -> x\nrename entity 北京 -> y\n", "v.idx"))
    before, after = (idx.load(tmp_path / name).stated for name in ("v.idx", "w.idx"))
    one, other, names = side_by_side(before, rebased(before, after, matched(before, after)))
    assert names == {"直隶": "x", "北京": "y"}
    assert {key.subject for key in one.facts if key.kind == "entity"} == {"x", "y"}
    assert not [key for key in other.facts if key.kind == "entity"]


# ── Panels ───────────────────────────────────────────────────────────────────────────────────────────────────


def cells(panel: Panel, names: dict[str, str] | None = None) -> list[tuple[object, ...]]:
    """Return all that a panel says of each cell, by entity and period."""
    found = []
    for row in range(panel.values.height):
        entity, step = divmod(row, panel.length)
        name = panel.entities[entity]
        found.append(
            (
                (names or {}).get(str(name), name),
                step,
                panel.values.row(row),
                {key: codes[row] for key, codes in panel.statuses.items()},
                {key: codes[row] for key, codes in panel.bases.items()},
                {key: of_entity[entity] for key, of_entity in panel.groups.items()},
                {key: said.get(row) for key, said in panel.solved_from.items()},
            )
        )
    return sorted(found, key=str)


def forgets_groups(panel: Panel, names: dict[str, str]) -> Panel:
    """Rename and sort, but leave groups where they were."""
    return renamed_panel(panel, names).__class__(
        **{field: getattr(renamed_panel(panel, names), field) for field in panel.__dataclass_fields__}
        | {"groups": panel.groups}
    )


def law_renamed(machinery: Callable[[Panel, dict[str, str]], Panel], panel: Panel, names: dict[str, str]) -> None:
    """A renamed panel says of each cell what the panel said, under the new name, and is in order."""
    renamed = machinery(panel, names)
    assert cells(renamed) == cells(panel, names)
    assert list(renamed.entities) == sorted(renamed.entities, key=str)
    assert renamed.made == {names.get(name, name) for name in panel.made}
    long = pl.concat([column.alias("") for column in renamed.values])
    assert renamed.missing.equals(missing_cells(long, renamed.values.height, renamed.length))


NAMES: Sequence[dict[str, str]] = (
    {"河北": "Z"},
    {"河北": "A"},
    {"河北": "北京", "北京": "河北"},
    {"北方": "0", "全国": "\U0001f30d"},
    {},
)


@pytest.mark.parametrize("names", NAMES, ids=str)
def test_a_renamed_panel_says_the_same(names: dict[str, str], tmp_path: Path) -> None:
    """Values, statuses, bases, groups, origins and missing cells go with their entities."""
    table_ = LONG.replace("basis\n", "basis,solved_from\n").replace("implied", "implied,total 2021")
    written(tmp_path)
    (tmp_path / "a.csv").write_text(
        table_.replace("observed\n", "observed,\n").replace("carried\n", "carried,\n"), encoding="utf-8"
    )
    panel = idx.load(tmp_path / "base.idx").read()
    assert panel.statuses
    assert panel.bases
    law_renamed(renamed_panel, panel, names)
    assert renamed_panel(panel, {}) is panel


def test_a_panel_that_forgets_groups_breaks_the_law(tmp_path: Path) -> None:
    """The law of renamed panels can fail."""
    written(tmp_path)
    panel = idx.load(tmp_path / "base.idx").read()
    with pytest.raises(AssertionError):
        law_renamed(forgets_groups, panel, {"河北": "0"})
