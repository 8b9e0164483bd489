"""Time and peak memory of an evaluation from a hundred entities to ninety thousand, each size in its own process."""

import json
import subprocess
import sys
from statistics import median

from benchmarks import engine
from benchmarks.arrays import arrays
from benchmarks.measure import interleaved, memory_now, peak_memory, ratio, table
from benchmarks.sample import INDICATORS, complete

SIZES = [100, 1_000, 10_000, 30_000, 90_000]
HEADINGS = [
    "entities",
    "values",
    "engine",
    "per value",
    "by hand",
    "ratio",
    "read",
    "evaluated",
    "per value",
    "results",
]


def run() -> bool:
    """Print time and memory per value at every size, beside the hand-written arrays that see the same data."""
    lines = [HEADINGS]
    for entities in SIZES:
        command = [sys.executable, "-m", "benchmarks.scaling", str(entities)]
        lines.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    print("\nScaling: 30 periods, 27 indicators; peak memory of the process, less what it began with,")
    print("when the panel has been read and when it has been evaluated\n")
    print(table(lines))
    return True


def measured(entities: int) -> list[str]:
    """Measure one size in this process: memory by the first evaluation, then time in rounds."""
    engine.prepared(complete(INDICATORS, 10))()  # what the first evaluation of a process costs is no matter of size
    before = memory_now()
    frame = complete(INDICATORS, entities)
    values, evaluate = frame.height * len(INDICATORS), engine.prepared(frame)
    read = peak_memory() - before
    results = evaluate()
    evaluated = peak_memory() - before
    size = sum(each.estimated_size() for each in results)
    del results
    times = interleaved({"engine": evaluate, "hand": lambda: arrays(frame)}, 5 if entities > 1_000 else 25)
    seconds, by_hand = median(times["engine"]), median(times["hand"])
    return [
        f"{entities:,}",
        f"{values:,}",
        f"{seconds * 1e3:.1f} ms",
        f"{seconds / values * 1e9:.1f} ns",
        f"{by_hand / values * 1e9:.1f} ns",
        f"{ratio(times, 'engine', 'hand'):.2f}",
        f"{read / 1e6:.0f} MB",
        f"{evaluated / 1e6:.0f} MB",
        f"{evaluated / values:.1f} bytes",
        f"{size / values:.1f} bytes",
    ]


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
