"""The engine as the benchmarks call it: everything but the evaluation done beforehand."""

from collections.abc import Callable

import polars as pl

import idx
from benchmarks.arrays import Tables
from benchmarks.sample import FRAMEWORK_2025, text


def prepared(frame: pl.DataFrame) -> Callable[[], Tables]:
    """Load the framework of 2025, read the frame, and return the evaluation alone, its results materialised."""
    framework = idx.loads(text(FRAMEWORK_2025))
    panel = framework.read(frame)

    def evaluate() -> Tables:
        result = framework.evaluate(panel)
        return Tables(result.scores, result.indices)

    return evaluate
