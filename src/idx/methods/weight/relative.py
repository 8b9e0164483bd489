"""Any positive numbers, rescaled to sum to one."""

from collections.abc import Sequence
from fractions import Fraction

from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method


@method(
    "weighting",
    examples=(
        Example("relative", (1, 1, 2), (0.25, 0.25, 0.5)),
        Example("relative", (3, 0), (1, 0), says="a child of weight zero is never asked for"),
    ),
)
def relative(stated: Sequence[Fraction | None]) -> tuple[Fraction, ...]:
    """Any positive numbers, rescaled to sum to one.

    Every child states its weight; not all may be zero.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.6.

    Args:
        stated: each child's stated weight.
    """
    numbers = [share for share in stated if share is not None]
    if len(numbers) < len(stated):
        raise MethodError(
            f"{len(stated) - len(numbers)} of {len(stated)} children have no weight",
            "under `weighting relative` each child states one; `weighting equal` fills the gaps",
        )
    total = sum(numbers, Fraction(0))
    if total == 0:
        raise MethodError("all weights are zero", "at least one child must weigh something")
    return tuple(number / total for number in numbers)
