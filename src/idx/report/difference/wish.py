"""What a report on a comparison is to show, and the words that all its tables use."""

from __future__ import annotations

from typing import NamedTuple

from idx.diagnostics import Language, Wording
from idx.report.numbers import rounded

WORDS = {
    "BREAK": Wording("BREAK", "不可比（BREAK）"),
    "COMPARABLE": Wording("COMPARABLE", "可比（COMPARABLE）"),
    "SAME": Wording("SAME", "数值相同（SAME）"),
    "NOT COMPARED": Wording("NOT COMPARED", "未比较（NOT COMPARED）"),
}


class Wish(NamedTuple):
    """What is shown: all or the gist, which nodes, entities and periods, with how many decimals, in which languages.

    `language` is that of the labels, `speech` that of all else. `width` is how many columns a table may take, None for
    as many as it needs; `rank` asks for ranks in the place of values.
    """

    full: bool = False
    nodes: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    digits: int = 1
    language: str | None = None
    speech: Language = "en"
    width: int | None = None
    rank: bool = False


def signed(number: float | None, digits: int) -> str:
    """Return a difference with its sign."""
    text = rounded(number, digits)
    return f"+{text}" if number is not None and number > 0 and text.strip("0.") else text
