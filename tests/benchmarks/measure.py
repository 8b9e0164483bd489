"""Measure side by side: interleaved runs, medians of ratios, peak memory of a process, a plain table."""

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Times = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing measured against another in the same rounds; a target is the ratio not to exceed."""

    subject: str
    reference: str
    target: float | None = None


def interleaved(candidates: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Run all candidates once unmeasured, then once per round, in turns forwards and backwards; return seconds.

    What a candidate returns is released between two runs, outside of its time.
    """
    times: dict[str, list[float]] = {name: [] for name in candidates}
    order = list(candidates)
    for name in order:
        candidates[name]()
    for _ in range(rounds):
        for name in order:
            start = time.perf_counter()
            outcome = candidates[name]()
            times[name].append(time.perf_counter() - start)
            del outcome
        order.reverse()
    return times


def ratio(times: Times, subject: str, reference: str) -> float:
    """Take the median over the rounds of the subject's time divided by the reference's in the same round."""
    return median(one / other for one, other in zip(times[subject], times[reference], strict=True))


def report(title: str, times: Times, comparisons: Sequence[Comparison]) -> bool:
    """Print the medians and the ratios; return whether every target is met."""
    print(f"\n{title}\n")
    print(table([("", "median"), *((name, f"{median(seconds) * 1000:.1f} ms") for name, seconds in times.items())]))
    lines, met = [("", "against", "ratio", "target", "")], True
    for each in comparisons:
        value = ratio(times, each.subject, each.reference)
        missed = each.target is not None and value > each.target
        met = met and not missed
        target = "" if each.target is None else f"≤ {each.target:.1f}"
        lines.append((each.subject, each.reference, f"{value:.2f}", target, "missed" if missed else ""))
    print(f"\n{table(lines)}")
    return met


def table(lines: Sequence[Sequence[str]]) -> str:
    """Lay out lines of cells: the first column to the left, the others to the right unless they hold words."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    numeric = [all(not cell[:1].isalpha() for cell in column[1:]) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number and place else cell.ljust(width)
            for place, (cell, width, number) in enumerate(zip(line, widths, numeric, strict=True))
        ).rstrip()
        for line in lines
    )


def memory_now() -> int:
    """Return the bytes of this process that are resident now (the peak, where the system does not tell)."""
    return _status("VmRSS") or peak_memory()


def peak_memory() -> int:
    """Return the largest number of bytes of this process that were resident at once.

    Linux hands a child the peak of the process that started it through `getrusage`, but not through `/proc`.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    return _status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _status(field: str) -> int | None:
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = (line.split() for line in status.read_text().splitlines())
    return next((int(words[1]) * 1024 for words in lines if words[0] == f"{field}:"), None)
