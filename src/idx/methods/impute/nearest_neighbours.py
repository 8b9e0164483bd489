"""What the rows that are most alike in the columns beside it have on average."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from scipy.spatial.distance import cdist

from idx.diagnostics import Wording
from idx.methods.arrays import Array, floats
from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method
from idx.methods.spread import deviations
from idx.methods.values import Group, Minimum, Names, Reference

BLOCK = 1024  # rows whose distances are in memory together
EQUALLY_FAR = 1e-9  # a share of the distance; sums of the same squares differ in what lies beyond


@method(
    "impute",
    places=("rest",),
    by="rows",
    examples=(
        Example(
            "nearest_neighbours(count = 1, on = gdp, reference = all_periods)",
            (10, 20, None, 40),
            (10, 20, 20, 40),
            beside=(("gdp", (1, 2, 2.4, 4)),),
        ),
        Example(
            "nearest_neighbours(count = 2, on = names(gdp, jobs), reference = all_periods)",
            (10, 20, None, 40),
            (10, 20, 15, 40),
            beside=(("gdp", (1, 2, 2, 9)), ("jobs", (5, 5, 5, 1))),
        ),
        Example(
            "nearest_neighbours(count = 1, on = gdp, reference = all_periods)",
            (10, None, 40),
            (10, 25, 40),
            beside=(("gdp", (1, 2, 3)),),
            says="both are equally near, so both count",
        ),
    ),
)
def nearest_neighbours(  # noqa: PLR0913 - three arrays, and what a file states
    known: Array,
    beside: Array,
    wanted: Array,
    *,
    count: Annotated[int, Minimum(1)],
    on: Names,
    reference: Reference,  # noqa: ARG001 - which rows the engine hands over
    within: Group | None = None,  # noqa: ARG001 - the same
) -> Array:
    """What the rows that are most alike in other columns have on average: the mean of the nearest neighbours.

    Neighbours are those rows of the reference set in which the indicator and all columns are there, as observed or
    filled in time before (`gaps`, `latest`, `earliest`); nothing that was filled from others counts. How far two rows
    are apart is Euclidean, each column measured in its standard deviation over the neighbours; a column that is the
    same in all of them tells none from another. The `count` nearest count alike, and with the last of them every other
    that is as far away, so that the order of rows plays no part. A cell is filled where all columns have a value in its
    row.

    An indicator that is named itself is left out among the columns. Fewer neighbours than `count`, or columns of which
    none varies, are an error; a set without any neighbour fills nothing.

    Source: Troyanskaya et al. (2001), Missing value estimation methods for DNA microarrays, Bioinformatics 17(6);
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3 (hot deck: values of similar units).

    Args:
        known: the indicator in the rows that have all.
        beside: the columns in those rows.
        wanted: the columns in the rows to be filled.
        count: how many neighbours count.
        on: the columns: a series or an indicator with data, or several as `names(a, b)`.
        reference: where neighbours are looked for: in the same period (`each_period`), in `all_periods`, or in stated
            periods.
        within: a group: neighbours are of the entity's own group.
    """
    if len(known) < count:
        raise MethodError(
            Wording(
                f"{len(known)} complete row{'' if len(known) == 1 else 's'}, and `count` is {count}",
                f"数据齐全的只有 {len(known)} 行，而 `count` 为 {count}",
            ),
            Wording("widen the reference set, or lower `count`", "请扩大参照集，或减小 `count`"),
        )
    spread = deviations(beside)
    telling = spread > 0
    if not telling.any():
        raise MethodError(
            Wording(
                f"{', '.join(on.names)} do not vary among the complete rows",
                f"{'、'.join(on.names)} 在数据齐全的各行中没有变化",
            ),
            Wording("name columns that vary, or widen the reference set", "请写明有变化的列，或扩大参照集"),
        )
    centre = beside.mean(axis=0)
    placed = [((part - centre) / np.where(telling, spread, 1.0))[:, telling] for part in (wanted, beside)]
    asking, teaching = placed
    blocks = [asking[start : start + BLOCK] for start in range(0, len(asking), BLOCK)]
    return floats(np.concatenate([_nearest(known, cdist(block, teaching), count) for block in blocks]))


def _nearest(known: Array, distances: Array, count: int) -> Array:
    """Return the mean of what is nearest to each row of distances."""
    furthest = np.partition(distances, count - 1, axis=1)[:, [count - 1]]
    near = distances <= furthest * (1 + EQUALLY_FAR)
    return floats(near @ known / near.sum(axis=1))
