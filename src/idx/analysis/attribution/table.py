"""The values of nodes in coalitions, kept as they are evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from idx.analysis.attribution.coalitions import Evaluator

    Numbers = NDArray[np.float64]

FEW = 256  # coalitions


class Table:
    """The values of nodes in coalitions, evaluated when they are asked for; a coalition is a mask of causes."""

    def __init__(self, evaluator: Evaluator, nodes: Sequence[str]) -> None:
        """Keep what evaluates, and the nodes whose values are asked for."""
        self.evaluator, self.parts, self.nodes = evaluator, evaluator.parts, nodes
        self.places: dict[tuple[int, int], int] = {}
        self.rows: dict[str, list[Numbers]] = {node: [] for node in nodes}

    def ask(self, coalitions: Iterable[int]) -> None:
        """Evaluate the coalitions that have not been, as many together as have the same states of the data."""
        states: dict[int, dict[int, None]] = {}
        for members in coalitions:
            states.setdefault(members & self.parts.stated, {})[members & self.parts.data] = None
        together: dict[tuple[int, ...], list[int]] = {}
        for stated, data in states.items():
            missing = sorted(state for state in data if (stated, state) not in self.places)
            if missing:
                together.setdefault(tuple(missing), []).append(stated)
        for stated_ones, data_states in few_evaluations(together):
            found = self.evaluator.values(stated_ones, data_states, self.nodes)
            for at, stated in enumerate(stated_ones):
                for to, state in enumerate(data_states):
                    if (stated, state) not in self.places:
                        self._keep(stated, state, {node: numbers[at, to] for node, numbers in found.items()})

    def _keep(self, stated: int, state: int, values: Mapping[str, Numbers]) -> None:
        self.places[stated, state] = len(self.places)
        for node, numbers in values.items():
            self.rows[node].append(numbers)

    def place(self, members: int) -> int:
        """Return the place of a coalition that has been asked for."""
        return self.places[members & self.parts.stated, members & self.parts.data]

    def values(self, node: str, coalitions: Iterable[int]) -> Numbers:
        """Return a node's values in coalitions that have been asked for, a row each."""
        rows = self.rows[node]
        return np.stack([rows[self.place(members)] for members in coalitions])


def few_evaluations(together: Mapping[tuple[int, ...], Sequence[int]]) -> list[tuple[list[int], list[int]]]:
    """Return what is stated and the states of the data for each evaluation: `together` has the first by the second.

    Small ones are made one, though that evaluates more than is asked for: each takes a time of its own.
    """
    found: list[tuple[list[int], list[int]]] = []
    for data, stated in together.items():
        for stated_ones, data_states in found:
            more = [state for state in data if state not in data_states]
            if (len(stated_ones) + len(stated)) * (len(data_states) + len(more)) <= FEW:
                stated_ones.extend(stated)
                data_states.extend(more)
                break
        else:
            found.append(([*stated], [*data]))
    return found
