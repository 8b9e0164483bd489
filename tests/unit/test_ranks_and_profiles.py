"""Ranks with ties and groups, their changes, and profiles of entities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import idx
from idx.analysis.profile.peers import peers
from idx.analysis.ranks import TIES
from idx.cli import main

if TYPE_CHECKING:
    from idx.analysis.ranks import Ties
    from idx.evaluate.result import Result

ROOT = Path(__file__).parents[2]
REGIONS = str(ROOT / "frameworks" / "regions.idx")
SCHEMA = json.loads((ROOT / "docs" / "profile.schema.json").read_text(encoding="utf-8"))
FRAMEWORK = """framework example
version "1"
group kind
method {
  normalise none
  weighting equal
  aggregate arithmetic
  missing null
}
index total {
  a unit %
  b unit %
}
"""
Values = dict[str, float | None]


@pytest.fixture(scope="module")
def regions() -> Result:
    """Return the results of the panel."""
    return idx.load(REGIONS).evaluate()


def evaluated(a: Values, framework: str = FRAMEWORK) -> Result:
    """Evaluate a small framework; entities whose names begin alike are of one kind."""
    rows = [(name, name[0] if name[0] != "_" else None, value, value) for name, value in a.items()]
    data = pl.DataFrame(rows, schema=["entity", "kind", "a", "b"], orient="row")
    return idx.loads(framework).evaluate(data)


def of(result: Result, node: str = "total", **options: object) -> dict[str, float | None]:
    """Return each entity's rank at a node."""
    frame = idx.ranks(result, [node], **options)  # type: ignore[arg-type]
    return dict(frame.select("entity", "rank").rows())


def naive_rank(value: float, among: list[float], ties: str) -> float:
    """Return a rank in plain Python, the highest first."""
    better, equal = sum(other > value for other in among), sum(other == value for other in among)
    match ties:
        case "lowest":
            return better + 1
        case "highest":
            return better + equal
        case "average":
            return better + (equal + 1) / 2
    return len({other for other in among if other > value}) + 1


@pytest.mark.parametrize("ties", list(TIES))
@given(values=st.lists(st.none() | st.integers(0, 5).map(float), min_size=2, max_size=9))
def test_ranks_are_those_of_plain_python(ties: Ties, values: list[float | None]) -> None:
    """Whatever equal values get, and with values missing; in groups, too."""
    named: Values = {f"{'xy'[at % 2]}{at}": value for at, value in enumerate(values)}
    if not any(value is not None for value in values):
        return
    result = evaluated(named)
    there = [value for value in values if value is not None]
    for name, rank in of(result, ties=ties).items():
        value = named[str(name)]
        assert rank == (None if value is None else naive_rank(value, there, ties))
    for name, rank in of(result, ties=ties, group="kind").items():
        value = named[str(name)]
        alike = [other for key, other in named.items() if key[0] == str(name)[0] and other is not None]
        assert rank == (None if value is None else naive_rank(value, alike, ties))


def test_ranks_are_those_of_the_result(regions: Result) -> None:
    """The default is what formulas and expectations see as `x.rank`."""
    frame = idx.ranks(regions)
    for name in frame["node"].unique():
        own = regions.window.show(regions.ranks(name).to_frame("rank"))["rank"]
        assert frame.filter(pl.col("node") == name)["rank"].to_list() == own.to_list()


def test_low_is_good_under_a_negative_root() -> None:
    """Ranks run from the lowest, and so do standings."""
    result = evaluated(
        {"x": 1.0, "y": 2.0, "z": 9.0}, FRAMEWORK.replace("index total {", "index total direction negative {")
    )
    assert of(result) == {"x": 1.0, "y": 2.0, "z": 3.0}
    profile = idx.profile(result, "x")
    assert profile.strengths["node"].to_list() == ["a", "b"]
    assert profile.nodes["standing"][0] > 0 > profile.nodes["from_mean"][0]


def test_changes_are_places_gained_since_the_period_before(regions: Result) -> None:
    """Up is positive; the first period has no change, nor has one after a gap."""
    frame = idx.ranks(regions, ["market"]).filter(pl.col("entity") == "乙省")
    assert frame["rank"].to_list() == [2.0, 2.0, 2.0, 1.0]
    assert frame["change"].to_list() == [None, 0.0, 0.0, 1.0]
    rows = [
        ("x", "2020", 1.0),
        ("x", "2021", None),
        ("x", "2022", 3.0),
        ("y", "2020", 2.0),
        ("y", "2021", 1.0),
        ("y", "2022", 1.0),
    ]
    data = pl.DataFrame([{"entity": e, "period": p, "kind": "k", "a": v, "b": v} for e, p, v in rows])
    gap = idx.ranks(idx.loads(FRAMEWORK).evaluate(data), ["total"])
    assert gap["rank"].to_list() == [2.0, None, 1.0, 1.0, 1.0, 2.0]
    assert gap["change"].to_list() == [None, None, None, None, 0.0, -1.0]


def test_an_entity_without_a_group_has_no_rank_in_groups() -> None:
    """It is ranked among all, and not among those that have no group either."""
    result = evaluated({"_": 9.0, "_2": 8.0, "x": 1.0})
    assert of(result) == {"_": 1.0, "_2": 2.0, "x": 3.0}
    assert of(result, group="kind") == {"_": None, "_2": None, "x": 1.0}
    profile = idx.profile(result, "_", group="kind")
    assert profile.in_group is None
    assert profile.nodes["group_mean"].to_list() == [None] * 3


def test_unknown_names_are_named(regions: Result) -> None:
    """What there is to choose from, or the nearest name, stands in the message."""
    with pytest.raises(ValueError, match="no group 'area': choose from region"):
        idx.ranks(regions, group="area")
    with pytest.raises(ValueError, match="no way with ties"):
        idx.ranks(regions, ties="first")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="did you mean '甲省'"):
        idx.profile(regions, "甲")
    with pytest.raises(ValueError, match="no period '2019'"):
        idx.profile(regions, "甲省", "2019")
    with pytest.raises(ValueError, match="no entity '全国'"):  # it is there, and not evaluated
        idx.profile(regions, "全国")


def test_a_profile_holds_an_entity_against_all(regions: Result) -> None:
    """Means, medians and standings are those of plain Python."""
    profile = idx.profile(regions, "壬省", group="region")
    last = regions.scores.filter(pl.col("period") == "2023")
    values = dict(zip(last["entity"], last["market_share"], strict=True))
    mean = sum(values.values()) / 9
    sd = (sum((value - mean) ** 2 for value in values.values()) / 8) ** 0.5
    row = profile.nodes.row(by_predicate=pl.col("node") == "market_share", named=True)
    assert row["value"] == values["壬省"]
    assert row["mean"] == pytest.approx(mean)
    assert row["median"] == sorted(values.values())[4]
    assert row["standing"] == pytest.approx((values["壬省"] - mean) / sd)
    assert row["group_mean"] == pytest.approx(sum(values[name] for name in ("庚省", "辛省", "壬省")) / 3)
    assert (profile.in_group, row["group_rank"], row["group_ranked"]) == ("西部", 3.0, 3)


def test_strengths_and_weaknesses_are_on_either_side(regions: Result) -> None:
    """No indicator is both, formulas over results are neither, and the best rank stands first."""
    for entity in regions.entities:
        profile = idx.profile(regions, str(entity))
        strong, weak = profile.strengths, profile.weaknesses
        assert not set(strong["node"]) & set(weak["node"])
        assert "lead" not in {*strong["node"], *weak["node"]}
        assert strong["rank"].to_list() == sorted(strong["rank"])
        assert weak["rank"].to_list() == sorted(weak["rank"], reverse=True)


def test_a_profile_says_what_is_missing_and_filled(regions: Result) -> None:
    """A filled cell, one computed from a filled cell, and one that is not there."""
    lacking = idx.profile(regions, "壬省").lacking
    assert lacking.select("node", "status", "filled").rows() == [
        ("rd_intensity", "E", True),
        ("regional_intensity", "E", False),
    ]
    first = idx.profile(regions, "甲省", "2020").lacking
    assert first.select("node", "raw", "status").rows() == [("market_growth", None, "M")]


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=3, max_size=8))
def test_peers_stand_by_distance(points: list[tuple[float, float]]) -> None:
    """The distance is the root of the mean squared difference, and the nearest stands first."""
    rows = [(node, f"e{at}", point[place]) for at, point in enumerate(points) for place, node in enumerate("ab")]
    frame = pl.DataFrame(rows, schema=["node", "entity", "standing"], orient="row")
    found = peers(frame, "e0", ["a", "b"])
    (x, y), distances = points[0], dict(found.select("entity", "distance").rows())
    for at, (u, v) in enumerate(points[1:], 1):
        assert distances[f"e{at}"] == pytest.approx((((u - x) ** 2 + (v - y) ** 2) / 2) ** 0.5, abs=1e-9)
    assert found["distance"].to_list() == sorted(found["distance"])


def test_a_peer_has_half_of_the_indicators_at_least() -> None:
    """An entity known by one indicator in three is nobody's peer."""
    rows = [(node, entity, 1.0) for entity in ("x", "y") for node in "abc"] + [("a", "z", 1.0)]
    frame = pl.DataFrame(rows, schema=["node", "entity", "standing"], orient="row")
    assert peers(frame, "x", list("abc"))["entity"].to_list() == ["y"]


@pytest.mark.parametrize(
    "options", [[], ["--group", "region", "--period", "2020"], ["--ties", "average", "--top", "1"]]
)
def test_json_keeps_to_its_schema(options: list[str]) -> None:
    """With and without a group, and in a period with missing values."""
    result = CliRunner().invoke(main, ["profile", REGIONS, "甲省", "--format", "json", *options])
    assert result.exit_code == 0, result.output
    jsonschema.validate(json.loads(result.stdout), SCHEMA)


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx", "md"])
def test_ranks_as_files(tmp_path: Path, ending: str) -> None:
    """Every format has ranks; the exact ones those of all nodes, in full precision."""
    path = tmp_path / f"ranks.{ending}"
    arguments = ["eval", REGIONS, "--value", "rank", "--ties", "average", "-o", str(path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    frame = idx.ranks(idx.load(REGIONS).evaluate(), ties="average")
    match ending:
        case "csv":
            assert pl.read_csv(path, schema=frame.schema).equals(frame)
        case "parquet":
            assert pl.read_parquet(path).equals(frame)
        case "json":
            assert json.loads(path.read_text("utf-8"))["results"] == frame.to_dicts()
        case "xlsx":
            roots = frame.filter(pl.col("node").is_in(["capacity", "within_region", "lead"]))
            assert pl.read_excel(path, sheet_name="results")["rank"].to_list() == roots["rank"].to_list()


def test_indices_that_differ_by_rounding_share_a_rank() -> None:
    """A constant over its own mean is 100 to the last bits only."""
    text = FRAMEWORK.replace("normalise none", "normalise simple_growth\n  link chain(base = 2015..2017, value = 100)")
    names = [f"E{number}" for number in range(12)]
    rows = [(name, "k", period, 1.05**number, 1.0) for number, name in enumerate(names) for period in range(2015, 2018)]
    data = pl.DataFrame(rows, schema=["entity", "kind", "period", "a", "b"], orient="row")
    result = idx.loads(text).evaluate(data)
    assert len(set(result.indices["a"])) > 1
    assert set(idx.ranks(result, ["a"])["rank"]) == {1.0}
    assert set(result.ranks("a")) == {1.0}


def test_what_cancels_out_shares_a_rank() -> None:
    """A formula's result is zero where only the last bits of what cancels out are left, beside others that are not."""
    text = """framework f
version "1"
series a
series b
series c
method {
  normalise none
  weighting equal
  aggregate arithmetic
}
indicator rest formula a + b - c
index total {
  rest
}
"""
    data = pl.DataFrame({"entity": ["A", "B", "C"], "a": [0.1, 0.3, 5.0], "b": [0.2, 0.3, 5.0], "c": [0.3, 0.6, 1.0]})
    result = idx.loads(text).evaluate(data)
    assert result.raw["rest"][0] != result.raw["rest"][1]
    assert idx.ranks(result, ["rest"])["rank"].to_list() == [2.0, 2.0, 1.0]
    assert list(result.ranks("total")) == [2.0, 2.0, 1.0]
