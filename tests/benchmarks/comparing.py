"""`idx diff`: attribution against one evaluation, and a plain comparison against the two evaluations in it."""

from collections.abc import Callable
from pathlib import Path

import idx
from benchmarks.measure import Comparison as Target
from benchmarks.measure import interleaved, report
from benchmarks.sample import Tree, complete, indicators, text
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
    wide_ones = plain()
    title = f"Comparison without causes: {ENTITIES} entities × {PERIODS} periods, about 1 000 nodes"
    return report(title, interleaved(wide_ones, rounds), [Target(DIFF, TWO, 3.0)]) and met
