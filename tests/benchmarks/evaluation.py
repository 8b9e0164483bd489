"""`framework.evaluate(panel)` against the hand-written forms at 8.1 million values."""

from statistics import median

from benchmarks import engine, filling, handwritten
from benchmarks.arrays import arrays
from benchmarks.measure import Comparison, interleaved, report
from benchmarks.sample import INDICATORS, complete, with_gaps

ENGINE, ENGINE_FILLS = "engine", "engine, 5 % filled"
MIXED, SCANNED, GROUPED = "polars, NumPy for chains", "polars alone, by scans", "polars alone, by groups"
ARRAYS, ARRAYS_FILL = "NumPy alone", "NumPy alone, 5 % filled"


def run(rounds: int = 9, entities: int = 10_000) -> bool:
    """Measure on panels read beforehand; return whether the targets against the fastest polars form are met.

    NumPy alone, which is no polars form, is shown beside it: what the machine can do at all.
    """
    whole = complete(INDICATORS, entities)
    gaps = with_gaps(whole)
    candidates = {
        MIXED: lambda: handwritten.mixed(whole),
        ENGINE: engine.prepared(whole),
        SCANNED: lambda: handwritten.scanned(whole),
        ENGINE_FILLS: engine.prepared(gaps),
        ARRAYS: lambda: arrays(whole),
        ARRAYS_FILL: lambda: filling.evaluated(gaps),
        GROUPED: lambda: handwritten.grouped(whole),
    }
    times = interleaved(candidates, rounds)
    fastest = min((MIXED, SCANNED, GROUPED), key=lambda form: median(times[form]))
    comparisons = [
        Comparison(ENGINE, fastest, 1.5),
        Comparison(ENGINE_FILLS, fastest, 2.5),
        Comparison(ENGINE, SCANNED),
        Comparison(ENGINE, GROUPED),
        Comparison(ENGINE, ARRAYS),
        Comparison(ENGINE_FILLS, ARRAYS_FILL),
    ]
    return report(f"Evaluation: {whole.height * len(INDICATORS):,} values", times, comparisons)
