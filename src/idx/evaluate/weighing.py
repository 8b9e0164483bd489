"""Weights that come of scores: computed from the children's scores over a reference set, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.diagnostics import Wording
from idx.evaluate.sets import parted
from idx.evaluate.weight_columns import NO_WEIGHTS, weight_column
from idx.evaluate.weights_of_sets import computed, stated_weights, weights_of_variants
from idx.evaluate.window import PERIOD, STEP
from idx.methods.contracts import MethodError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from idx.diagnostics import Collector
    from idx.evaluate.rows import Rows
    from idx.plan import Combine

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]


class Wanted(NamedTuple):
    """Weights that a composite wants: its children's `scores` on all rows, and by set the rows that `decide` them.

    `sets` has the number of each row's set.
    """

    step: Combine
    scores: Array
    decide: Mapping[int, Places]
    sets: Places


def weigh(steps: Sequence[Combine], scores: pl.DataFrame, rows: Rows, found: Collector) -> pl.DataFrame:
    """Return the weights of composites' children, a column each, missing where the reference set gives none.

    Rows in which a child has no score take no part in deciding them; nor do those that growth has no step into. They
    hold in all rows that are measured against the set; weights that each row has of its own, where it has all scores.
    """
    children = list(dict.fromkeys(child for step in steps for child in step.children))
    chosen = scores.select(children)
    matrix, there = chosen.to_numpy(), chosen.select(pl.all().is_not_null()).to_numpy()
    place = {child: at for at, child in enumerate(children)}
    parts = _Parts(rows, {})
    wanted = []
    for step in steps:
        places = [place[child] for child in step.children]
        wanted.append(_wanted(step, matrix[:, places], there[:, places], parts))
    columns = np.empty((sum(len(step.children) for step in steps), scores.height))
    first = 0
    for one, known in zip(wanted, _known(wanted, rows, found), strict=True):
        columns[first : first + len(one.step.children)] = _table(one, known).T
        first += len(one.step.children)
    whole = pl.Series(columns.ravel()).fill_nan(None)  # those that are known are finite
    names = [weight_column(step.node, child) for step in steps for child in step.children]
    return pl.DataFrame([whole.slice(at * scores.height, scores.height).alias(name) for at, name in enumerate(names)])


def _known(wanted: Sequence[Wanted], rows: Rows, found: Collector) -> Iterable[Mapping[int, Array | None]]:
    """Return the weights that the rows of each set give, or those of each of them; None where there are none."""
    if rows.window.lenient:
        return weights_of_variants(wanted)
    return [{number: _weights(one, places, rows, found) for number, places in one.decide.items()} for one in wanted]


class _Parts(NamedTuple):
    """Rows parted into sets; many composites ask for the same ones, which are parted once."""

    rows: Rows
    parted: dict[tuple[bool, bytes], dict[int, Places]]

    def evaluated(self, step: Combine) -> Flags:
        """Return the rows that count, those with a step of growth where there is growth."""
        window = self.rows.window
        return (window.shown_rows & window.marks[STEP] if step.growth else window.shown_rows).to_numpy()

    def sets(self, *, each_period: bool) -> Places:
        """Return the number of each row's set."""
        return self.rows.sets.numbers(each_period=each_period).to_numpy()

    def by_set(self, some: Flags, *, each_period: bool) -> Mapping[int, Places]:
        """Return some of the rows by their set."""
        key = (each_period, some.tobytes())
        if key not in self.parted:
            self.parted[key] = dict(parted(some, self.sets(each_period=each_period)))
        return self.parted[key]


def _wanted(step: Combine, scores: Array, there: Flags, parts: _Parts) -> Wanted:
    """Return what one composite wants; `scores` are its children's, `there` where they have one."""
    if step.weighting is None:
        raise ValueError(step)
    evaluated = parts.evaluated(step)
    complete = evaluated & there.all(axis=1)
    # Where the rule for missing children would make a composite of some, weights have to be known.
    asked = evaluated & there.any(axis=1) if step.missing.method.rescales else complete
    reference = step.weighting.arguments["reference"]
    each_period = reference == "each_period"
    taken = complete if each_period else complete & parts.rows.sets.lie_in(reference).to_numpy()
    deciding = parts.by_set(taken, each_period=each_period)
    nowhere = taken.nonzero()[0][:0]
    decide = {number: deciding.get(number, nowhere) for number in parts.by_set(asked, each_period=each_period)}
    return Wanted(step, scores, decide, parts.sets(each_period=each_period))


def _table(wanted: Wanted, known: Mapping[int, Array | None]) -> Array:
    """Return weights, rows × children, of those that are known by set."""
    step, sets = wanted.step, wanted.sets
    own = step.weighting is not None and step.weighting.method.own
    table = np.full((len(sets) if own else int(sets.max(initial=0)) + 1, len(step.children)), np.nan)
    for number, weights in known.items():
        if weights is not None:
            table[wanted.decide[number] if own else number] = weights
    return table if own else table[sets]


def _weights(wanted: Wanted, places: Places, rows: Rows, found: Collector) -> Array | None:
    """Return the weights that the rows of one set give; None, with a diagnostic, where they give none."""
    step = wanted.step
    if step.weighting is None or found.failed:
        return None
    weights = computed(step.weighting, wanted.scores[places], stated_weights(step))
    if not isinstance(weights, MethodError):
        return weights
    reference = step.weighting.arguments["reference"]
    where = f" ({reference})" if not isinstance(reference, str) else ""
    if reference == "each_period" and len(places):
        period = rows.window.periods[rows.window.marks[PERIOD][int(places[0])]]
        where = "" if period is None else f" ({period})"
    message = Wording(f"`{step.node}`{where}: {weights.message.en}", f"`{step.node}`{where}：{weights.message.zh}")
    found.add(NO_WEIGHTS, message, step.weighting.span, help=weights.advice)
    return None
