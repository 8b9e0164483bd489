"""The alternatives to the framework of 2025: each is clean, and its total is what plain arithmetic gives."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import exp, log
from pathlib import Path

import pytest

import idx
from benchmarks.sample import FRAMEWORK_2025, Tree
from idx.graph import effective_weights
from idx.project.checking import check_with_data
from idx.project.compare import Comparison, compare
from idx.project.sides import evaluate_side, load_side

FOLDER = Path(__file__).parents[2] / "frameworks"
BASE = "2025.idx"
SCENARIOS = ("log_growth", "pillar_levels", "fixed_base", "equal_indicators", "shares_30_20")
FILES = ("2025-patents.idx", "2026-draft.idx")
ALL = (*(f"{BASE}@{name}" for name in SCENARIOS), *FILES)
YEARS = tuple(range(2019, 2025))

Series = dict[int, float]


def loaded(name: str) -> idx.Framework:
    """Return an alternative."""
    return load_side(str(FOLDER / name)).unwrap()


@cache
def total(name: str) -> list[float]:
    """Return the headline of an alternative, as the engine has it: the index, or the score where nothing is linked."""
    framework = loaded(name)
    rows = framework.evaluate().table.filter(node="total").sort("period")
    column = "index" if framework.model.nodes["total"].link else "score"
    values: list[float] = rows[column].to_list()
    return values


# ── The same by plain arithmetic ────────────────────────────────────────────────────────────────────────────


@cache
def observed(table: str = "2025.csv") -> dict[str, Series]:
    """Return the figures of a table by indicator."""
    found: dict[str, Series] = {}
    with (FOLDER / "data" / table).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["indicator"], {})[int(row["period"])] = float(row["value"])
    return found


def filled(known: Series, *, straight: bool = False) -> Series:
    """Return a series with its gaps interpolated, in logarithms unless `straight`, and its last figure carried on."""
    whole: Series = {}
    for start, end in pairwise(sorted(known)):
        for year in range(start, end):
            share = (year - start) / (end - start)
            if straight:
                whole[year] = known[start] + share * (known[end] - known[start])
            else:
                whole[year] = exp(log(known[start]) + share * (log(known[end]) - log(known[start])))
    last = max(known)
    return whole | dict.fromkeys(range(last, YEARS[-1] + 1), known[last])


def leaves(name: str, below: Tree | str) -> list[str]:
    """Return the indicators below a node."""
    if isinstance(below, str) or not below:
        return [name]
    return [leaf for child, more in below.items() for leaf in leaves(child, more)]


def shares(name: str, below: Tree | str, whole: float = 1.0) -> dict[str, float]:
    """Return what indicators weigh in a node, level by level."""
    if isinstance(below, str) or not below:
        return {name: whole}
    found: dict[str, float] = {}
    for child, more in below.items():
        found |= shares(child, more, whole / len(below))
    return found


def symmetric(weights: dict[str, float], panel: dict[str, Series]) -> list[float]:
    """Chain the weighted mean of symmetric growth, from 100."""
    index = [100.0]
    for before, now in pairwise(YEARS):
        growth = sum(w * 200 * (s[now] - s[before]) / (s[now] + s[before]) for w, s in _weighed(weights, panel))
        index.append(index[-1] * (200 + growth) / (200 - growth))
    return index


def geometric(weights: dict[str, float], panel: dict[str, Series]) -> list[float]:
    """Return 100 times the weighted geometric mean of each year's ratios to 2019."""
    return [100 * exp(sum(w * log(s[year] / s[2019]) for w, s in _weighed(weights, panel))) for year in YEARS]


def _weighed(weights: dict[str, float], panel: dict[str, Series]) -> list[tuple[float, Series]]:
    return [(weight, panel[name]) for name, weight in weights.items()]


((ROOT, PILLARS), *_) = FRAMEWORK_2025.items()
assert isinstance(PILLARS, dict)
PANEL = {name: filled(known) for name, known in observed().items()}
EQUAL = shares(ROOT, PILLARS)
PILLAR_SHARES = {"foundation": 0.3, "enterprise": 0.2, "pathway": 0.3, "effect": 0.2}


def pillar_levels() -> list[float]:
    """Return the mean of the four pillars' indices."""
    pillars = [symmetric(shares(name, below), PANEL) for name, below in PILLARS.items()]
    return [sum(values) / 4 for values in zip(*pillars, strict=True)]


def fixed_base() -> list[float]:
    """Return the mean of the levels of 27 indicators, weighted level by level."""
    return [sum(w * 100 * s[year] / s[2019] for w, s in _weighed(EQUAL, PANEL)) for year in YEARS]


def shares_30_20() -> list[float]:
    """Chain the growth of four pillars that weigh 30, 20, 30 and 20 per cent."""
    weights: dict[str, float] = {}
    for name, below in PILLARS.items():
        weights |= shares(name, below, PILLAR_SHARES[name])
    return symmetric(weights, PANEL)


def draft() -> list[float]:
    """Return the draft of 2026: a geometric mean of other indicators with other weights and straight gaps."""
    panel = {name: filled(known, straight=True) for name, known in observed("2026-draft.csv").items()}
    rest = 0.7 / 3
    three, two = rest / 3, rest / 2
    weights = shares("pathway", PILLARS["pathway"], 0.3)
    weights |= dict.fromkeys(("basic_research_share", "joint_fund_share", "patents", "pct_share"), two / 2)
    four = ("enterprise_rd", "rd_personnel", "innovating_firms_share", "hightech_enterprises")
    weights |= dict.fromkeys(four, three / 4)
    pairs = ("supplier_cooperation_share", "enterprise_funded_rd_share", "fortune500_tech_share", "unicorn_share")
    weights |= dict.fromkeys(pairs, three / 2)
    weights |= dict.fromkeys(leaves("effect", PILLARS["effect"]), rest / 7)
    assert sum(weights.values()) == pytest.approx(1)
    return geometric(weights, panel)


BY_HAND = {
    BASE: symmetric(EQUAL, PANEL),
    f"{BASE}@log_growth": geometric(EQUAL, PANEL),
    f"{BASE}@pillar_levels": pillar_levels(),
    f"{BASE}@fixed_base": fixed_base(),
    f"{BASE}@equal_indicators": symmetric(dict.fromkeys(EQUAL, 1 / 27), PANEL),
    f"{BASE}@shares_30_20": shares_30_20(),
    "2025-patents.idx": symmetric(
        EQUAL, PANEL | {"patents": filled(observed("patents_mainland.csv")["patents_mainland"])}
    ),
    "2026-draft.idx": draft(),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_headline_by_plain_arithmetic(name: str) -> None:
    """The total of each alternative in all six years (for the nested sums: law 11)."""
    assert total(name) == pytest.approx(BY_HAND[name], rel=1e-12)


@pytest.mark.parametrize("name", ALL)
def test_the_arithmetic_tells_alternatives_apart(name: str) -> None:
    """No alternative has the headline of the framework itself."""
    assert total(name) != pytest.approx(BY_HAND[BASE], rel=1e-6)


# ── Laws that tell what an alternative does ─────────────────────────────────────────────────────────────────


def test_a_geometric_mean_lies_on_the_right_side() -> None:
    """Law 6: where all indicators grow the symmetric form lies below the geometric mean; here most do."""
    assert all(one > other for one, other in zip(total(f"{BASE}@log_growth")[1:], total(BASE)[1:], strict=True))


def test_fixed_levels_lie_above_a_geometric_mean() -> None:
    """An arithmetic mean of the same ratios is at least their geometric mean."""
    fixed, log_growth = total(f"{BASE}@fixed_base"), total(f"{BASE}@log_growth")
    assert all(one > other for one, other in zip(fixed[1:], log_growth[1:], strict=True))


@pytest.mark.parametrize(("name", "held"), [(BASE, True), (f"{BASE}@pillar_levels", False)])
def test_the_choice_of_base(name: str, held: bool) -> None:  # noqa: FBT001 - a parameter of a test
    """Law 13: a chained growth does not mind which year is 100; a mean of levels does."""
    moved = loaded(name).edited("set method.link.base 2019 -> 2022").unwrap().evaluate()
    indices = moved.table.filter(node="total").sort("period")["index"].to_list()
    scaled = [100 * value / total(name)[3] for value in total(name)]
    assert (indices == pytest.approx(scaled, rel=1e-12)) is held


def test_symmetric_growth_of_a_linked_total_is_its_growth() -> None:
    """Law 12: also for a total over index levels, whose score is the growth that its own link would need."""
    rows = loaded(f"{BASE}@pillar_levels").evaluate().table.filter(node="total").sort("period")
    indices, scores = rows["index"].to_list(), rows["score"].to_list()
    growth = [200 * (now - before) / (now + before) for before, now in pairwise(indices)]
    assert scores[1:] == pytest.approx(growth, rel=1e-12)


def test_patents_of_one_definition() -> None:
    """The index of patents in 2024 is 255.4 as the note in the framework says, and the expectation holds it."""
    framework = loaded("2025-patents.idx")
    index = framework.evaluate().table.filter(node="patents", period="2024")["index"].item()
    assert index == pytest.approx(100 * 475.6 / 186.2, rel=1e-12)
    assert round(index, 1) == 255.4
    assert framework.verify().passed


def test_all_indicators_weigh_the_same() -> None:
    """Every indicator is a twenty-seventh of the total, exactly."""
    weights = effective_weights(loaded(f"{BASE}@equal_indicators").model, "total")
    assert {weights[name] for name in EQUAL} == {Fraction(1, 27)}


# ── Clean, and told apart by their differences ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [BASE, *FILES])
def test_clean(name: str) -> None:
    """Nothing is found in files and data but what they allow."""
    assert check_with_data(idx.load(FOLDER / name)).diagnostics == ()


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_said_of_the_results(name: str) -> None:
    """An evaluation has no warnings."""
    framework = loaded(name)
    assert framework.diagnostics == ()
    assert framework.evaluate().diagnostics == ()


def comparison(name: str) -> Comparison:
    """Compare an alternative with the framework itself."""
    return compare(evaluate_side(BASE, loaded(BASE)), evaluate_side(name, loaded(name)))


@pytest.mark.parametrize("name", ALL)
def test_every_cause_has_a_reason(name: str) -> None:
    """What moves a value says why."""
    attribution = comparison(name).attribution
    assert attribution is not None
    for cause in attribution.causes:
        assert cause.reasons or all(change.verb == "add" for change in cause.changes)


@pytest.mark.parametrize("name", [f"{BASE}@{scenario}" for scenario in SCENARIOS])
def test_a_scenario_is_one_cause(name: str) -> None:
    """Each scenario asks one question."""
    attribution = comparison(name).attribution
    assert attribution is not None
    assert len(attribution.causes) == 1


def test_the_draft_has_eight_causes() -> None:
    """Eight groups of changes, so 256 coalitions, and their shares add up to the difference of the total."""
    found = comparison("2026-draft.idx")
    attribution = found.attribution
    assert attribution is not None
    assert len(attribution.causes) == 8
    assert attribution.coalitions == 256
    assert attribution.merges == ()
    assert all(abs(attribution.nodes["total"].shares).max(axis=1) > 0.05)
    differences = [after - before for before, after in zip(total(BASE), total("2026-draft.idx"), strict=True)]
    assert attribution.nodes["total"].shares.sum(axis=0) == pytest.approx(differences, abs=1e-9)
