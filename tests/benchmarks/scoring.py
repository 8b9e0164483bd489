"""Min-max scores of each period and five levels of means: `framework.evaluate(panel)` against the same by hand.

The panel has 54 indicators and ten periods. By hand there are two ways: statistics by `group_by`, joined to the rows,
and windows with `.over`; each in the form that was fastest of those tried. (The distance divided by the range and
multiplied within one `.over` takes a third of the time of the same with the statistics in windows of their own.)
"""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

import idx
from benchmarks.measure import Comparison, interleaved, memory_now, peak_memory, ratio, report, table

if TYPE_CHECKING:
    from collections.abc import Callable

PERIODS = 10
INDICATORS = [f"x{number:02}" for number in range(54)]
SIZES = (1_000, 10_000, 100_000)
MOST_PANELS = 4.0  # the memory that an evaluation may take, in panels


def _levels() -> list[dict[str, list[str]]]:
    """Return the composites of each level, from the lowest: 27, 9, 3 and 1 of them over the indicators."""
    below, found = INDICATORS, []
    for place, size in enumerate((2, 3, 3, 3)):
        level = {f"{'abct'[place]}{at // size}": below[at : at + size] for at in range(0, len(below), size)}
        found.append(level)
        below = list(level)
    return found


LEVELS = _levels()
CHILDREN = {name: children for level in LEVELS for name, children in level.items()}


def text() -> str:
    """Return the framework."""

    def node(name: str, depth: int) -> str:
        pad = "  " * depth
        if name not in CHILDREN:
            return f"{pad}{name}\n"
        return f"{pad}{name} {{\n{''.join(node(child, depth + 1) for child in CHILDREN[name])}{pad}}}\n"

    method = "normalise min_max(reference = each_period, to = 0..100)\n  weighting equal\n  aggregate arithmetic"
    return f'framework scores\nversion "1"\nmethod {{\n  {method}\n}}\nindex {node("t0", 0)}'


def sample(entities: int) -> pl.DataFrame:
    """Return a complete panel of random numbers, entity by entity."""
    numbers = np.random.default_rng(0)
    values = {name: numbers.lognormal(size=entities * PERIODS) for name in INDICATORS}
    keys = {
        "entity": np.repeat([f"E{number:06}" for number in range(entities)], PERIODS),
        "period": np.tile(np.arange(2010, 2010 + PERIODS), entities),
    }
    return pl.DataFrame({**keys, **values})


def prepared(frame: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """Read the frame and return the evaluation alone."""
    framework = idx.loads(text())
    panel = framework.read(frame)
    return lambda: framework.evaluate(panel).scores


def _means(scores: pl.LazyFrame) -> pl.DataFrame:
    for level in LEVELS:
        scores = scores.with_columns(_mean(children).alias(name) for name, children in level.items())
    return scores.collect(engine="in-memory")


def _mean(children: list[str]) -> pl.Expr:
    whole = pl.col(children[0])
    for child in children[1:]:
        whole = whole + pl.col(child)
    return whole * (1 / len(children))


def windows(frame: pl.DataFrame) -> pl.DataFrame:
    """By `.over`."""
    parts = [
        ((pl.col(name) - pl.col(name).min()) / (pl.col(name).max() - pl.col(name).min()) * 100).over("period")
        for name in INDICATORS
    ]
    return _means(frame.lazy().select("entity", "period", *parts))


def joined(frame: pl.DataFrame) -> pl.DataFrame:
    """By `group_by` and a join."""
    lows = [pl.col(name).min().name.prefix("low ") for name in INDICATORS]
    highs = [pl.col(name).max().name.prefix("high ") for name in INDICATORS]
    statistics = frame.lazy().group_by("period").agg(*lows, *highs)
    parts = [
        (pl.col(name) - pl.col(f"low {name}")) / (pl.col(f"high {name}") - pl.col(f"low {name}")) * 100
        for name in INDICATORS
    ]
    both = frame.lazy().join(statistics, on="period", how="left", maintain_order="left")
    return _means(both.select("entity", "period", *parts))


def run(rounds: int = 15, entities: int = 10_000, sizes: tuple[int, ...] = SIZES) -> bool:
    """Measure time against both ways by hand, then time and memory by size; return whether the targets are met."""
    frame = sample(entities)
    engine = prepared(frame)
    candidates = {"engine": engine, "over": lambda: windows(frame), "group_by and join": lambda: joined(frame)}
    times = interleaved(candidates, rounds)
    fastest = min(("over", "group_by and join"), key=lambda form: median(times[form]))
    title = f"Scores: {entities:,} entities × {PERIODS} periods × {len(INDICATORS)} indicators, five levels"
    met = report(title, times, [Comparison("engine", fastest, 1.5)])
    lines = [("entities", "values", "engine", "per value", "to over", "panel", "evaluated", "in panels")]
    largest = 0.0
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.scoring", str(size)]
        line, panels = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        lines.append(tuple(line))
        largest = max(largest, panels) if size == max(sizes) else largest
    print("\nBy size, each in its own process; memory at its peak beyond the panel that was read\n")
    print(table(lines))
    return met and largest <= MOST_PANELS


def measured(entities: int) -> tuple[list[str], float]:
    """Measure one size in this process."""
    prepared(sample(10))()  # what the first evaluation of a process costs is no matter of size
    engine = prepared(sample(entities))
    cells = entities * PERIODS * len(INDICATORS)
    before = memory_now()
    scores = engine()
    used = max(peak_memory() - before, 0)
    del scores
    frame = sample(entities)
    times = interleaved({"engine": engine, "hand": lambda: windows(frame)}, 5)
    seconds = median(times["engine"])
    panels = used / (cells * 8)
    line = [
        f"{entities:,}",
        f"{cells:,}",
        f"{seconds * 1e3:.1f} ms",
        f"{seconds / cells * 1e9:.1f} ns",
        f"{ratio(times, 'engine', 'hand'):.2f}",
        f"{cells * 8 / 1e6:.0f} MB",
        f"{used / 1e6:.0f} MB",
        f"{panels:.1f}",
    ]
    return line, panels


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
