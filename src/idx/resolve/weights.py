"""Exact weights of a composite's children, from what the file states."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from idx.diagnostics import Rule
from idx.methods.contracts import MethodError
from idx.model import Child
from idx.resolve.example import HEADER, METHOD
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.model import MethodCall

WEIGHTS = Rule(
    "IDX206",
    "weights that cannot be used",
    "Under `weighting equal` stated weights are shares of one and children without one take what is left; under "
    "`weighting relative` each child states a number and the numbers are rescaled. No weight is negative.",
    bad=HEADER + METHOD + "index total {\n  a weight 60%\n  b weight 60%\n}\n",
)


def weigh(file: tree.File, found: Collector, weighting: MethodCall, heading: tree.Node) -> tuple[Child, ...]:
    """Return a composite's children with their weights, which sum to one."""
    children = heading.children or ()
    stated = [_stated(file, found, child) for child in children]
    try:
        weights = weighting.method.prepared(weighting.arguments)(stated)
    except MethodError as error:
        message = f"`{heading.name.text}`: {error}"
        found.add(WEIGHTS, message, file.span(heading.name), help=error.advice)
        weights = [Fraction(1, len(children) or 1)] * len(children)
    return tuple(
        Child(child.name.text, share, weight) for child, share, weight in zip(children, stated, weights, strict=True)
    )


def _stated(file: tree.File, found: Collector, child: tree.Node) -> Fraction | None:
    for prop in child.properties:
        if prop.keyword == "weight" and isinstance(prop.value, tree.Number):
            if prop.value.value < 0:
                found.add(WEIGHTS, f"`{child.name.text}` has a negative weight", file.span(prop.value))
                return Fraction(0)
            return prop.value.value
    return None
