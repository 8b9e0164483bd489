"""Rules on what a framework states that are worth a look and forbid nothing: one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.check.only_child import only_child
from idx.check.summed_shares import summed_shares
from idx.check.totals_among_parts import totals_among_parts
from idx.check.undocumented import undocumented
from idx.check.unequal_indicators import unequal_indicators
from idx.check.units import units
from idx.check.unused import unused

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.model import Framework

LINTS = (only_child, unequal_indicators, undocumented, unused, units, totals_among_parts, summed_shares)


def check(framework: Framework) -> tuple[Diagnostic, ...]:
    """Return what the rules find in a framework, before any data."""
    return tuple(item for rule in LINTS for item in rule(framework))
