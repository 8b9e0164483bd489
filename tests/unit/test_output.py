"""The machine-readable output keeps its contract, and no output depends on the clock."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from click.testing import CliRunner

import idx
from idx.canonical import fingerprint
from idx.cli import main
from idx.evaluate.result import STAGES
from idx.report.terminal import terminal
from idx.source import display_width

if TYPE_CHECKING:
    from idx.evaluate.result import Result

ROOT = Path(__file__).parents[2]
FILE = str(ROOT / "frameworks" / "2025.idx")
CONTRACT = "node,level,parent,entity,period,raw,score,index,weight,contribution,status,estimated_share"


def run(*arguments: str) -> bytes:
    """Run a command that has to succeed and return its standard output."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


@pytest.fixture(scope="module")
def result() -> Result:
    """Return the result of the 2025 framework."""
    return idx.load(FILE).evaluate()


def rows(**chosen: str) -> list[dict[str, str]]:
    """Return the CSV rows of the 2025 framework that have these values."""
    text = run("eval", FILE, "--format", "csv").decode()
    return [row for row in csv.DictReader(io.StringIO(text)) if all(row[key] == chosen[key] for key in chosen)]


def test_csv_has_exactly_the_columns_of_the_contract() -> None:
    """The header is the contract, and there is a row per node and period."""
    lines = run("eval", FILE, "--format", "csv").decode().splitlines()
    assert lines[0] == CONTRACT
    assert len(lines) == 1 + 44 * 6


def test_csv_rows_stand_in_tree_order(result: Result) -> None:
    """Nodes follow the tree, periods the years."""
    table = result.table
    assert list(dict.fromkeys(table["node"])) == [placement.node for placement in result.framework.placements]
    assert table.filter(pl.col("node") == "total")["period"].to_list() == [str(year) for year in range(2019, 2025)]
    assert table["level"].to_list()[:30:6] == [0, 1, 2, 3, 3]


def test_csv_is_exact(result: Result) -> None:
    """Reading the CSV gives the very numbers of the result."""
    text = run("eval", FILE, "--format", "csv")
    read = pl.read_csv(io.BytesIO(text), schema=result.table.schema)
    assert read.equals(result.table)


def test_weight_is_empty_at_the_root_and_contributions_sum_to_the_parent() -> None:
    """The root has no weight; weight × score of the children is the parent's score."""
    root = rows(node="total", period="2024")[0]
    assert root["weight"] == root["contribution"] == root["parent"] == root["raw"] == ""
    children = rows(parent="total", period="2024")
    assert [float(row["weight"]) for row in children] == [0.25] * 4
    assert sum(float(row["contribution"]) for row in children) == pytest.approx(float(root["score"]), rel=1e-12)


def test_estimated_share_of_the_total() -> None:
    """In 2024 34.72 % of the total's weight is carried forward or estimated."""
    assert round(float(rows(node="total", period="2024")[0]["estimated_share"]), 4) == 0.3472


def test_statuses() -> None:
    """A carried value is E, an interpolated one I, an observed one A; a composite takes the weakest."""
    assert rows(node="rd_programme", period="2024")[0]["status"] == "E"
    assert rows(node="rd_programme", period="2021")[0]["status"] == "I"
    assert rows(node="patents", period="2024")[0]["status"] == "A"
    assert rows(node="incubators", period="2019")[0]["status"] == "U"
    assert rows(node="innovation_platforms", period="2024")[0]["status"] == "A"
    assert rows(node="total", period="2022")[0]["status"] == "I"


def test_json_carries_the_same() -> None:
    """JSON has the results beside framework and provenance."""
    content: dict[str, Any] = json.loads(run("eval", FILE, "--format", "json", "--node", "total"))
    assert list(content) == ["framework", "provenance", "results"]
    assert content["framework"]["version"] == "2025"
    assert set(content["provenance"]) == {"framework_sha256", "data_sha256", "idx", "polars"}
    assert list(content["results"][0]) == CONTRACT.split(",")
    text = rows(node="total", period="2024")[0]
    assert content["results"][-1]["index"] == float(text["index"])


def test_parquet_and_excel_carry_the_same(result: Result, tmp_path: Path) -> None:
    """Parquet and the sheet `results` hold the table; the sheet `table` holds numbers, not text."""
    run("eval", FILE, "-o", str(tmp_path / "r.parquet"))
    assert pl.read_parquet(tmp_path / "r.parquet").equals(result.table)
    run("eval", FILE, "-o", str(tmp_path / "r.xlsx"))
    sheets = pl.read_excel(tmp_path / "r.xlsx", sheet_id=0)
    assert list(sheets) == ["table", "results", "provenance"]
    assert sheets["results"].columns == CONTRACT.split(",")
    assert sheets["results"]["index"].to_list() == pytest.approx(result.table["index"].to_list(), rel=1e-15)
    shown = pl.read_excel(tmp_path / "r.xlsx", sheet_name="table", read_options={"header_row": 2})
    assert shown["2024"][0] == pytest.approx(146.396231, abs=1e-6)


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx", "md", "txt"])
def test_same_input_gives_the_same_bytes(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No artefact carries a clock, a path or a random order."""
    run("eval", FILE, "-o", str(tmp_path / f"one.{ending}"))
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    run("eval", FILE, "-o", str(tmp_path / f"two.{ending}"))
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_layout_and_comments_change_no_hash() -> None:
    """The framework's hash is that of its meaning, the data's that of the observations."""
    text = Path(FILE).read_text(encoding="utf-8")
    stripped = "\n".join(line.partition(" #")[0] for line in text.splitlines() if not line.lstrip().startswith("#"))
    again = idx.loads(stripped.replace("  ", " "), folder=ROOT / "frameworks")
    assert fingerprint(again.model) == fingerprint(idx.load(FILE).model)
    other = idx.loads(text.replace("value = 100", "value = 1"), folder=ROOT / "frameworks")
    assert fingerprint(other.model) != fingerprint(again.model)


def test_order_of_rows_changes_nothing(result: Result) -> None:
    """Shuffled observations give the same results and the same hash."""
    data = pl.read_csv(ROOT / "frameworks" / "data" / "2025.csv", infer_schema=False)
    shuffled = idx.load(FILE).evaluate(data.sample(fraction=1.0, shuffle=True, seed=7))
    assert shuffled.table.equals(result.table)
    assert shuffled.panel.fingerprint() == result.panel.fingerprint()


def test_filters_take_away_rows_and_change_none(result: Result) -> None:
    """`--node` and `--period` filter the output."""
    part = run("eval", FILE, "--format", "csv", "--node", "effect", "--period", "2024").decode().splitlines()
    assert len(part) == 2
    assert part[1] in run("eval", FILE, "--format", "csv").decode().splitlines()
    assert result.table.height == 264


@pytest.mark.parametrize("stage", STAGES)
def test_stages(stage: str, result: Result) -> None:
    """Every stage is a wide frame, and a long one on the command line."""
    frame = result.stage(stage)
    assert frame.columns[:2] == ["entity", "period"]
    assert frame.height == 6
    lines = run("eval", FILE, "--stage", stage, "--format", "csv").decode().splitlines()
    assert lines[0] == "node,entity,period,value"
    assert len(lines) == 1 + 6 * (len(frame.columns) - 2)


def test_what_is_observed_is_not_imputed(result: Result) -> None:
    """The observed stage has holes where the imputed one has values."""
    assert result.stage("observed")["rd_programme"].null_count() == 4
    assert result.stage("imputed")["rd_programme"].null_count() == 0


def test_terminal_table_fits_its_width(result: Result) -> None:
    """On a terminal no line is wider than the screen, and every number is there in full."""
    from idx.report.results import Selection, results_table  # noqa: PLC0415 - beside its only use

    table = results_table(result, Selection(), "index", 1, None)
    for width in (60, 80, 120):
        text = terminal(table, width)
        plain = "".join(part.partition("m")[2] if n else part for n, part in enumerate(text.split("\x1b[")))
        lines = plain.splitlines()[1:]
        assert max(map(display_width, lines[:-1])) <= max(width, 60)
        assert plain.count("146.4") == 1
        assert "\x1b[" in text


def test_library_reads_well(result: Result) -> None:
    """The library's objects say what they are; results are polars frames; the graph is networkx's."""
    framework = idx.load(FILE)
    assert repr(framework) == "<Framework fusion 2025: 17 composites, 27 indicators>"
    assert repr(result) == "<Result of fusion 2025: 44 nodes, 1 entities, 6 periods>"
    assert "<table" in result._repr_html_()
    assert isinstance(result.indices, pl.DataFrame)
    assert framework.graph.number_of_nodes() == 44
    assert framework.graph.number_of_edges() == 43
    assert framework.graph.nodes["patents"]["level"] == 3
    assert "chain" in str(framework.plan)


def test_public_names() -> None:
    """Everything that the package says is public is there."""
    assert idx.__all__ == sorted(idx.__all__)
    assert all(getattr(idx, name) is not None for name in idx.__all__)
    assert set(idx.__all__) <= set(dir(idx))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        idx.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("ending", "count"), [("csv", 264), ("json", 264), ("parquet", 264), ("xlsx", 264), ("md", 44), ("txt", 44)]
)
def test_what_was_written_is_said(ending: str, count: int, tmp_path: Path) -> None:
    """One line on the error stream names the file and counts its rows; standard output stays empty."""
    path = tmp_path / f"r.{ending}"
    result = CliRunner().invoke(main, ["eval", FILE, "-o", str(path)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[-1] == f"Wrote {path}: {count} rows"
    result = CliRunner().invoke(main, ["eval", FILE, "-o", str(path), "--node", "total", "--period", "2024"])
    assert result.stderr.splitlines()[-1] == f"Wrote {path}: 1 row"
    assert "Wrote" not in CliRunner().invoke(main, ["eval", FILE]).stderr
