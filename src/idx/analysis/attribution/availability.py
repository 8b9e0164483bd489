"""What a condition asks of availability, written out: a share of indicators, each by itself.

`available(NODE)` counts data and no scores. Read as it is, a condition on an indicator's own scores that asks for the
availability of what stands above it would be a circle among versions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Any

from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

AVAILABLE = "available"


def written_out(prop: tree.Property, leaves: Callable[[str], Sequence[str] | None]) -> tree.Property:
    """Return a property in which the availability of a composite is the mean of that of its indicators.

    `leaves` returns the indicators below a composite that have data, None for what is no composite. Without any the
    availability cannot be told.
    """
    places = count(-1, -1)  # each name that is written has a place of its own, where no text has any
    changed: tree.Property = _written(prop, leaves, places) if _asks(prop) else prop
    return changed


def _asks(item: Any) -> bool:  # noqa: ANN401 - any part of a tree
    if isinstance(item, tree.Application) and item.name.text == AVAILABLE:
        return True
    return isinstance(item, tuple) and any(map(_asks, item))


def _written(item: Any, leaves: Callable[[str], Sequence[str] | None], places: Iterator[int]) -> Any:  # noqa: ANN401
    if isinstance(item, tree.Application) and item.name.text == AVAILABLE:
        (argument,) = item.arguments
        below = leaves(argument.name.text) if isinstance(argument, tree.Reference) else None
        return item if below is None else _mean(item, below, places)
    if hasattr(item, "_fields"):
        return type(item)(*(_written(part, leaves, places) for part in item))
    if isinstance(item, tuple):
        return tuple(_written(part, leaves, places) for part in item)
    return item


def _mean(item: tree.Application, below: Sequence[str], places: Iterator[int]) -> tree.Operation:
    terms: list[tree.Expression] = []
    for name in below:
        place = next(places)
        word = tree.Word(name, place, place + 1)
        terms.append(item._replace(arguments=(tree.Reference(word, None, None, word.start, word.end),)))
    whole: tree.Expression = terms[0] if terms else _number(0, item)
    for term in terms[1:]:
        whole = tree.Operation("+", (whole, term), item.start, item.end)
    return tree.Operation("/", (whole, _number(len(terms), item)), item.start, item.end)


def _number(value: int, item: tree.Application) -> tree.Number:
    return tree.Number(Fraction(value), item.start, item.end, str(value))
