"""The cells of an expectation: what is expected, when, how much, how near, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.format.columns import Key, Row

if TYPE_CHECKING:
    from idx.format.words import Words
    from idx.syntax import tree

TARGET, PERIOD, VALUE, WITHIN, BECAUSE = map(Key, range(5))


def expectation(words: Words, line: tree.Expectation) -> Row:
    """Return a line of an `expect` block as a row."""
    column = f".{words.written(line.column)}" if line.column else ""
    entity = f"[{words.written(line.entity)}]" if line.entity else ""
    cells = {TARGET: f"{words.written(line.node)}{column}{entity}", VALUE: f"= {line.value.written}"}
    if line.period:
        cells[PERIOD] = words.written(line.period)
    if line.within:
        cells[WITHIN] = f"within {line.within.written}"
    if line.because:
        cells[BECAUSE] = f"because {words.written(line.because)}"
    keys = tuple(sorted(cells))
    return Row(keys, [cells[key] for key in keys])
