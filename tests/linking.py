"""The oracle's half about indices of composites: growth chained from the base, and the growth that an index had."""

import math
from collections.abc import Mapping

from combining import NodeCell
from descriptions import Chain
from rules import Rules, index_growth


def link(path: Mapping[int, NodeCell], chain: Chain, rules: Rules) -> None:
    """Chain a composite's growth from the base, forward and backward; nothing lies beyond a hole.

    Over a base of several periods the mean of the index there is the value that is stated.
    """
    path[chain.base].index = float(chain.value)
    for direction in (1, -1):
        logarithm, period = math.log(chain.value), chain.base
        while (beyond := period + direction) in path:
            step = path[max(period, beyond)].score
            if step is None:
                break
            logarithm += direction * rules.log_ratio(step, chain.growth)
            path[beyond].index = math.exp(logarithm)
            period = beyond
    if len(chain.bases) > 1:
        _divide(path, chain)


def _divide(path: Mapping[int, NodeCell], chain: Chain) -> None:
    bases = [index for period in chain.bases if (index := path[period].index) is not None]
    mean = math.fsum(bases) / len(bases)
    for cell in path.values():
        whole = cell.index is not None and len(bases) == len(chain.bases)
        cell.index = cell.index / mean * chain.value if whole and cell.index is not None else None


def growth_of_index(path: Mapping[int, NodeCell], chain: Chain) -> None:
    """Give a composite over the index the growth that its own link would need; into the first period there is none."""
    for period, cell in path.items():
        before = path[period - 1].index if period - 1 in path else None
        if cell.index is not None and before is not None:
            cell.score = index_growth(cell.index, before, chain.growth)
