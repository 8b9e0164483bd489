"""Exact weights of a composite's children, from what the file states."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording
from idx.methods.contracts import MethodError
from idx.model import Child
from idx.resolve.example import HEADER, METHOD
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.model import MethodCall

WEIGHTS = Rule(
    "IDX206",
    Wording("weights that cannot be used", "无法使用的权重"),
    Wording(
        "Under `weighting equal` stated weights are shares of one and children without one take what is left; under "
        "`weighting relative` each child states a number and the numbers are rescaled. No weight is negative.",
        "采用 `weighting equal` 时，写明的权重是占 1 的份额，没有写权重的下级平分余下部分；"
        "采用 `weighting relative` 时，每个下级都写一个数，再按比例折算。权重不能为负。",
    ),
    bad=HEADER + METHOD + "index total {\n  a weight 60%\n  b weight 60%\n}\n",
)


def weigh(file: tree.File, found: Collector, weighting: MethodCall, heading: tree.Node) -> tuple[Child, ...]:
    """Return a composite's children with their weights, which sum to one."""
    children = heading.children or ()
    stated = [_stated(file, found, child) for child in children]
    try:
        weights = weighting.method.prepared(weighting.arguments)(stated)
    except MethodError as error:
        name = heading.name.text
        message = Wording(f"`{name}`: {error.message.en}", f"`{name}`：{error.message.zh}")
        found.add(WEIGHTS, message, file.span(heading.name), help=error.advice)
        weights = [Fraction(1, len(children) or 1)] * len(children)
    return tuple(
        Child(child.name.text, share, weight) for child, share, weight in zip(children, stated, weights, strict=True)
    )


def _stated(file: tree.File, found: Collector, child: tree.Node) -> Fraction | None:
    for prop in child.properties:
        if prop.keyword == "weight" and isinstance(prop.value, tree.Number):
            if prop.value.value < 0:
                name = child.name.text
                message = Wording(f"`{name}` has a negative weight", f"`{name}` 的权重为负")
                found.add(WEIGHTS, message, file.span(prop.value))
                return Fraction(0)
            return prop.value.value
    return None
