"""A framework to start from, with comments that teach the language and made-up figures beside it."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple

from idx.interchange.names import name_of, quoted

if TYPE_CHECKING:
    from idx.diagnostics import Language

Family = Literal["growth", "level"]

# What the files in `starters/` call themselves: as the framework's name, in quotes, and in commands.
PLACEHOLDER = re.compile(r'(framework )example|("example\.csv")|example(?=\.idx|\.csv)')


class Starter(NamedTuple):
    """The text of a framework, and of its data."""

    framework: str
    data: str


def starter(stem: str, family: Family, language: Language) -> Starter:
    """Return a framework that is called like its file, and that reads its data from a CSV file of the same name.

    Args:
        stem: the file's name without its ending.
        family: `growth` for an index that is chained from growth rates, `level` for scores that compare entities.
        language: in which the comments teach.
    """
    folder = resources.files("idx.interchange") / "starters"
    framework, data = (
        folder.joinpath(f"{family}.{language}.{ending}").read_text(encoding="utf-8") for ending in ("idx", "csv")
    )

    def named(match: re.Match[str]) -> str:
        if match.group(1):
            return match.group(1) + name_of(stem)
        return quoted(f"{stem}.csv") if match.group(2) else " ".join(stem.split())

    return Starter(PLACEHOLDER.sub(named, framework), data)
