"""Law 20: the engine gives what the oracle gives, at every node and in every column, whatever the order of the rows."""

import os
import subprocess
import sys
from dataclasses import replace
from random import Random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import engine
from descriptions import Description, Indicator
from evaluators import law_agreement
from oracle import Refusal
from strategies import ANYTHING, Scope, growth_descriptions, level_descriptions, render
from walks import nodes

SMALL = Scope(holes=True, fills=True, statuses=True, outside=True, depth=2)


@given(example=growth_descriptions(ANYTHING))
def test_the_engine_agrees_on_growth(example: Description) -> None:
    """Law 20 holds in the growth family, with everything that a description may contain."""
    law_agreement(engine.evaluate_description, example)


@given(example=level_descriptions())
def test_the_engine_agrees_on_levels(example: Description) -> None:
    """Law 20 holds in the levels family."""
    law_agreement(engine.evaluate_description, example)


@given(example=st.one_of(growth_descriptions(SMALL), level_descriptions()), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_is_of_no_account(example: Description, order: Random) -> None:
    """The same cells in another order give the same tables to the last bit."""
    text, frame = render(example)
    shuffled = frame[order.sample(range(frame.height), frame.height)]
    before, after = table(text, frame), table(text, shuffled)
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert before.equals(after)


def table(text: str, frame: pl.DataFrame) -> pl.DataFrame | None:
    """Give the long table of the engine's result, or None where it refuses."""
    try:
        return engine.result(text, frame).table
    except Refusal:
        return None


def test_threads_and_hash_seeds_are_of_no_account() -> None:
    """Another process with another number of threads and another order of sets prints the same table."""
    script = "import engine, examples; print(engine.result(*engine.render(examples.lopsided())).table.write_csv())"
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **setting},
            capture_output=True,
            check=True,
        ).stdout
        for setting in (
            {"POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "1"},
            {"POLARS_MAX_THREADS": "3", "PYTHONHASHSEED": "7"},
        )
    }
    assert len(printed) == 1


@given(example=growth_descriptions(replace(SMALL, missing_error=False)))
def test_the_wide_tables_hold_the_long_one(example: Description) -> None:
    """The wide tables say what the rows say, by entity and period, the nodes in the order of the tree."""
    result = engine.result(*render(example))
    names = [node.name for node in nodes(example.root)]
    leaves = [node.name for node in nodes(example.root) if isinstance(node, Indicator)]
    values = {(node, entity, period): row for (_, node, entity, period), row in engine.rows(result.table).items()}
    cells = [(entity, period) for entity in sorted(example.entities, key=str) for period in example.periods]
    for wide, kind, columns in (
        (result.raw, "raw", leaves),
        (result.scores, "score", names),
        (result.indices, "index", names),
    ):
        assert wide.columns == ["entity", "period", *columns]
        assert list(wide.select("entity", "period").iter_rows()) == [(entity, str(period)) for entity, period in cells]
        for name in columns:
            assert wide[name].to_list() == [getattr(values[name, *cell], kind) for cell in cells]
