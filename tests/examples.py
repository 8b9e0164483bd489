"""Small descriptions written by hand, for the cases that a search should not be needed to find."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from descriptions import Cell, Chain, Child, Composite, Description, Indicator, Node, Observation
from normalisers import SymmetricGrowth
from walks import indicators

FIRST = 2019
CHAIN = Chain(FIRST)

Values = Mapping[str, Sequence[float | None]]


def described(root: Composite, values: Values, chain: Chain | None = CHAIN) -> Description:
    """Put a tree and its values by period together, from 2019 on; None is a hole."""
    last = FIRST + max(len(path) for path in values.values()) - 1
    panel: dict[Cell, Observation] = {
        (name, None, FIRST + place): Observation(value)
        for name, path in values.items()
        for place, value in enumerate(path)
        if value is not None
    }
    return Description(root, FIRST, last, chain, (None,), panel)


def parent(name: str, *children: Node, weights: Sequence[Fraction | int] = ()) -> Composite:
    """Make a composite of nodes, of equal weight unless weights are given."""
    given = [Fraction(weight) for weight in weights] or [Fraction(1, len(children))] * len(children)
    return Composite(name, tuple(Child(node, weight) for node, weight in zip(children, given, strict=True)))


def flat(values: Values, weights: Sequence[Fraction | int] = (), chain: Chain | None = CHAIN) -> Description:
    """Describe a root over indicators alone."""
    return described(parent("total", *(Indicator(name) for name in values), weights=weights), values, chain)


def lopsided() -> Description:
    """Describe a root over one indicator and a composite of two, whose growth differs and turns."""
    a, b, c = (Indicator(name, SymmetricGrowth()) for name in "abc")
    root = parent("total", a, parent("part", b, c), weights=(Fraction(1, 4), Fraction(3, 4)))
    assert [each.name for each in indicators(root)] == ["a", "b", "c"]
    return described(root, {"a": (1, 4, 2, 3), "b": (5, 3, 6, 4), "c": (2, 2, 5, 9)})
