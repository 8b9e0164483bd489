"""Paths of data, as they read from another folder than that of the file which states them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from idx.syntax import tree

if TYPE_CHECKING:
    from idx.edits.changes import Change
    from idx.edits.facts import Fact, Stated


def relocated(stated: Stated, folder: Path) -> Stated:
    """Return what is stated, with paths of data and of published tables as they read from a folder."""
    facts = {key: _fact(fact, stated, folder) or fact for key, fact in stated.facts.items()}
    published = tuple(
        item._replace(table=_data(item.table, stated, folder)) if isinstance(item, tree.ExpectedTable) else item
        for item in stated.published
    )
    return replace(stated, facts=facts, published=published)


def relocated_change(change: Change, stated: Stated, folder: Path) -> Change:
    """Return a change to what is stated with the paths of new data as they read from a folder."""
    return replace(change, new={key: _fact(fact, stated, folder) for key, fact in change.new.items()})


def _fact(fact: Fact | None, stated: Stated, folder: Path) -> Fact | None:
    return _data(fact, stated, folder) if isinstance(fact, tree.Data) else fact


def _data(data: tree.Data, stated: Stated, folder: Path) -> tree.Data:
    layers = [layer for layer in stated.texts if layer.start <= data.start]
    home = layers[-1].source.folder if layers else None
    if home is None or home.resolve() == folder.resolve() or Path(data.path.text).is_absolute():
        return data
    path = Path(os.path.relpath(home.resolve() / data.path.text, folder.resolve())).as_posix()
    return data._replace(path=data.path._replace(text=path))
