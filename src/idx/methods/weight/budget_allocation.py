"""Weights from points that experts hand out."""

from collections.abc import Sequence
from fractions import Fraction

from idx.diagnostics import Wording
from idx.methods.contracts import Example, MethodError
from idx.methods.given import Part
from idx.methods.registry import method
from idx.methods.shares import known_names, nothing_stated
from idx.methods.values import Points


@method(
    "weighting",
    examples=(
        Example("budget_allocation(zhang = points(c0 = 60, c1 = 40))", (None, None), (0.6, 0.4)),
        Example(
            "budget_allocation(zhang = points(c0 = 60, c1 = 40), li = points(c0 = 1, c1 = 1))",
            (None, None),
            (0.55, 0.45),
            says="each expert counts the same, whatever the budget",
        ),
    ),
)
def budget_allocation(children: Sequence[Part], **experts: Points) -> tuple[Fraction, ...]:
    """Weights from points that experts hand out: the mean over the experts of the shares that each gives.

    A child that an expert leaves out gets nothing from that expert.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.6.

    Args:
        children: the children; none states a weight.
        experts: for each expert, by any name, the points that go to each child.
    """
    nothing_stated(children, Wording("the experts' points decide", "权重由专家打分决定"))
    names = [child.name for child in children]
    if not experts:
        raise MethodError(
            Wording("no expert hands out points", "没有专家打分"),
            Wording("state one or more: `zhang = points(…)`", "请至少写一位：`zhang = points(…)`"),
        )
    whole = [Fraction(0)] * len(names)
    for expert, points in experts.items():
        given = dict(points.entries)
        known_names(names, given)
        total = sum(given.values(), Fraction(0))
        if total <= 0 or min(given.values()) < 0:
            raise MethodError(
                Wording(f"the points of `{expert}` are negative or none", f"`{expert}` 的打分为负，或全为零"),
                Wording("points are zero or above, and not all zero", "分数必须大于或等于零，且不能全为零"),
            )
        whole = [share + given.get(name, Fraction(0)) / total for share, name in zip(whole, names, strict=True)]
    return tuple(share / len(experts) for share in whole)
