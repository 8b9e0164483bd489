"""Each indicator states its share of the whole."""

from collections.abc import Sequence
from fractions import Fraction

from idx.diagnostics import Wording
from idx.methods.contracts import Example, MethodError
from idx.methods.given import Part
from idx.methods.registry import method


@method(
    "weighting",
    of_whole=True,
    examples=(
        Example("of_total", (0.2, 0.3, 0.5), (0.2, 0.3, 0.5)),
        Example("of_total", (1, 0), (1, 0), says="below a composite, shares of the composite"),
    ),
)
def of_total(children: Sequence[Part]) -> tuple[Fraction, ...]:
    """Each indicator states its share of the whole, as indicator tables print it.

    It stands on a root or in `method { }` and holds for the whole tree: composites state no weight and weigh what their
    indicators weigh together. The shares of all indicators sum to one.

    Source: published practice of Chinese statistical offices, whose tables print the weight of every indicator.

    Args:
        children: each with its share of the whole, that of a composite summed up; `whole` on the children of a root.
    """
    stated = [child.stated for child in children if child.stated is not None]
    if len(stated) < len(children):
        missing = len(children) - len(stated)
        raise MethodError(
            Wording(
                f"{missing} of {len(children)} children have no share",
                f"{len(children)} 个下级中有 {missing} 个没有写权重",
            ),
            Wording(
                "under `weighting of_total` every indicator states its `weight`",
                "用 `weighting of_total` 时每个指标都要写 `weight`",
            ),
        )
    total = sum(stated, Fraction(0))
    if all(child.whole for child in children) and total != 1:
        shown = f"{float(total):.10g}"
        raise MethodError(
            Wording(
                f"the shares of all indicators sum to {shown}, not to one", f"全部指标的权重之和是 {shown}，不是 1"
            ),
            Wording("correct the shares, or state `weighting relative`", "请更正权重，或改用 `weighting relative`"),
        )
    if total == 0:
        raise MethodError(
            Wording("all shares are zero", "权重全为零"), Wording("one must weigh something", "至少有一个权重大于零")
        )
    return tuple(share / total for share in stated)
