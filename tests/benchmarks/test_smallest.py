"""The benchmarks at their smallest size: they agree, and what they do is counted instead of timed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import idx
from benchmarks import comparing, editions, engine, filling, handwritten, language, scoring
from benchmarks.arrays import Tables, arrays
from benchmarks.measure import Comparison as Target
from benchmarks.measure import interleaved, ratio, report, table
from benchmarks.sample import (
    FRAMEWORK_2025,
    INDICATORS,
    NODES,
    Tree,
    complete,
    indicators,
    levels,
    nodes,
    text,
    with_gaps,
)
from idx.analysis.attribution import coalitions
from idx.project.compare import Comparison
from idx.syntax.grammar import parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from idx.diagnostics import Outcome
    from idx.evaluate.result import Result
    from idx.panel.model import Panel
    from idx.plan import Plan

ENTITIES, PERIODS = 100, 30
COLLECTS_PER_LEVEL = 2


@pytest.fixture(scope="module")
def whole() -> pl.DataFrame:
    """Draw the smallest complete panel."""
    return complete(INDICATORS, ENTITIES)


@pytest.fixture(scope="module")
def gaps(whole: pl.DataFrame) -> pl.DataFrame:
    """Empty a twentieth of its cells."""
    return with_gaps(whole)


def assert_same(ours: Tables, theirs: Tables, tolerance: float) -> None:
    """Compare the results' columns by name, periods as text; growth near zero absolutely, in the range of scores."""
    for pair in zip(ours, theirs, strict=True):
        one, other = (each.select("entity", pl.col("period").cast(pl.String), *NODES) for each in pair)
        assert_frame_equal(one, other, rel_tol=tolerance, abs_tol=200 * tolerance)


def test_the_tree_is_that_of_2025() -> None:
    """One root, 4, 12 and 27 nodes."""
    assert [len(level) for level in levels(FRAMEWORK_2025)] == [12, 4, 1]
    assert len(indicators(FRAMEWORK_2025)) == 27


@pytest.mark.parametrize("form", [handwritten.scanned, handwritten.mixed, arrays])
def test_hand_written_forms_agree(form: handwritten.Form, whole: pl.DataFrame) -> None:
    """Every form computes what the obvious one does."""
    assert_same(form(whole), handwritten.grouped(whole), 1e-12)


def test_hand_written_fills_agree(whole: pl.DataFrame, gaps: pl.DataFrame) -> None:
    """Filling the missing cells alone equals filling by whole columns, and there are cells to fill."""
    assert gaps.select(INDICATORS).null_count().sum_horizontal().item() > 0.04 * whole.height * 27
    assert_frame_equal(filling.sparse(gaps), filling.dense(gaps), rel_tol=1e-12)


def test_engine_agrees_on_complete_values(whole: pl.DataFrame) -> None:
    """The engine and the fastest form compute the same numbers."""
    assert_same(engine.prepared(whole)(), arrays(whole), 1e-9)


def test_engine_agrees_on_filled_values(gaps: pl.DataFrame) -> None:
    """So they do where values are interpolated and carried forward."""
    assert_same(engine.prepared(gaps)(), filling.evaluated(gaps), 1e-9)


def tree(composites: int) -> Tree:
    """Make a root over so many composites of three indicators each."""
    return {"root": {f"c{number}": {f"c{number}_{leaf}": {} for leaf in "xyz"} for number in range(composites)}}


def test_steps_grow_linearly_with_nodes() -> None:
    """Twice as many nodes take twice as many more steps, a few per node."""

    def steps(composites: int) -> int:
        return sum(len(level) for level in idx.loads(text(tree(composites))).plan.levels)

    ten, twenty, forty = steps(10), steps(20), steps(40)
    assert forty - twenty == 2 * (twenty - ten)
    assert forty <= 4 * len(list(nodes(tree(40))))


@pytest.fixture
def collects(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the queries that run: each appends its number of columns."""
    counted: list[int] = []
    collect: Callable[..., pl.DataFrame] = pl.LazyFrame.collect

    def counting(frame: pl.LazyFrame, *arguments: object, **options: object) -> pl.DataFrame:
        outcome = collect(frame, *arguments, **options)
        counted.append(outcome.width)
        return outcome

    monkeypatch.setattr(pl.LazyFrame, "collect", counting)
    return counted


def test_queries_are_bounded_per_level_and_independent_of_entities(collects: list[int]) -> None:
    """An evaluation runs a few queries per level, for ten entities and for forty."""
    counts = []
    for entities in (10, 40):
        evaluate = engine.prepared(with_gaps(complete(INDICATORS, entities)))
        collects.clear()
        evaluate()
        counts.append(len(collects))
    depth = len(idx.loads(text(FRAMEWORK_2025)).plan.levels)
    assert counts[0] == counts[1] <= COLLECTS_PER_LEVEL * depth


def test_results_are_proportional_to_the_panel() -> None:
    """Four times the entities give four times the bytes, little more than eight a cell."""
    sizes = []
    for entities in (ENTITIES, 4 * ENTITIES):
        results = engine.prepared(complete(INDICATORS, entities))()
        sizes.append(sum(each.estimated_size() for each in results))
    assert sizes[1] == pytest.approx(4 * sizes[0], rel=0.02)
    cells = 2 * len(NODES) * ENTITIES * PERIODS
    assert sizes[0] < 1.3 * 8 * cells


def calls(action: "Callable[[str], object]", indicators: int) -> int:
    """Count the functions that are called while something is done with a framework of so many indicators."""
    written, counted = language.framework(indicators), 0
    action(written)  # what is loaded or kept from now on is no matter of size

    def count(_: object, event: str, __: object) -> None:
        nonlocal counted
        counted += event.endswith("call")

    sys.setprofile(count)
    try:
        action(written)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(("action", "most"), [(idx.format_text, 4), (language.check, 2.5)], ids=["format", "check"])
def test_work_on_a_text_grows_with_it(action: "Callable[[str], object]", most: float) -> None:
    """Twice the indicators take twice the calls, a few times as many as reading the text once."""
    small, large = (calls(action, indicators) for indicators in (500, 1_000))
    assert large == pytest.approx(2 * small, rel=0.02)
    assert small < most * calls(parser().parse, 500)


def test_the_language_s_sample_is_sound() -> None:
    """What is measured is a framework with so many indicators that is nearly formatted already."""
    written = language.framework(500)
    assert len(idx.loads(written).model.indicators) == 500
    assert idx.format_text(written) != written
    assert set(language.candidates(10)) >= {each.subject for each in language.COMPARISONS}


def test_measuring(capsys: pytest.CaptureFixture[str]) -> None:
    """Ratios, targets and tables come out as they should."""
    times = interleaved({"slow": lambda: sum(range(100_000)), "fast": lambda: None}, 3)
    assert ratio(times, "slow", "fast") > 1
    assert not report("Sums", times, [Target("slow", "fast", 1), Target("fast", "slow", 1)])
    assert "missed" in capsys.readouterr().out
    assert table([("", "a"), ("long", "1"), ("x", "10")]) == "       a\nlong   1\nx     10"


def test_coalitions_are_evaluated_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft's 256 coalitions are resolved and evaluated as one framework; there is no work for each of them.

    Those that are one cause away from a version are resolved before, since failures mostly show there.
    """
    counted: list[str] = []

    def count(name: str) -> None:
        original = getattr(coalitions, name)

        def counting(*parts: object) -> object:
            counted.append(name)
            return original(*parts)

        monkeypatch.setattr(coalitions, name, counting)

    count("resolve")
    count("evaluate")
    outcome = comparing.attribution()[1]
    assert outcome.attribution is not None
    assert len(outcome.attribution.causes) == 8
    assert outcome.attribution.coalitions == 256
    assert counted.count("evaluate") == 2  # all coalitions at once, and those that the verdict asks for
    assert counted.count("resolve") == 3


@pytest.mark.parametrize("make", [comparing.yearly, comparing.six_changes])
def test_editions_are_compared_in_few_evaluations(
    make: "Callable[..., tuple[object, Callable[[], Comparison]]]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """One evaluation has many coalitions; what is evaluated at once is no more than four panels, or a small number.

    The bound is lowered, so that it is met at this size too.
    """
    original: Callable[[Plan, Panel], Outcome[Result]] = vars(coalitions)["evaluate"]
    cells: list[tuple[int, int]] = []

    def counting(plan: "Plan", panel: "Panel") -> "Outcome[Result]":
        columns = panel.values.width + len(plan.framework.nodes)
        cells.append((panel.values.height * columns, panel.variants.blocks if panel.variants else 1))
        return original(plan, panel)

    monkeypatch.setattr(coalitions, "evaluate", counting)
    monkeypatch.setattr(coalitions, "FEWEST_OF_SMALL", 0)
    _, compared = make(entities=6, pillars=4, each=3, periods=5)
    outcome = compared()
    assert outcome.attribution is not None
    assert outcome.attribution.nodes["total"].withheld is False
    causes = len(outcome.attribution.causes)
    assert causes == (1 if make is comparing.yearly else 6)
    # One cause in all is the whole difference: nothing is evaluated for it.
    assert outcome.attribution.coalitions == (0 if causes == 1 else 2**causes)
    panel = 6 * 5 * 12
    several = [count for count, blocks in cells if blocks > 1 or count > 3 * panel]
    assert all(count <= (coalitions.PANELS + 1) * panel for count in several)


def test_wide_frameworks_are_compared() -> None:
    """At its smallest size the comparison finds the two changes that the benchmark makes."""
    candidates = comparing.plain(entities=3, periods=4, branches=3)
    outcome = candidates[comparing.DIFF]()
    assert isinstance(outcome, Comparison)
    assert [change.kind.name for change in outcome.changes] == ["METHOD", "METHOD"]
    assert outcome.values is not None
    assert outcome.values.height == 31 * 3 * 4


@pytest.mark.parametrize("by_hand", [scoring.windows, scoring.joined])
def test_scores_by_hand_are_those_of_the_engine(by_hand: "Callable[[pl.DataFrame], pl.DataFrame]") -> None:
    """What the benchmark holds against one another is the same."""
    frame = scoring.sample(50)
    ours, theirs = scoring.prepared(frame)(), by_hand(frame)
    assert_frame_equal(ours.drop("period"), theirs.select(ours.columns).drop("period"), rel_tol=1e-12)


def test_statistics_are_grouped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many indicators there are, one grouping computes all statistics of one kind of set."""
    evaluate, groupings = scoring.prepared(scoring.sample(20)), 0
    grouped = pl.LazyFrame.group_by

    def counting(frame: pl.LazyFrame, *by: str) -> object:
        nonlocal groupings
        groupings += 1
        return grouped(frame, *by)

    monkeypatch.setattr(pl.LazyFrame, "group_by", counting)
    evaluate()
    assert groupings == 1


def test_scores_take_memory_in_proportion() -> None:
    """Four times the entities give four times the bytes of results, which is what stays of an evaluation."""
    sizes = [scoring.prepared(scoring.sample(entities))().estimated_size() for entities in (50, 200)]
    assert sizes[1] == pytest.approx(4 * sizes[0], rel=0.05)


def test_whole_diffs_are_measured_beside_an_earlier_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All pairs of a folder are timed, and the slowest are told as shares of the earlier command's time."""
    seconds = {("e01", "e02"): 3.0, ("e02", "e01"): 1.0}
    for name in ("e01", "e02"):
        (tmp_path / f"{name}.idx").touch()
    old, now = (lambda *_: 20.0), (lambda *pair: seconds[pair])
    runners = iter([now, old])
    monkeypatch.setattr(editions, "_taken_out", lambda _, folder: folder)
    monkeypatch.setattr(editions, "_runner", lambda *_: next(runners))
    monkeypatch.setattr("sys.argv", ["editions", str(tmp_path), "--pair", "e01", "e02", "--rounds", "1"])
    assert editions.main() == 1
    said = capsys.readouterr().out
    assert "2 pairs, 1 rounds; idx diff e01 e02 at 801fb4e: 20.00 s" in said
    assert [line.split()[-1] for line in said.splitlines()[3:]] == ["missed", str(editions.TARGET)]
