"""What methods are given: columns of an indicator, sets that statistics are taken over, children of a composite."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple, Protocol

import polars as pl

from idx.methods.values import Reference, Replacement, Series, Together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from idx.period import Periods

LEFT_DEEP = 8  # polars plans a + b + c + … in quadratic time; up to here it is the faster form


class ReferenceSet(Protocol):
    """The cells over which a statistic is taken."""

    def aggregate(
        self,
        statistic: Callable[[pl.Expr], pl.Expr],
        values: pl.Expr,
        reference: Reference,
        within: str | None = None,
    ) -> pl.Expr:
        """Return a statistic of values over the reference set, the same for every row that shares the set.

        `statistic` passes over missing values. `within` names a group: each row has the statistic of its group's rows.
        """

    def of_set(self, statistics: pl.Expr) -> pl.Expr:
        """Return what is made of statistics of one reference set alone: computed once for each set, not each row."""

    def among(
        self,
        turned: Callable[[pl.Expr], pl.Expr],
        values: pl.Expr,
        reference: Together,
        within: str | None = None,
    ) -> pl.Expr:
        """Return values turned into others of their set, as ranks are: `turned` sees each set by itself.

        Rows that stand in no set have no value, before and after.
        """

    def at_base(self, values: pl.Expr, base: Periods) -> pl.Expr:
        """Return, on every row, the mean of the entity's own values over a base; missing where one of them is."""

    def at_entity(self, values: pl.Expr, entity: str) -> pl.Expr:
        """Return, on every row, the value of one entity in the same period."""


class Column(NamedTuple):
    """An indicator as a normaliser sees it: expressions over rows sorted by entity, then period.

    `before` is the value of the row before: the same entity one period earlier, except in an entity's first period,
    where the engine drops the result. `zeros` says whether a zero (or a negative value) occurs at all, `computed`
    whether a formula makes the values of others, so that rounding tells equal ones apart (see `idx.equality`).
    """

    now: pl.Expr
    before: pl.Expr
    negative: bool
    zeros: bool
    sets: ReferenceSet
    computed: bool = False


class Scores(NamedTuple):
    """A node's scores as a step of a pipeline sees them: an expression over rows sorted by entity, then period."""

    now: pl.Expr
    sets: ReferenceSet


class Cells(NamedTuple):
    """An indicator's values as a treatment or a statistic that fills sees them, missing where they are."""

    now: pl.Expr
    sets: ReferenceSet


class Members(NamedTuple):
    """The entities that another is made of, as a rule `across` them sees them: a list of a fixed width in each period.

    `values` are those of a series or an indicator, `of` returns those of another series; a period in which a member
    has none is left out by the engine.
    """

    values: pl.Expr
    of: Callable[[Series], pl.Expr]


class Part(NamedTuple):
    """A child as a weighting sees it: its stated weight, how many indicators it is or has, and its name.

    Where a weighting is `of_whole`, a composite's weight is the sum of its indicators'; `whole` on a root's children.
    """

    stated: Fraction | None
    indicators: int
    whole: bool = False
    name: str = ""


def with_zeros_replaced(values: Sequence[pl.Expr], zero: Replacement) -> list[pl.Expr]:
    """Return scores in which another number stands in for zero."""
    return [value.replace(0.0, zero.value) for value in values]


def without_signs_of_zeros(values: Sequence[pl.Expr]) -> list[pl.Expr]:
    """Return scores, none below zero, in which no zero has a sign: reciprocals would be infinite on either side."""
    return [value.abs() for value in values]  # polars takes `+ 0.0` for nothing


def weighed(weights: Sequence[pl.Expr | float], products: Sequence[pl.Expr]) -> list[pl.Expr]:
    """Return the products of weights and terms, zero where the weight is, unless the term is missing.

    A term can be infinite, as the reciprocal or the logarithm of a score of zero is, and weights that scores decide
    can be zero: their product would be no number.
    """
    return [
        product
        if isinstance(weight, float)
        else pl.when((weight == 0) & product.is_not_null()).then(0.0).otherwise(product)
        for weight, product in zip(weights, products, strict=True)
    ]


def total(terms: Sequence[pl.Expr]) -> pl.Expr:
    """Return the sum of expressions row by row, missing where a term is missing.

    An aggregation meets a dropped child with weight zero and the value 1, so a missing term is a missing child. Many
    terms are added in pairs, and the sums in pairs again: polars' own `sum_horizontal` adds in the order in which its
    threads happen to finish, so that the last bits differ from run to run.
    """
    if len(terms) <= LEFT_DEEP:
        return reduce(add, terms)
    while len(terms) > 1:
        terms = [reduce(add, terms[start : start + 2]) for start in range(0, len(terms), 2)]
    return terms[0]
