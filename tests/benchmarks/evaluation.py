"""`framework.evaluate(panel)` against the hand-written forms at 8.1 million values."""

from statistics import median

from benchmarks import engine, filling, handwritten
from benchmarks.arrays import arrays
from benchmarks.measure import Comparison, interleaved, report
from benchmarks.sample import INDICATORS, complete, with_gaps

ENGINE, ENGINE_FILLS = "engine", "engine, 5 % filled"
ARRAYS, MIXED, GROUPED = "hand-written, NumPy", "hand-written, polars and NumPy", "hand-written, polars .over"
ARRAYS_FILL = "hand-written, 5 % filled"


def run(rounds: int = 9, entities: int = 10_000) -> bool:
    """Measure on panels read beforehand; return whether the targets are met, against the faster hand-written form."""
    whole = complete(INDICATORS, entities)
    gaps = with_gaps(whole)
    candidates = {
        ARRAYS: lambda: arrays(whole),
        ENGINE: engine.prepared(whole),
        MIXED: lambda: handwritten.mixed(whole),
        ENGINE_FILLS: engine.prepared(gaps),
        ARRAYS_FILL: lambda: filling.evaluated(gaps),
        GROUPED: lambda: handwritten.grouped(whole),
    }
    times = interleaved(candidates, rounds)
    fastest, other = sorted((ARRAYS, MIXED), key=lambda form: median(times[form]))
    comparisons = [
        Comparison(ENGINE, fastest, 1.5),
        Comparison(ENGINE, other),
        Comparison(ENGINE, GROUPED),
        Comparison(ENGINE_FILLS, fastest, 2.5),
        Comparison(ENGINE_FILLS, ARRAYS_FILL),
    ]
    return report(f"Evaluation: {whole.height * len(INDICATORS):,} values", times, comparisons)
