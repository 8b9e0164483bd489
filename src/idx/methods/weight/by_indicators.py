"""Each child weighs as many parts as it has indicators."""

from collections.abc import Sequence
from fractions import Fraction

from idx.diagnostics import Wording
from idx.methods.contracts import Example, MethodError
from idx.methods.given import Part
from idx.methods.registry import method


@method(
    "weighting",
    examples=(
        Example("by_indicators", (None, None), (0.5, 0.5), says="two indicators; a group of three would weigh 3"),
    ),
)
def by_indicators(children: Sequence[Part]) -> tuple[Fraction, ...]:
    """Each child weighs as many parts as it has indicators.

    Where a whole tree is weighted so, all its indicators weigh the same, however they are grouped.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.6, on equal weights of indicators.

    Args:
        children: each with the number of indicators below it, 1 for an indicator; none states a weight.
    """
    if any(child.stated is not None for child in children):
        raise MethodError(
            Wording("a weight is stated, and the numbers of indicators decide", "写了权重，而权重由指标个数决定"),
            Wording("leave the weight out, or choose `weighting equal`", "请删去权重，或改用 `weighting equal`"),
        )
    whole = sum(child.indicators for child in children)
    return tuple(Fraction(child.indicators, whole) for child in children)
