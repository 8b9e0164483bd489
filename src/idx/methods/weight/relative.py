"""Any positive numbers, rescaled to sum to one."""

from collections.abc import Sequence
from fractions import Fraction

from idx.diagnostics import Wording
from idx.methods.contracts import Example, MethodError
from idx.methods.given import Part
from idx.methods.registry import method


@method(
    "weighting",
    examples=(
        Example("relative", (1, 1, 2), (0.25, 0.25, 0.5)),
        Example("relative", (3, 0), (1, 0), says="a child of weight zero is never asked for"),
    ),
)
def relative(children: Sequence[Part]) -> tuple[Fraction, ...]:
    """Any positive numbers, rescaled to sum to one.

    Every child states its weight; not all may be zero.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.6.

    Args:
        children: each with its stated weight.
    """
    stated = [child.stated for child in children]
    numbers = [share for share in stated if share is not None]
    if len(numbers) < len(stated):
        raise MethodError(
            Wording(
                f"{len(stated) - len(numbers)} of {len(stated)} children have no weight",
                f"{len(stated)} 个下级中有 {len(stated) - len(numbers)} 个没有写权重",
            ),
            Wording(
                "under `weighting relative` each child states one; `weighting equal` fills the gaps",
                "采用 `weighting relative` 时每个下级都要写权重；`weighting equal` 会自动补足",
            ),
        )
    total = sum(numbers, Fraction(0))
    if total == 0:
        raise MethodError(
            Wording("all weights are zero", "权重全部为零"),
            Wording("at least one child must weigh something", "至少要有一个下级的权重大于零"),
        )
    return tuple(number / total for number in numbers)
