"""What the file of a method is written with, in idx and in other distributions: the public names, from one place.

`docs/own_methods.md` has a worked example. Names that need NumPy are loaded when they are used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from idx.diagnostics import Wording
from idx.methods.contracts import Example, MethodError
from idx.methods.given import (
    Cells,
    Column,
    Members,
    Part,
    Scores,
    total,
    weighed,
    with_zeros_replaced,
    without_signs_of_zeros,
)
from idx.methods.registry import method
from idx.methods.values import (
    UNIT,
    Above,
    Domain,
    Entity,
    Form,
    Group,
    Interval,
    Minimum,
    MinimumAndMaximum,
    Names,
    Numbers,
    Over,
    Points,
    Reference,
    Replacement,
    Scale,
    Series,
    Together,
    Zero,
)
from idx.period import Periods

if TYPE_CHECKING:
    from idx.methods.arrays import Array, evened, floats, on_present, refused
    from idx.methods.equality import apart, evened_column, limit_for
    from idx.methods.ranks import Reversal, Ties, ascending_ranks, asks_when_negative
    from idx.methods.shares import exact_shares, known_names, nothing_stated
    from idx.methods.spread import correlations, deviations, varying

__all__ = [
    "UNIT",
    "Above",
    "Array",
    "Cells",
    "Column",
    "Domain",
    "Entity",
    "Example",
    "Form",
    "Group",
    "Interval",
    "Members",
    "MethodError",
    "Minimum",
    "MinimumAndMaximum",
    "Names",
    "Numbers",
    "Over",
    "Part",
    "Periods",
    "Points",
    "Reference",
    "Replacement",
    "Reversal",
    "Scale",
    "Scores",
    "Series",
    "Ties",
    "Together",
    "Wording",
    "Zero",
    "apart",
    "ascending_ranks",
    "asks_when_negative",
    "correlations",
    "deviations",
    "evened",
    "evened_column",
    "exact_shares",
    "floats",
    "known_names",
    "limit_for",
    "method",
    "nothing_stated",
    "on_present",
    "refused",
    "total",
    "varying",
    "weighed",
    "with_zeros_replaced",
    "without_signs_of_zeros",
]

_HOMES = {
    "arrays": ("Array", "evened", "floats", "on_present", "refused"),
    "equality": ("apart", "evened_column", "limit_for"),
    "ranks": ("Reversal", "Ties", "ascending_ranks", "asks_when_negative"),
    "shares": ("exact_shares", "known_names", "nothing_stated"),
    "spread": ("correlations", "deviations", "varying"),
}


def __getattr__(name: str) -> object:
    """Import a public name from its home when it is first used."""
    for home, names in _HOMES.items():
        if name in names:
            value = globals()[name] = getattr(import_module(f"idx.methods.{home}"), name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
