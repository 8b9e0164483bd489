"""Rules on data and results that are worth a look and forbid nothing: one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.analysis.lints.long_carry import long_carry
from idx.analysis.lints.rests_on_implied import rests_on_implied
from idx.analysis.lints.steep_step import steep_step

if TYPE_CHECKING:
    from idx.analysis.verify import Verification
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result

LINTS = (steep_step, long_carry)


def lint(result: Result, verification: Verification | None = None) -> tuple[Diagnostic, ...]:
    """Return what the rules find in a result, and in its verification if there is one."""
    found = [item for rule in LINTS for item in rule(result)]
    return (*found, *(rests_on_implied(verification) if verification else ()))
