"""Weights that scores give: those of one set of rows, and those of many in the variants of a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from idx.diagnostics import Wording
from idx.methods.contracts import MethodError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from idx.evaluate.weighing import Wanted
    from idx.model import MethodCall
    from idx.plan import Combine

    Array = NDArray[np.float64]
    Key = tuple[tuple[int, ...], bytes]

FEWEST = 2
NO_ROW = MethodError(
    Wording("no row has a score of every child", "没有一行的下级得分齐全"),
    Wording("fill the data (`impute`), or state weights", "请先插补（`impute`），或直接写明权重"),
)
NO_NUMBERS = MethodError(
    Wording("the scores lie beyond what it can compute with", "得分超出了可计算的范围"),
    Wording("normalise them to a common scale, or state weights", "请先标准化到同一尺度，或直接写明权重"),
)
ONE_ROW = MethodError(
    Wording("only one row has a score of every child", "只有一行的下级得分齐全"),
    Wording("weights come of how scores differ: state them", "权重来自得分之间的差异：请直接写明"),
)


def computed(call: MethodCall, scores: Array, stated: Array) -> Array | MethodError:
    """Return the weights that scores give, those of the rows of one set, or why they give none."""
    if not (abs(scores) < np.inf).all():
        return NO_NUMBERS
    if len(scores) < FEWEST:
        return ONE_ROW if len(scores) else NO_ROW
    try:
        weights: Array = call.method.prepared(call.arguments)(scores, stated)
    except MethodError as raised:
        return raised
    return weights if np.isfinite(weights).all() else NO_NUMBERS


def stated_weights(step: Combine) -> Array:
    """Return the weights that are stated of a composite's children."""
    return np.array(step.weights, dtype=np.float64)


class _Alike(NamedTuple):
    """What one weighting makes weights of: tables of scores, each once, of children of which the same is stated."""

    call: MethodCall
    stated: Array
    tables: dict[Key, Array]

    def weights(self) -> dict[Key, Array | None]:
        """Return the weights of each table, None where it gives none."""
        if not self.call.method.stacks:
            found = {key: computed(self.call, table, self.stated) for key, table in self.tables.items()}
            return {key: None if isinstance(made, MethodError) else made for key, made in found.items()}
        function = self.call.method.prepared(self.call.arguments)
        known: dict[Key, Array | None] = dict.fromkeys(self.tables)
        for same in self._stacked():
            scores = np.stack([self.tables[key] for key in same])
            sound = np.asarray(np.isfinite(scores).all(axis=(1, 2)))
            made = function(np.where(sound[:, None, None], scores, 0.0), self.stated)
            sound &= np.isfinite(made).all(axis=-1)
            known |= {key: own if is_sound else None for key, own, is_sound in zip(same, made, sound, strict=True)}
        return known

    def _stacked(self) -> list[list[Key]]:
        """Return the tables of the same shape together, if they have enough rows."""
        by_shape: dict[tuple[int, ...], list[Key]] = {}
        for key in self.tables:
            by_shape.setdefault(key[0], []).append(key)
        return [same for shape, same in by_shape.items() if shape[0] >= FEWEST]


def weights_of_variants(wanted: Sequence[Wanted]) -> list[Mapping[int, Array | None]]:
    """Return, for each composite, the weights that the rows of each set give; None where they give none.

    Scores that are the same are weighed once, and all at once where the weighting can take several sets.
    """
    alike: dict[object, _Alike] = {}
    asked: list[tuple[object, dict[int, Key]]] = []
    for step, scores, decide, _ in wanted:
        if step.weighting is None:
            raise ValueError(step)
        kind = (step.weighting.method.name, *step.weighting.arguments.items(), step.weights)
        if kind not in alike:
            alike[kind] = _Alike(step.weighting, stated_weights(step), {})
        keys: dict[int, Key] = {}
        for number, places in decide.items():
            table = scores[places]
            keys[number] = (table.shape, table.tobytes())
            alike[kind].tables.setdefault(keys[number], table)
        asked.append((kind, keys))
    made = {kind: each.weights() for kind, each in alike.items()}
    return [{number: made[kind][key] for number, key in keys.items()} for kind, keys in asked]
