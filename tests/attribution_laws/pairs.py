"""Pairs of versions, each made from a seed and its number."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import idx
from attribution_laws import changing, revising
from attribution_laws.changing import Change
from attribution_laws.drawing import draw_data, draw_draft, draw_numbers
from idx.project.sides import Side

if TYPE_CHECKING:
    from pathlib import Path

    from attribution_laws.drafts import Draft
    from attribution_laws.tables import Data

MOST_TRIES = 6


@dataclass
class Version:
    """The files of a version: its text, and the tables beside it."""

    text: str
    tables: dict[str, str]

    def write(self, folder: Path, name: str) -> Path:
        """Write the files and return the path of the framework."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, text in self.tables.items():
            (folder / table).write_text(text, encoding="utf-8")
        (folder / name).write_text(self.text, encoding="utf-8")
        return folder / name


@dataclass
class Pair:
    """Two versions; `changes` says what was changed, `refused` how many were drawn before that cannot be evaluated."""

    number: int
    before: Version
    after: Version
    changes: list[str] = field(default_factory=list)
    refused: int = 0

    def write(self, folder: Path) -> None:
        """Write both versions into a folder."""
        self.before.write(folder, "before.idx")
        self.after.write(folder, "after.idx")

    def evaluated(self, folder: Path) -> tuple[Side, Side] | None:
        """Write both versions into a folder and evaluate them, or return None where that cannot be done."""
        before = evaluated(self.before, folder, "before.idx")
        after = evaluated(self.after, folder, "after.idx") if before is not None else None
        return (before, after) if before is not None and after is not None else None


def version(draft: Draft, data: Data, stem: str) -> Version:
    """Return the files of a version."""
    tables = data.tables(draft, stem)
    return Version(draft.text(tuple(tables)), tables)


def draw_change(draw: Random, change: Change) -> str | None:
    """Change something, and say what; None where that cannot be changed."""
    menu = {**changing.CHANGES, **revising.CHANGES}
    names = list(menu)
    name = draw.choices(names, [menu[each][0] for each in names])[0]
    try:
        return name if menu[name][1](change) else None
    except IndexError:  # earlier changes have left nothing to choose from
        return None


def make(seed: int, number: int, folder: Path) -> tuple[Pair, tuple[Side, Side]]:
    """Draw a pair both of whose versions can be evaluated; they are written into a folder to find out."""
    draw = Random(f"{seed}:{number}")  # noqa: S311 - repeatable, not secret
    refused = 0
    while True:
        growth = draw.random() < 0.25
        data = draw_data(draw, growth=growth)
        draft = draw_draft(draw, data, growth=growth)
        draw_numbers(draw, draft, data)
        before = version(draft, data, "data")
        side = evaluated(before, folder, "before.idx")
        if side is None:
            refused += 1
            continue
        for _ in range(MOST_TRIES):
            new_draft, new_data = copy.deepcopy((draft, data))
            change = Change(draw, new_draft, new_data, growth=growth)
            wanted = draw.choice((1, 2, 3, 3, 4, 5))
            changes = [name for name in (draw_change(draw, change) for _ in range(wanted)) if name]
            draw_numbers(draw, new_draft, new_data)
            after = version(new_draft, new_data, "data")
            if after.tables != before.tables:
                after = version(new_draft, new_data, "data_new")
            other = evaluated(after, folder, "after.idx") if after != before and changes else None
            if other is not None:
                return Pair(number, before, after, changes, refused), (side, other)
            refused += 1


def evaluated(version: Version, folder: Path, name: str) -> Side | None:
    """Write a version and evaluate it, or return None where that cannot be done."""
    path = version.write(folder, name)
    try:
        framework = idx.load(path)
        result = framework.evaluate()
    except idx.IdxError:
        return None
    return Side(str(path), framework, result)
