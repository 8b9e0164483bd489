"""The page of published results: what is compared with what, and the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from published.table import markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from published.comparing import Compared

HEAD = """# Published results

Frameworks of other institutions, written in the language of `idx` and held against what they published, or against what
the R package COINr computes. The files are part of the project ([frameworks/](../frameworks/)); the data are those of
their publishers, lie outside of it, and are read from there:

    PYTHONPATH=src:tests python -m published

prints this table. *Figures* counts the cells that are compared, *missing* those that are missing on both sides;
everywhere else the largest difference is within the tolerance. Tolerances are half a unit of the last printed digit,
what rounded inputs allow (China Innovation Index), or what floating-point numbers do.

"""
TAIL = """
*Ranks that part equal scores*: COINr ranks means that agree to twelve digits as if they differed, by the order in
which they were added; `idx` takes them as equal. Everything else of COINr's tables comes out to at least twelve digits,
with the same missing cells: imputation, denominators, screening, treatment, normalisation, aggregation and ranks.
"""


def page(found: Sequence[Compared]) -> str:
    """Return docs/published.md."""
    return f"{HEAD}{markdown(found)}\n{TAIL}"


def without_differences(text: str) -> list[list[str]]:
    """Return a page's lines cell by cell, but for the differences in the last bits, which a machine decides."""
    lines = [line.split(" | ") for line in text.splitlines()]
    return [cells[:4] + cells[5:] if len(cells) == 7 else cells for cells in lines]
