"""A failing pair made smaller, by lines, rows and properties that it fails without."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from attribution_laws.pairs import Pair, Version

WORDS = "normalise|aggregate|weighting|missing|direction|unit|weight|treat|then|code|across"
PROPERTY = re.compile(rf" (?:{WORDS}|impute \w+ by|within) (?:(?! (?:{WORDS}|impute|formula) |\{{).)+")


def shrunk(pair: Pair, fails: Callable[[Pair], bool]) -> Pair:
    """Return a pair that fails alike, from which nothing can be left out."""
    found = True
    while found:
        found = False
        for smaller in _smaller(pair):
            if fails(smaller):
                pair, found = smaller, True
                break
    return pair


def _smaller(pair: Pair) -> Iterator[Pair]:
    one, other = pair.before, pair.after
    for line in dict.fromkeys((*one.text.split("\n"), *other.text.split("\n"))):
        if line and not line.startswith(("framework", "version")) and "{" not in line and "}" not in line:
            yield replace(pair, before=_without(one, line), after=_without(other, line))
    for part in dict.fromkeys((*PROPERTY.findall(one.text), *PROPERTY.findall(other.text))):
        texts = [each.text.replace(part, " ") for each in (one, other)]
        yield replace(pair, before=replace(one, text=texts[0]), after=replace(other, text=texts[1]))
    for index in (0, 1):
        keys = dict.fromkeys(
            row.split(",")[index]
            for each in (one, other)
            for table in each.tables.values()
            for row in table.split("\n")[1:]
            if row
        )
        for key in keys:
            yield replace(pair, before=_without_rows(one, index, key), after=_without_rows(other, index, key))
    for name in other.tables:
        if name in one.tables and other.tables[name] != one.tables[name]:
            yield replace(pair, after=replace(other, tables={**other.tables, name: one.tables[name]}))


def _without(version: Version, line: str) -> Version:
    return replace(version, text="\n".join(each for each in version.text.split("\n") if each != line))


def _without_rows(version: Version, index: int, key: str) -> Version:
    tables = {}
    for name, table in version.tables.items():
        head, *rows = table.split("\n")
        tables[name] = "\n".join([head, *(row for row in rows if not row or row.split(",")[index] != key)])
    return replace(version, tables=tables)
