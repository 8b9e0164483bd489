"""The 2025 framework: its tree, its data, and the 26 values that the report prints."""

import csv
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

import idx
from idx.model import OWN_LANGUAGE, Indicator
from reference_data import FRAMEWORKS, reference_folder

if TYPE_CHECKING:
    from idx.analysis.verify import Finding

DATA = FRAMEWORKS / "data" / "2025.csv"
MET, BY_DEFINITION, WIDER = "met", "met by definition", "met within a wider tolerance"
NO_IMPLIED_FIGURE = {
    ("innovation_vitality", "2023"),
    ("standards_leadership", "2023"),
    ("commercialisation", "2023"),
    ("patents", "2024"),
}
WIDER_TOLERANCES = {
    ("total", "2023"): Fraction("0.15"),
    ("foundation", "2023"): Fraction("0.4"),
    ("collaborative_rd", "2023"): Fraction("0.2"),
    ("innovative_firms", "2024"): Fraction("0.1"),
    ("industrial_agglomeration", "2024"): Fraction("0.1"),
    ("pct_share", "2024"): Fraction("0.1"),
}
STEP_OF_TOLERANCES = Fraction("0.05")
ESTIMATED_SHARE_OF_TOTAL = {2019: 0.1875, 2020: 0.6389, 2021: 0.5278, 2022: 0.6215, 2023: 0.3785, 2024: 0.3472}

Key = tuple[str, str]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV table as text."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def framework() -> idx.Framework:
    """Load the framework once."""
    return idx.load(FRAMEWORKS / "2025.idx")


@cache
def result() -> idx.Result:
    """Evaluate the framework on its own data once."""
    return framework().evaluate()


@cache
def findings() -> "dict[Key, Finding]":
    """Return the finding on each published value, by node and period."""
    verified = framework().verify(result()).findings
    by_key = {(finding.node, str(finding.period)): finding for finding in verified}
    assert len(by_key) == len(verified)
    return by_key


def nodes() -> pl.DataFrame:
    """Return one row per node of the tree, in its order."""
    return result().table.filter(pl.col("period") == "2024")


def index_of(node: str, period: str) -> float:
    """Return one index value."""
    value = result().indices.filter(pl.col("period") == period)[node].item()
    assert isinstance(value, float)
    return value


# ── The tree ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_tree_has_4_12_and_27_nodes() -> None:
    """One total, four level-1, twelve level-2 and twenty-seven level-3 nodes, each name once."""
    assert Counter(nodes()["level"].to_list()) == {0: 1, 1: 4, 2: 12, 3: 27}
    assert nodes()["node"].n_unique() == 44


def test_the_tree_is_that_of_the_report() -> None:
    """Names, parents and order are those of table 1."""
    indicators = rows_of(reference_folder("caict-2025") / "indicators.csv")
    stated = [(row["node"], int(row["level"]), row["parent"] or None) for row in indicators]
    assert nodes().select("node", "level", "parent").rows() == stated


def test_labels_and_units_are_those_of_the_report() -> None:
    """Both languages and the unit are those of table 1."""
    indicators = rows_of(reference_folder("caict-2025") / "indicators.csv")
    for row in indicators:
        node = framework().model.nodes[row["node"]]
        assert node.labels == {OWN_LANGUAGE: row["label_zh"], "en": row["label_en"]}
        assert (node.unit if isinstance(node, Indicator) else None) == (row["unit"] or None)


def test_every_indicator_has_a_source() -> None:
    """A reader sees for each indicator who publishes it."""
    sources = [indicator.source for indicator in framework().model.indicators]
    assert len(sources) == 27
    assert all(sources)


def test_weights_are_equal_level_by_level() -> None:
    """Siblings share their parent's weight equally, in every period."""
    siblings = Counter(nodes()["parent"].drop_nulls().to_list())
    weighted = result().table.filter(pl.col("parent").is_not_null())
    assert weighted.height == 43 * 6
    for parent, weight in weighted.select("parent", "weight").rows():
        assert weight == pytest.approx(1 / siblings[parent], rel=1e-12)


# ── The data ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_data_are_the_observations_of_the_report() -> None:
    """No observation is lost, added or altered."""
    collected = rows_of(reference_folder("caict-2025") / "observations.csv")
    ours = rows_of(DATA)
    assert list(ours[0]) == list(collected[0])
    assert {tuple(row.values()) for row in ours} == {tuple(row.values()) for row in collected}
    assert len(ours) == len(collected) == 106


def test_the_data_stand_in_the_order_of_the_tree() -> None:
    """Rows follow the tree, then the period, so that a revision shows as a change of one line."""
    order = {node: position for position, node in enumerate(nodes()["node"])}
    keys = [(order[row["indicator"]], int(row["period"])) for row in rows_of(DATA)]
    assert all(earlier < later for earlier, later in pairwise(keys))


def test_observed_values_enter_unaltered() -> None:
    """What the data state is what the evaluation uses."""
    for row in rows_of(DATA):
        used = result().raw.filter(pl.col("period") == row["period"])[row["indicator"]].item()
        assert used == float(row["value"]), row


# ── What comes out ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_published_values_are_reconstructed() -> None:
    """All 26 values come out as an independent computation has them."""
    published = rows_of(reference_folder("caict-2025") / "published.csv")
    assert len(published) == 26
    for row in published:
        assert index_of(row["node"], row["period"]) == pytest.approx(float(row["reconstructed"]), abs=1e-6), row


def test_the_expectations_are_the_published_values() -> None:
    """Each expectation states the figure that the report prints, and the rounding of its print."""
    published = rows_of(reference_folder("caict-2025") / "published.csv")
    printed = {(r["node"], r["period"]): (Fraction(r["index"]), Fraction(r["tolerance"])) for r in published}
    assert {key: (finding.expected, finding.printed) for key, finding in findings().items()} == printed


def test_a_finding_is_about_the_index() -> None:
    """The value got is the node's index, and the difference is from the expected one."""
    for (node, period), finding in findings().items():
        assert finding.column == "index"
        assert finding.got == index_of(node, period)
        assert finding.difference == pytest.approx(finding.got - float(finding.expected), abs=1e-12)


def test_verdicts() -> None:
    """Of 26 values, 19 are met, one is the base, six need a wider tolerance, and none is missed."""
    assert Counter(finding.verdict for finding in findings().values()) == {MET: 19, BY_DEFINITION: 1, WIDER: 6}
    assert findings()["total", "2019"].verdict == BY_DEFINITION
    assert {key for key, finding in findings().items() if finding.verdict == WIDER} == set(WIDER_TOLERANCES)


def test_only_four_met_values_rest_on_no_implied_figure() -> None:
    """A value that rests on a figure solved from published values is not an independent match."""
    met = {key: finding for key, finding in findings().items() if finding.verdict == MET}
    assert {key for key, finding in met.items() if finding.basis["implied"] == 0} == NO_IMPLIED_FIGURE
    assert sum(finding.basis["implied"] > 0 for finding in met.values()) == 15


def test_counts() -> None:
    """The summary of the verification says the same, and how many matches are circular."""
    assert framework().verify(result()).counts == {
        "met without any implied figure": 4,
        "met resting in part on implied figures": 15,
        "circular": 13,
        "met by definition": 1,
        "met within a wider tolerance": 6,
        "missed": 0,
    }


@pytest.mark.parametrize("key", sorted(WIDER_TOLERANCES))
def test_wider_tolerances_are_just_enough(key: Key) -> None:
    """The print's rounding is exceeded, and a tolerance one step narrower would be too."""
    finding = findings()[key]
    assert finding.tolerance == WIDER_TOLERANCES[key]
    assert finding.difference is not None
    assert max(finding.printed, finding.tolerance - STEP_OF_TOLERANCES) < abs(finding.difference) <= finding.tolerance


def test_the_other_tolerances_are_those_of_the_print() -> None:
    """No other value has been given more room than the rounding of its print."""
    others = [finding for key, finding in findings().items() if key not in WIDER_TOLERANCES]
    assert len(others) == 20
    assert all(finding.tolerance == finding.printed for finding in others)


def test_matches_with_a_source_of_their_own_data_are_circular() -> None:
    """A value is circular when a figure behind it was solved from that very value."""
    named = [row["solved_from"].split(";") for row in rows_of(DATA) if row["solved_from"]]
    solved_from = {(node, period) for names in named for node, period in map(str.split, names)}
    assert len(solved_from) == 14
    assert {key for key, finding in findings().items() if finding.circular} == solved_from


def test_shares_of_the_basis() -> None:
    """The basis of an index is the weight of its indicators by their weakest figure since the base period."""
    total = findings()["total", "2024"].basis
    assert {word: Fraction(share).limit_denominator(288) for word, share in total.items()} == {
        "observed": Fraction(43, 288),
        "interpolated": Fraction(54, 288),
        "carried": Fraction(73, 288),
        "unverified": Fraction(9, 288),
        "implied": Fraction(109, 288),
    }
    for finding in findings().values():
        assert float(sum(finding.basis.values())) == pytest.approx(1, abs=1e-12)


def test_a_lone_indicator_rests_on_its_two_ends() -> None:
    """Patents 2024 counts as observed: its implied figure of 2023 does not touch its index of 2024."""
    assert findings()["patents", "2024"].basis["observed"] == 1
    assert findings()["patent_supply", "2024"].basis["implied"] == pytest.approx(0.5)


@pytest.mark.parametrize("year", sorted(ESTIMATED_SHARE_OF_TOTAL))
def test_estimated_share_of_the_total(year: int) -> None:
    """The share of the total's weight that stands on estimated or filled figures of the year."""
    total = result().table.filter((pl.col("node") == "total") & (pl.col("period") == str(year)))
    assert total["estimated_share"].item() == pytest.approx(ESTIMATED_SHARE_OF_TOTAL[year], abs=5e-5)


def test_contributions_sum_to_the_score_of_the_parent() -> None:
    """In every period with growth, what the children contribute is the growth of their parent."""
    table = result().table
    contributed = table.group_by("parent", "period").agg(pl.col("contribution").sum(), children=pl.len())
    parents = table.join(contributed, left_on=["node", "period"], right_on=["parent", "period"], suffix="_of_children")
    compared = parents.filter(pl.col("score").is_not_null())
    assert compared.height == 17 * 5
    for score, contributions in compared.select("score", "contribution_of_children").rows():
        assert contributions == pytest.approx(score, abs=1e-10)
