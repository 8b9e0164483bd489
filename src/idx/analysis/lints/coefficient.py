"""A correlation in the words of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording

if TYPE_CHECKING:
    from idx.analysis.statistics.coefficients import Coefficient

SYMBOLS: dict[Coefficient, str] = {"pearson": "r", "spearman": "ρ", "kendall": "τ"}


def stated(coefficient: Coefficient, value: float, n: int) -> Wording:
    """Return a correlation with its size and the number of its observations."""
    said = f"{SYMBOLS[coefficient]} = {value:.2f}".replace("-", "−")
    return Wording(f"{said}, {n} observations", f"{said}，{n} 个观测")
