"""Children without a stated weight share equally what the stated weights leave."""

from collections.abc import Sequence
from fractions import Fraction

from idx.diagnostics import Wording
from idx.methods.contracts import Example, MethodError
from idx.methods.given import Part
from idx.methods.registry import method


@method(
    "weighting",
    examples=(
        Example("equal", (None, None, None, None), (0.25, 0.25, 0.25, 0.25)),
        Example("equal", (0.4, None, None), (0.4, 0.3, 0.3), says="a stated share, the rest equally"),
    ),
)
def equal(children: Sequence[Part]) -> tuple[Fraction, ...]:
    """Children without a stated weight share equally what the stated weights leave.

    Where all weights are stated they must sum to one. Equal weights by level are not equal weights of indicators: one
    in a group of two weighs more than one in a group of three.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.6.

    Args:
        children: each with its stated share (of one), or None.
    """
    stated = [child.stated for child in children]
    total = sum((share for share in stated if share is not None), Fraction(0))
    open_places = stated.count(None)
    if open_places == 0 and total != 1:
        raise MethodError(
            Wording(
                f"the stated weights sum to {_shown(total).en}, not to one",
                f"写明的权重合计为 {_shown(total).zh}，不等于 1",
            ),
            Wording(
                "let one child go without a weight, so that it takes the rest, or state `weighting relative`",
                "可以让一个下级不写权重、取余下部分，或改用 `weighting relative`",
            ),
        )
    if total > 1 or (open_places and total == 1):
        raise MethodError(
            Wording(
                f"the stated weights sum to {_shown(total).en} and leave nothing for the children without one",
                f"写明的权重合计为 {_shown(total).zh}，没有给未写权重的下级留下余额",
            ),
            Wording(
                "shares are of one: 30%, 0.3 or 3/10; `weighting relative` takes any positive numbers",
                "权重是占 1 的份额，如 30%、0.3 或 3/10；`weighting relative` 可用任意正数",
            ),
        )
    rest = (1 - total) / open_places if open_places else Fraction(0)
    return tuple(rest if share is None else share for share in stated)


def _shown(number: Fraction) -> Wording:
    decimal = f"{float(number):g}"
    if Fraction(decimal) == number:
        return Wording(decimal, decimal)
    return Wording(f"{number} (about {decimal})", f"{number}（约 {decimal}）")
