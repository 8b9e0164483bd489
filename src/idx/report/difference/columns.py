"""Shares of causes as cells: what is folded since it prints as zero, and what fits beside one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording
from idx.report.difference.wish import Wish, signed
from idx.report.numbers import rounded
from idx.report.tables import GAP, Cell, Column
from idx.source import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.report.difference.shares import CauseShares


def share_cell(cause: CauseShares, row: int, wish: Wish) -> Cell:
    """Return a cause's share in a row; where it has one share with others, the number of that which shows it."""
    share, error, joined = cause.shares[row], cause.error(row), cause.joined[row]
    if share is None:
        return Cell("n/a" if joined < 0 else f"[{joined + 1}]")
    text = halves(share) if wish.rank else signed(share, wish.digits)
    return Cell(f"{text} ±{rounded(error, wish.digits + 1)}" if error else text, number=share)


def halves(share: float) -> str:
    """Return the share in a rank: a whole number or a half as such, all else with one decimal."""
    if abs(share) < 1e-9:
        return "0"
    whole = round(share * 2)
    if abs(share * 2 - whole) > 1e-9:
        return signed(share, 1)
    sign = "+" if whole > 0 else "-"
    units, half = divmod(abs(whole), 2)
    return f"{sign}{units or ''}{'½' if half else ''}"


def folded(
    causes: Sequence[CauseShares], rows: Sequence[int], wish: Wish, period: str | None = None, fewest: int = 1
) -> tuple[list[CauseShares], Wording | None]:
    """Return the causes that are shown, and a line for those whose every printed share is zero, if so many are.

    `period` is the one that the rows are of, where others have rows, too: what is zero in it need not be in those.
    """
    if wish.full:
        return list(causes), None
    zero = [cause for cause in causes if all(_prints_zero(cause, row, wish) for row in rows)]
    if len(zero) < fewest or not rows or len(causes) == 1:
        return list(causes), None
    nothing = "0" if wish.rank else signed(0.0, wish.digits)
    kept = [cause for cause in causes if cause not in zero]
    at = Wording(f" in {period}", f"在 {period} ") if period is not None else Wording("", "")
    if len(zero) == 1:
        mark, of = zero[0].mark, f"{at.zh}为 " if at.zh else ""
        return kept, Wording(f"Cause {mark}: {nothing}{at.en}", f"原因 {mark}：{of}{nothing}")
    which = Wording(" other", "其余 ") if kept else Wording("", "")
    line = Wording(
        f"{len(zero)}{which.en} causes: {nothing} each{at.en}", f"{which.zh}{len(zero)} 个原因：{at.zh}各 {nothing}"
    )
    return kept, line


def _prints_zero(cause: CauseShares, row: int, wish: Wish) -> bool:
    share = cause.shares[row]
    return (
        share is not None
        and cause.joined[row] < 0
        and not share_cell(cause, row, wish).text.split(" ")[0].strip("+-0.")
    )


def cause_columns(
    columns: Sequence[Column],
    lines: Sequence[Sequence[Cell]],
    causes: Sequence[CauseShares],
    rows: Sequence[int],
    wish: Wish,
) -> list[tuple[list[Column], list[list[Cell]]]]:
    """Return columns and lines with one more for each cause, parted so that each part is no wider than is wished."""
    heads, body = list(columns), [list(line) for line in lines]
    parts = [(heads, body)]
    width = _width(heads, body)
    for cause in causes:
        cells = [share_cell(cause, row, wish) for row in rows]
        own = GAP + max(map(display_width, [cause.mark, *(cell.text for cell in cells)]))
        if wish.width is not None and width + own > wish.width and len(heads) > 1:
            heads, body = [columns[0]], [[line[0]] for line in lines]
            parts.append((heads, body))
            width = _width(heads, body)
        heads.append(Column(cause.mark))
        for line, cell in zip(body, cells, strict=True):
            line.append(cell)
        width += own
    return parts


def _width(columns: Sequence[Column], lines: Sequence[Sequence[Cell]]) -> int:
    texts = [[column.heading, *(line[at].text for line in lines)] for at, column in enumerate(columns)]
    return sum(max(map(display_width, each)) for each in texts) + GAP * (len(columns) - 1)
