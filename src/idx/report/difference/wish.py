"""What a report on a comparison is to show, and how differences are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.report.numbers import rounded

if TYPE_CHECKING:
    from idx.diagnostics import Language


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
