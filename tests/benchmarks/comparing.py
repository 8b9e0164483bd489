"""`idx diff`: attribution against one evaluation, and a plain comparison against the two evaluations in it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

import idx
from benchmarks.measure import Comparison as Target
from benchmarks.measure import interleaved, report
from benchmarks.sample import FIRST_PERIOD, Tree, complete, indicators, text
from idx.project.compare import Comparison, Wanted, compare
from idx.project.sides import Side

FRAMEWORKS = Path(__file__).parents[2] / "frameworks"
DRAFT = FRAMEWORKS / "2026-draft.idx"
ATTRIBUTION, ONE, DIFF, TWO = (
    "attribution of eight causes",
    "one evaluation",
    "diff, causes left out",
    "two evaluations",
)
ENTITIES, PERIODS, BRANCHES = 100, 20, 10
YEAR, SIX_CHANGES = "diff of one more year, with causes", "diff of six changes, with causes"
HEAD = """framework example
version "1"

method {
  missing null
  normalise min_max(reference = all_periods, to = 1..100)
  weighting equal
  aggregate arithmetic
}

"""
SIX = {
    "min_max(reference = all_periods, to = 1..100)": "z_score(reference = all_periods, sd = sample)",
    "missing null": "missing drop(min_coverage = 50%)",
    "p0 {": "p0 weight 30% {",
    "p1 {": "p1 aggregate median {",
    "    i2_0\n": "    i2_0 direction negative\n",
    "    i3_0\n": "",
}


def wide(branches: int = BRANCHES) -> Tree:
    """Return a tree of about a thousand nodes: three levels of composites with nine indicators in each of the last."""
    return {
        "total": {
            f"p{one}": {
                f"p{one}_{two}": {f"i{one}_{two}_{three}": {} for three in range(branches - 1)}
                for two in range(branches)
            }
            for one in range(branches)
        }
    }


def changed(statement: str) -> str:
    """Return the framework with another method and another weight."""
    return statement.replace("normalise symmetric_growth", "normalise log_growth").replace("p1 {", "p1 weight 20% {")


def attribution() -> tuple[dict[str, Callable[[], object]], Comparison]:
    """Return the attribution of the draft's changes and one evaluation, and what the attribution comes to."""
    before, after = idx.load(FRAMEWORKS / "2025.idx"), idx.load(DRAFT)
    panel = before.read()
    pair = (Side("2025", before, before.evaluate(panel)), Side("draft", after, after.evaluate()))

    def one() -> object:
        result = before.evaluate(panel)
        return result.scores, result.indices

    return {ATTRIBUTION: lambda: compare(*pair), ONE: one}, compare(*pair)


def panel_of(entities: int, pillars: int, each: int, periods: int) -> tuple[str, pl.DataFrame]:
    """Return a framework of min-max scores over all periods in pillars of several indicators, and random data."""
    names = [[f"i{pillar}_{number}" for number in range(each)] for pillar in range(pillars)]
    tree = "".join(
        f"  p{place} {{\n" + "".join(f"    {name}\n" for name in inside) + "  }\n" for place, inside in enumerate(names)
    )
    draw = np.random.default_rng(0)
    columns = {name: draw.uniform(1, 100, entities * periods) for inside in names for name in inside}
    keys = {
        "entity": np.repeat([f"e{number:04d}" for number in range(entities)], periods),
        "period": np.tile([str(FIRST_PERIOD + step) for step in range(periods)], entities),
    }
    return HEAD + f"index total {{\n{tree}}}\n", pl.DataFrame(keys | columns)


def yearly(
    entities: int = 200, pillars: int = 5, each: int = 10, periods: int = 11
) -> tuple[dict[str, Callable[[], object]], Callable[[], Comparison]]:
    """Return a comparison of two editions, of which the new one has a year more, and the two evaluations in it."""
    statement, whole = panel_of(entities, pillars, each, periods)
    short = whole.filter(pl.col("period") != str(FIRST_PERIOD + periods - 1))
    frameworks = idx.loads(statement), idx.loads(statement)
    return _both(frameworks, (short, whole), YEAR, TWO)


def six_changes(
    entities: int = 200, pillars: int = 5, each: int = 10, periods: int = 11
) -> tuple[dict[str, Callable[[], object]], Callable[[], Comparison]]:
    """Return a comparison of two editions with six changes of method and structure, and the two evaluations in it."""
    statement, whole = panel_of(entities, pillars, each, periods)
    other = statement
    for old, new in SIX.items():
        assert other.count(old) == 1
        other = other.replace(old, new)
    return _both((idx.loads(statement), idx.loads(other)), (whole, whole), SIX_CHANGES, TWO)


def _both(
    frameworks: tuple[idx.Framework, idx.Framework], frames: tuple[pl.DataFrame, pl.DataFrame], name: str, plain: str
) -> tuple[dict[str, Callable[[], object]], Callable[[], Comparison]]:
    panels = [framework.read(frame) for framework, frame in zip(frameworks, frames, strict=True)]

    def two() -> tuple[Side, Side]:
        one, other = (framework.evaluate(panel) for framework, panel in zip(frameworks, panels, strict=True))
        return Side("a", frameworks[0], one), Side("b", frameworks[1], other)

    def compared() -> Comparison:
        return compare(*two(), Wanted(nodes=()))

    return {name: compared, plain: two}, compared


def plain(
    entities: int = ENTITIES, periods: int = PERIODS, branches: int = BRANCHES
) -> dict[str, Callable[[], object]]:
    """Return a comparison of two wide frameworks, and the two evaluations that it needs, on data read beforehand."""
    tree = wide(branches)
    frame = complete(indicators(tree), entities, periods)
    before, after = idx.loads(text(tree, periods)), idx.loads(changed(text(tree, periods)))
    panels = before.read(frame), after.read(frame)

    def two() -> tuple[Side, Side]:
        results = before.evaluate(panels[0]), after.evaluate(panels[1])
        return Side("a", before, results[0]), Side("b", after, results[1])

    return {DIFF: lambda: compare(*two(), Wanted(attributed=False)), TWO: two}


def run(rounds: int = 9) -> bool:
    """Measure both; return whether the targets are met."""
    candidates, outcome = attribution()
    causes = outcome.attribution
    count = causes.coalitions if causes else 0
    title = f"Attribution at every node and period: {count} coalitions of {len(causes.causes) if causes else 0} causes"
    met = report(title, interleaved(candidates, rounds), [Target(ATTRIBUTION, ONE, 40.0)])
    for make, target in ((yearly, 3.0), (six_changes, 20.0)):
        candidates, _ = make()
        title = f"Two editions of 200 entities × 50 indicators × 11 periods: {next(iter(candidates))}"
        met = report(title, interleaved(candidates, rounds), [Target(next(iter(candidates)), TWO, target)]) and met
    wide_ones = plain()
    title = f"Comparison without causes: {ENTITIES} entities × {PERIODS} periods, about 1 000 nodes"
    return report(title, interleaved(wide_ones, rounds), [Target(DIFF, TWO, 3.0)]) and met
