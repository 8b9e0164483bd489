"""The ASEM framework of COINr, imported from its tables, is what they say and computes what COINr computes."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner

import idx
from idx.cli import main
from idx.interchange.outline.of_framework import entries_of
from reference_data import reference_folder

if TYPE_CHECKING:
    from pathlib import Path

ENTITIES, INDICATORS, AGGREGATES = 51, 49, 11
Rows = list[dict[str, str]]


@cache
def meta() -> Rows:
    """Return the rows of iMeta."""
    with (reference_folder("vectors", "coinr_asem") / "iMeta.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def framework(tmp_path: Path) -> idx.Framework:
    """Import the framework with its data."""
    folder = reference_folder("vectors", "coinr_asem")
    command = ["import", "--coinr", folder / "iMeta.csv", "--data", folder / "iData.csv", "-o", tmp_path / "asem.idx"]
    result = CliRunner().invoke(main, [str(part) for part in command])
    assert result.exit_code == 0, result.output
    assert f"{INDICATORS} indicators, {AGGREGATES} composites" in result.output
    assert {path.name for path in tmp_path.iterdir()} == {"asem.idx", "iData.csv"}
    assert CliRunner().invoke(main, ["fmt", "--check", str(tmp_path / "asem.idx")]).exit_code == 0
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "asem.idx"), "--data"])
    assert checked.exit_code == 0
    # Unequal groups, no sources, unused columns, statistics: remarks about the framework, none about the import.
    structure, statistics = {"IDX305", "IDX307", "IDX310"}, {"IDX320", "IDX321", "IDX322", "IDX323", "IDX324"}
    assert set(re.findall(r"IDX\d+", checked.output)) == structure | statistics
    return idx.load(tmp_path / "asem.idx")


def test_the_framework_is_that_of_the_table(framework: idx.Framework) -> None:
    """Codes, labels, hierarchy, directions, weights and units are those of iMeta, row by row."""
    entries = entries_of(framework.model)
    by_code = {entry.code: entry for entry in entries}
    stated = [row for row in meta() if row["Type"] in {"Indicator", "Aggregate"}]
    assert len(by_code) == len(stated) == INDICATORS + AGGREGATES
    for row in stated:
        entry = by_code[row["iCode"]]
        parent = "" if entry.parent is None else entries[entry.parent].code
        assert (entry.label, parent) == (row["iName"], row["Parent"])
        assert entry.negative == (row["Direction"] == "-1")
        assert entry.unit == (row["Unit"] if row["Type"] == "Indicator" else "")
        siblings = [Fraction(other["Weight"]) for other in stated if other["Parent"] == row["Parent"]]
        if parent:
            child = next(each for each in framework.graph.predecessors(entry.code))
            assert framework.graph[child][entry.code]["weight"] == Fraction(row["Weight"]) / sum(siblings)


def test_it_computes_what_coinr_computes(framework: idx.Framework) -> None:
    """Under min-max and arithmetic means every aggregate of every country agrees with COINr's."""
    folder = reference_folder("vectors", "coinr_asem")
    theirs = pl.read_csv(folder / "a_minmax_amean_aggregated.csv", infer_schema_length=None).sort("uCode")
    ours = framework.evaluate().scores.sort("entity")
    assert ours["entity"].to_list() == theirs["uCode"].to_list()
    assert ours.height == ENTITIES
    compared = [row["iCode"] for row in meta() if row["Type"] == "Aggregate"]
    for code in compared:
        assert ours[code].null_count() == theirs[code].null_count()
        assert ours[code].to_list() == pytest.approx(theirs[code].to_list(), rel=1e-12)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_its_data_as_a_table_to_fill(framework: idx.Framework, tmp_path: Path, ending: str) -> None:
    """All 53 columns of numbers and four of groups go into the table to fill and give the very same results."""
    table = tmp_path / f"table.{ending}"
    result = CliRunner().invoke(main, ["data", str(tmp_path / "asem.idx"), "-o", str(table)])
    assert result.exit_code == 0, result.output
    assert f"{(INDICATORS + 4) * ENTITIES} figures, 64 missing" in result.output  # 63, and a denominator
    assert framework.evaluate(table).table.equals(framework.evaluate().table)
    assert framework.read(table).groups == framework.read().groups


def test_a_panel_of_years(tmp_path: Path) -> None:
    """Five years are five periods; `--normalise` gives each year a scale of its own, as the reference does."""
    folder = reference_folder("vectors", "coinr_asem")
    output = tmp_path / "asem.idx"
    command = ["import", folder / "iMeta.csv", "--data", folder / "iData_p.csv", "-o", output]
    command += ["--normalise", "min_max(reference = each_period, to = 0..100)"]
    assert CliRunner().invoke(main, [str(part) for part in command]).exit_code == 0
    theirs = pl.read_csv(folder / "p_byyear_aggregated.csv", infer_schema_length=None).sort("uCode", "Time")
    ours = idx.load(output).evaluate().scores.sort("entity", "period")
    keys = theirs.select("uCode", pl.col("Time").cast(pl.String)).rows()
    assert ours.select("entity", "period").rows() == keys
    assert ours["Index"].to_list() == pytest.approx(theirs["Index"].to_list(), rel=1e-12)
