"""Rules on data and results that are worth a look and forbid nothing: one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.analysis.lints.against_parent import against_parent
from idx.analysis.lints.heavy_tails import heavy_tails
from idx.analysis.lints.incoherent import incoherent
from idx.analysis.lints.long_carry import long_carry
from idx.analysis.lints.redundant_pair import redundant_pair
from idx.analysis.lints.rests_on_implied import rests_on_implied
from idx.analysis.lints.silent import silent
from idx.analysis.lints.steep_step import steep_step

if TYPE_CHECKING:
    from idx.analysis.statistics.whole import Statistics
    from idx.analysis.verify import Verification
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result

LINTS = (steep_step, long_carry)
STATISTICAL = (redundant_pair, against_parent, incoherent, silent, heavy_tails)


def lint(result: Result, verification: Verification | None = None) -> tuple[Diagnostic, ...]:
    """Return what the rules find in a result, and in its verification if there is one."""
    found = [item for rule in LINTS for item in rule(result)]
    return (*found, *(rests_on_implied(verification) if verification else ()))


def lint_statistics(statistics: Statistics) -> tuple[Diagnostic, ...]:
    """Return what the rules find in the statistics of a result; what rests on few observations is not looked at."""
    return tuple(item for rule in STATISTICAL for item in rule(statistics))
