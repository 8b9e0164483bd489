"""Statistics of a result: what they are taken of, what they say and find, why there is none, and their files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import fastexcel
import jsonschema
import polars as pl
import pytest
from click.testing import CliRunner

import idx
import naive_statistics as naive
from idx.analysis.thresholds import LEAST_OBSERVATIONS
from idx.cli import main
from idx.project.checking import check_with_data
from idx.report.statistics.moments import moments_tables
from idx.report.statistics.wording import Wish

if TYPE_CHECKING:
    from idx.evaluate.result import Result

ROOT = Path(__file__).parents[2]
REGIONS, REPORT = str(ROOT / "frameworks" / "regions.idx"), str(ROOT / "frameworks" / "2025.idx")
SCHEMA = json.loads((ROOT / "docs" / "stats.schema.json").read_text(encoding="utf-8"))
METHOD = """framework example
version "1"
method {
  normalise none
  weighting equal
  aggregate arithmetic
  missing drop(min_coverage = 0)
}
"""


def text(*indicators: str) -> str:
    """Return a framework of one composite."""
    return METHOD + "index total {\n" + "".join(f"  {name} unit %\n" for name in indicators) + "}\n"


def evaluated(columns: dict[str, list[float | None]], framework: str = "") -> Result:
    """Evaluate a framework on columns of values, an entity a row."""
    names = list(columns)
    height = len(columns[names[0]])
    data = pl.DataFrame({"entity": [f"e{row:02}" for row in range(height)], **columns})
    return idx.loads(framework or text(*names)).evaluate(data)


def run(*arguments: str) -> bytes:
    """Run a command that has to succeed and return its standard output."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


RISING = [float(at) for at in range(12)]
SAW: list[float | None] = [5.0, 1.0, 7.0, 2.0, 9.0, 0.0, 4.0, 8.0, 3.0, 6.0, 2.0, 5.0]


def test_correlations_are_within_composites_and_across_levels() -> None:
    """Every pair under a composite, every child with it, and every node with the root, on the regions' scores."""
    result = idx.load(REGIONS).evaluate()
    statistics = idx.statistics(result)
    scores = {name: result.scores[name].to_list() for name in result.framework.nodes}
    assert statistics.correlations.height == 17
    for row in statistics.correlations.iter_rows(named=True):
        pairs = naive.both(scores[row["node"]], scores[row["other"]])
        assert row["n"] == len(pairs)
        assert row["correlation"] == pytest.approx(naive.pearson(pairs), abs=1e-12)
    kinds = statistics.correlations.filter(pl.col("node") == "market_growth").select("relation", "other").rows()
    assert kinds == [("parent", "market"), ("root", "capacity")]


def test_importance_shares_out_what_is_explained() -> None:
    """Squared correlations sum to one over a scope, beside weights that do."""
    frame = idx.statistics(idx.load(REGIONS).evaluate()).weights
    sums = frame.group_by("scope", "composite").agg(pl.col("nominal", "importance").sum())
    assert sums["nominal"].to_list() == pytest.approx([1.0] * sums.height)
    assert sums["importance"].to_list() == pytest.approx([1.0] * sums.height)
    whole = frame.filter((pl.col("scope") == "whole") & (pl.col("composite") == "capacity"))
    assert whole["nominal"].to_list() == pytest.approx([0.3, 0.3, 0.4 * 2 / 3, 0.4 / 3])


def test_availability_counts_cells_before_imputation() -> None:
    """A filled cell is not observed; a composite has the cells of its indicators, an entity one of each."""
    frame = idx.statistics(idx.load(REGIONS).evaluate()).availability
    counted = {row[1]: row[2:6] for row in frame.iter_rows()}
    assert counted["rd_intensity"] == (36, 35, 1, 0)
    assert counted["market_growth"] == (36, 27, 0, 9)
    assert counted["capacity"] == (144, 133, 2, 9)
    assert counted["壬省"] == (20, 18, 1, 1)
    entities = frame.filter(pl.col("by") == "entity")
    placed = frame.filter(pl.col("name").is_in(["capacity", "within_region"]))
    for column in ("cells", "observed", "filled", "missing"):
        assert entities[column].sum() == placed[column].sum()


def test_what_cannot_be_computed_says_why() -> None:
    """A constant child and too few observations give no number and a reason; a single child no alpha."""
    statistics = idx.statistics(
        evaluated({"a": [1.0, 1.0, 1.0, 1.0], "b": [1.0, 2.0, 4.0, 3.0], "c": [None, None, 1.0, 2.0]})
    )
    found = {(row[2], row[3]): row[6] for row in statistics.correlations.iter_rows() if row[0] == "siblings"}
    assert found == {("a", "b"): "constant", ("a", "c"): "few", ("b", "c"): "few"}
    assert statistics.reliability.row(0) == ("total", 3, 2, None, "few")
    assert statistics.components["reason"].to_list() == ["few"]
    assert statistics.moments["reason"].to_list() == ["constant", None, "few"]
    assert statistics.moments["outlying"].to_list() == [None, False, None]
    alone = idx.statistics(evaluated({"a": [1.0, 2.0, 4.0]}))
    assert alone.reliability["reason"].to_list() == ["one_child"]
    assert alone.moments.select("skewness", "kurtosis", "reason").row(0) == (pytest.approx(0.9352195), None, "few")


def test_no_value_in_a_period() -> None:
    """An indicator without a single value in a period has no moments there, and its composite no alpha."""
    rows = [
        (f"e{row:02}", period, float(row), row * 2.0 if period == "2021" else None)
        for row in range(12)
        for period in ("2020", "2021")
    ]
    data = pl.DataFrame(rows, schema=["entity", "period", "a", "b"], orient="row")
    result = idx.loads(text("a", "b")).evaluate(data)
    statistics = idx.statistics(result, periods=["2020"])
    assert statistics.moments.row(1)[2:9] == (0, 12, None, None, None, None, None)
    assert statistics.reliability.row(0)[2:] == (0, None, "few")
    assert statistics.weights["importance"].to_list()[:2] == [1.0, None]
    assert idx.statistics(result).reliability["n"].to_list() == [12]


def test_dependent_children_have_components_and_no_adequacy() -> None:
    """A correlation matrix that cannot be inverted has eigenvalues, and no partial correlations."""
    doubled = [2 * at for at in RISING]
    statistics = idx.statistics(evaluated({"a": list(RISING), "b": list(doubled), "c": SAW}))
    assert statistics.adequacy.row(0) == ("total", None, 12, None, "dependent")
    assert statistics.components["eigenvalue"][2] == pytest.approx(0.0, abs=1e-12)


def test_children_that_are_not_correlated_have_no_adequacy() -> None:
    """Nothing over nothing is no number."""
    statistics = idx.statistics(evaluated({"a": [1.0, 1.0, -1.0, -1.0], "b": [1.0, -1.0, 1.0, -1.0]}))
    assert statistics.adequacy.row(0) == ("total", None, 4, None, "unrelated")


def test_trees_that_share_a_node_are_shown(tmp_path: Path) -> None:
    """A node of two trees has a correlation with each root, its siblings with their own only."""
    file, data = tmp_path / "shared.idx", tmp_path / "data.csv"
    file.write_text(text("a", "b") + "index other direction negative {\n  b\n  z unit % weight 1/2\n}\n", "utf-8")
    data.write_text("entity,a,b,z\nv,1,4,2\nw,2,2,9\nx,5,3,4\ny,7,8,1\n", "utf-8")
    shown = run("stats", str(file), "--data", str(data), "--section", "correlation", "--lang", "en").decode()
    rows = {line.split()[1]: line.split()[2:] for line in shown.splitlines() if line[:3] in {"1  ", "2  "}}
    assert [len(rows[name]) for name in "az"] == [4, 4]  # n, its composite, and two siblings; of the other tree nothing
    content = json.loads(run("stats", str(file), "--data", str(data), "--format", "json"))
    jsonschema.validate(content, SCHEMA)


def test_treated_values_stand_beside_raw_ones() -> None:
    """Where treatment changes an indicator, its moments are shown before and after."""
    trim = "  a unit % treat trim(low = 0, high = 90%, reference = each_period)"
    framework = text("a", "b").replace("  a unit %", trim)
    statistics = idx.statistics(evaluated({"a": [*RISING[:-1], 900.0], "b": SAW}, framework))
    assert statistics.moments.select("stage", "node", "maximum").rows() == [
        ("screened", "a", 900.0),
        ("screened", "b", 9.0),
        ("treated", "a", 9.9),
    ]
    table = next(moments_tables(statistics, Wish()))
    assert [row[0].text for row in table.rows] == ["a", "after treatment", "b"]
    assert [row[-1].text for row in table.rows] == ["outliers", "ok", "ok"]


def codes(columns: dict[str, list[float | None]], framework: str = "") -> list[str]:
    """Return the codes of what statistics find."""
    return [item.code for item in idx.statistics(evaluated(columns, framework)).findings]


def test_findings() -> None:
    """Each rule finds its case."""
    falling = [30 - 0.5 * at for at in RISING]
    assert codes({"a": list(RISING), "b": [at**2 for at in RISING]}) == ["IDX320"]
    assert "IDX321" in codes({"a": list(RISING), "b": SAW, "c": list(falling)})
    assert "IDX322" in codes({"a": list(RISING), "b": SAW, "c": SAW[::-1]})
    assert "IDX323" in codes(
        {"a": list(RISING), "b": [at * 1.5 for at in RISING], "c": [(at - 5.5) ** 2 / 9 for at in RISING]}
    )
    assert "IDX324" in codes({"a": [*RISING[:-1], 900.0], "b": SAW})


def test_few_observations_are_no_finding() -> None:
    """Nine observations say nothing, ten do."""
    assert LEAST_OBSERVATIONS == 10
    assert codes({"a": list(RISING[:9]), "b": list(RISING[:9])}) == []
    assert codes({"a": list(RISING[:10]), "b": list(RISING[:10])}) == ["IDX320"]


def test_outliers_that_normalisation_deals_with_are_no_finding() -> None:
    """Where the scores are well behaved, the raw values' tail does not matter."""
    framework = METHOD.replace(
        "normalise none", "normalise goalposts(worst = 1, best = 1000000, clip = both, scale = log)"
    )
    steep = [float(3**at) for at in range(12)]
    columns: dict[str, list[float | None]] = {"a": list(steep), "b": [at + 1 for at in RISING]}
    assert "IDX324" in codes(columns)
    assert "IDX324" not in codes(columns, framework + "index total {\n  a unit %\n  b unit %\n}\n")


def test_a_child_without_weight_is_no_finding() -> None:
    """What weighs nothing in a composite is neither redundant nor against it; its correlations are shown."""
    framework = METHOD + "index total {\n  a unit % weight 1\n  b unit % weight 0\n}\n"
    columns: dict[str, list[float | None]] = {"a": list(RISING), "b": [-at for at in RISING]}
    assert codes(columns, framework) == []
    shown = idx.statistics(evaluated(columns, framework)).correlations
    assert shown.filter(pl.col("relation") == "siblings")["correlation"].to_list() == pytest.approx([-1.0])


def test_a_file_allows_findings_with_a_reason() -> None:
    """What is allowed is found no more by `check --data`, and stands in the statistics with its reason."""
    framework = text("a", "b").replace("  a unit", "  # allow IDX320: two sources of one figure\n  a unit")
    columns: dict[str, list[float | None]] = {"a": list(RISING), "b": list(RISING)}
    statistics = idx.statistics(evaluated(columns, framework))
    assert statistics.findings == ()
    assert [(item.code, reason) for item, reason in statistics.allowed] == [("IDX320", "two sources of one figure")]
    data = pl.DataFrame({"entity": [f"e{row}" for row in range(12)], **columns})
    assert "IDX320" not in {item.code for item in check_with_data(idx.loads(framework), data).diagnostics}
    few = check_with_data(idx.loads(framework), data.head(9)).diagnostics
    assert "IDX312" in {item.code for item in few}  # the allowance is not used


def test_check_with_data_gives_the_findings() -> None:
    """`idx check --data` and `idx stats` say the same."""
    framework = idx.loads(text("a", "b"))
    data = pl.DataFrame({"entity": [f"e{row}" for row in range(12)], "a": RISING, "b": RISING})
    checked = [item for item in check_with_data(framework, data).diagnostics if item.code[:5] == "IDX32"]
    assert tuple(checked) == idx.statistics(framework.evaluate(data)).findings


@pytest.mark.parametrize("file", [REGIONS, REPORT])
def test_shipped_frameworks_have_no_findings(file: str) -> None:
    """What the frameworks that come along do on purpose is allowed where they do it."""
    assert idx.statistics(idx.load(file).evaluate()).findings == ()


@pytest.mark.parametrize("options", [[], ["--section", "moments"], ["--correlation", "kendall", "--period", "2023"]])
@pytest.mark.parametrize("file", [REGIONS, REPORT])
def test_json_keeps_to_its_schema(file: str, options: list[str]) -> None:
    """All sections, one section, another coefficient; a panel and a single entity."""
    content = json.loads(run("stats", file, "--format", "json", *options))
    jsonschema.validate(content, SCHEMA)
    assert ("weights" in content) == (options[:1] != ["--section"])


def test_json_of_findings_keeps_to_its_schema(tmp_path: Path) -> None:
    """Findings are diagnostics with their places."""
    (tmp_path / "data.csv").write_text("entity,a,b\n" + "".join(f"e{at},{at},{at}\n" for at in range(10)), "utf-8")
    file = tmp_path / "example.idx"
    file.write_text(text("a", "b").replace("method", 'data "data.csv"\nmethod', 1), "utf-8")
    content = json.loads(run("stats", str(file), "--format", "json", "--section", "findings"))
    jsonschema.validate(content, SCHEMA)
    assert [(item["code"], item["line"]) for item in content["findings"]] == [("IDX320", 11)]


def test_workbook_has_a_sheet_for_each_frame(tmp_path: Path) -> None:
    """The frames read back from Excel are those of the library, and the same input gives the same bytes."""
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for path in (first, second):
        run("stats", REGIONS, "-o", str(path))
    assert first.read_bytes() == second.read_bytes()
    names = fastexcel.read_excel(first).sheet_names
    assert names == [
        *("availability", "moments", "correlations", "reliability", "components", "loadings", "adequacy", "weights"),
        *("findings", "provenance"),
    ]
    statistics = idx.statistics(idx.load(REGIONS).evaluate())
    read = pl.read_excel(first, sheet_name="correlations")
    assert read["correlation"].to_list() == pytest.approx(statistics.correlations["correlation"].to_list())


def test_csv_is_exact() -> None:
    """Reading the CSV of a section gives the very numbers."""
    statistics = idx.statistics(idx.load(REGIONS).evaluate())
    for section, frame in (("weights", statistics.weights), ("correlation", statistics.correlations)):
        assert pl.read_csv(run("stats", REGIONS, "--section", section, "--format", "csv"), schema=frame.schema).equals(
            frame
        )


def test_a_period_or_a_subtree_alone() -> None:
    """Observations of one period are its entities; a subtree has its own composites and its nodes with the root."""
    result = idx.load(REGIONS).evaluate()
    statistics = idx.statistics(result, periods=["2023"], nodes=["market"])
    assert (statistics.observations.kind, statistics.observations.keys.height) == ("entities", 9)
    assert statistics.reliability["composite"].to_list() == ["market"]
    assert set(statistics.correlations["node"]) == {"market", "market_share", "market_growth"}
    for wrong in ({"periods": ["2019"]}, {"nodes": ["gdp"]}, {"correlation": "cosine"}):
        with pytest.raises(ValueError, match="choose from"):
            idx.statistics(result, **wrong)
