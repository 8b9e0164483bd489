"""The oracle's half about weights: as they are stated, or as the scores of a reference set decide."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from data_cells import At
from descriptions import Composite, Drop, Weighing
from normalisers import Reference
from rules import Refusal
from walks import parts

Weights: TypeAlias = list[Fraction]
FEWEST = 2  # rows that weights come of


def weights_in_force(
    composite: Composite, scores: dict[At, list[float | None]], able: Sequence[At]
) -> dict[At, Weights | None]:
    """Give the weights in each row, None where nothing decides them; `able` are the rows whose scores count.

    They are decided where a row asks for them, and hold in all rows that are measured against the same set.
    """
    if composite.weighing is None:
        return {at: [part.weight for part in parts(composite)] for at in scores}
    complete = [at for at in able if None not in scores[at]]
    dropping = isinstance(composite.missing, Drop)
    asked = [at for at in able if any(each is not None for each in scores[at])] if dropping else complete
    found: dict[At, Weights | None] = dict.fromkeys(scores)
    by_period = composite.weighing.reference == "each_period"
    for at in asked:
        there = [row for row in complete if _in_set(composite.weighing.reference, row, at)]
        weights = _weighed(composite.weighing, [scores[row] for row in there])
        found |= {row: weights for row in scores if not by_period or row[1] == at[1]}
    return found


def _in_set(reference: Reference, row: At, at: At) -> bool:
    if isinstance(reference, tuple):
        return reference[0] <= row[1] <= reference[1]
    return reference == "all_periods" or row[1] == at[1]


def _weighed(weighing: Weighing, rows: list[list[float | None]]) -> Weights:
    if len(rows) < FEWEST:
        raise Refusal("too few rows to decide weights")
    try:
        return [Fraction(weight) for weight in weighing.case.plain(rows, **weighing.case.arguments)]
    except ZeroDivisionError as error:
        raise Refusal("children that do not vary") from error
