"""Nothing is treated."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Cells
from idx.methods.registry import method


@method("treat", examples=(Example("none", (1, 100, None), (1, 100, None)),))
def none(cells: Cells) -> pl.Expr:
    """Nothing is treated, where a treatment would be handed down from above.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.4.

    Args:
        cells: the indicator.
    """
    return cells.now
