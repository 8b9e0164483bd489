"""Shares of a composite's weight: what weightings ask of names and stated weights, and how numbers become exact."""

from __future__ import annotations

from fractions import Fraction
from math import fsum
from typing import TYPE_CHECKING

from idx.diagnostics import Wording, choose_from, did_you_mean
from idx.methods.contracts import MethodError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.methods.given import Part


def nothing_stated(children: Sequence[Part], decided: Wording) -> None:
    """Refuse stated weights where something else decides."""
    stated = [child.name for child in children if child.stated is not None]
    if stated:
        raise MethodError(
            Wording(f"`{stated[0]}` states a weight, and {decided.en}", f"`{stated[0]}` 写了权重，而{decided.zh}"),
            Wording("leave the weight out, or choose `weighting equal`", "请删去权重，或改用 `weighting equal`"),
        )


def known_names(names: Sequence[str], given: Iterable[str]) -> None:
    """Refuse names that are no children."""
    for name in given:
        if name not in names:
            raise MethodError(
                Wording(f"it has no child `{name}`", f"它没有下级 `{name}`"),
                did_you_mean(name, names) or choose_from(names),
            )


def exact_shares(numbers: Iterable[float]) -> tuple[Fraction, ...]:
    """Return numbers as exact fractions that sum to one: decimals of twelve places, the largest takes what is left."""
    known = [float(number) for number in numbers]
    shares = [Fraction(f"{number / fsum(known):.12f}") for number in known]
    largest = max(range(len(shares)), key=shares.__getitem__)
    shares[largest] += 1 - sum(shares, Fraction(0))
    return tuple(shares)
