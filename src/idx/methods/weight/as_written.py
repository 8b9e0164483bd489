"""Weights as they are written."""

from collections.abc import Sequence
from fractions import Fraction

from idx.methods.contracts import Example
from idx.methods.given import Part
from idx.methods.registry import method


@method(
    "weighting",
    sums_to_one=False,
    examples=(Example("as_written", (2, None, 0.5), (2, 1, 0.5)),),
)
def as_written(children: Sequence[Part]) -> tuple[Fraction, ...]:
    """Weights as they are written, 1 where none is: those of `aggregate sum`, which needs no `weighting`.

    They need not sum to one, so that no mean can use them.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7 (linear aggregation).

    Args:
        children: each with its weight, or None.
    """
    return tuple(Fraction(1) if child.stated is None else child.stated for child in children)
