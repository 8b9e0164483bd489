"""Coalitions as files: what is stated and the data once some causes are made, written into a folder and evaluated.

Nothing here knows `attribution`: a coalition is applied to the facts of the version before, its data are put together
cell by cell, and what comes of it goes through the public interface. Nodes are called by their identities, columns of
the data too; what is converted or put together is written as the numbers that came of it.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import idx
from attribution_laws.tables import written
from idx.edits.bare_homes import with_bare_homes
from idx.edits.changes import applied
from idx.edits.facts import Key, places_in
from idx.edits.flatten import flat_text
from idx.graph import low_is_good
from idx.model import Composite
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from attribution_laws.panels import Cells, Known, Owner
    from idx.edits.changes import Change
    from idx.edits.facts import Stated
    from idx.project.compare import Comparison

Row = tuple[str | None, str | None]
Values = dict[str, dict[Row, float]]  # by identity and row; what is missing is not there
READING = {"code", "convert", "across", "unit"}
DATA = re.compile(r"^data .*\n", re.MULTILINE)
REFUSING = re.compile(r"\bmissing\s+error\b")


class NoFramework(Exception):  # noqa: N818 - no program went wrong
    """Raised where what a coalition states is no framework."""


class Refused(Exception):  # noqa: N818 - the same
    """Raised where the data of a coalition do not allow what it states."""


def owner_of(change: Change) -> Owner | None:
    """Return which change of data a change is, or None."""
    (key,) = change.keys if len(change.keys) == 1 else (None,)
    if key is None or key.kind not in {"rows", "cells"}:
        return None
    if key.kind == "cells":
        return "rescaled" if key.word else "revised", key.subject
    return (key.place, "") if key.word == "periods" else (key.word, key.place)


class Coalitions:
    """Evaluates coalitions of the causes of a comparison as files in a folder, each once."""

    def __init__(self, comparison: Comparison, cells: Cells, folder: Path) -> None:
        """Keep what is compared."""
        self.comparison, self.cells, self.folder = comparison, cells, folder
        self.made = made_called(comparison)
        self.known: dict[int, Values | Exception] = {}
        self.low: dict[int, set[str]] = {}  # the nodes whose lowest value ranks first
        self.computed: dict[int, set[str]] = {}  # those whose values come of sums and quotients

    def __call__(self, members: int) -> Values:
        """Return the values of a coalition, a mask of causes.

        Raises:
            NoFramework: if what it states is none.
            Refused: if its data do not allow it.
        """
        if members not in self.known:
            try:
                self.known[members] = self._evaluated(members)
            except (NoFramework, Refused) as error:
                self.known[members] = error
        found = self.known[members]
        if isinstance(found, Exception):
            raise found
        return found

    def files(self, members: int) -> tuple[str, str]:
        """Return the text and the table of a coalition."""
        attribution = self.comparison.attribution
        assert attribution is not None
        changes = [
            change
            for number, cause in enumerate(attribution.causes)
            if members >> number & 1
            for change in cause.changes
        ]
        before, after = (with_bare_homes(stated) for stated in self.comparison.stated)
        owners = {owner for change in changes if (owner := owner_of(change)) is not None}
        stated = applied(before, after, [change for change in changes if owner_of(change) is None])
        owners |= self._made_rows(changes)
        return text_of(stated, self.made), table_of(self.cells.made(owners), stated)

    def _made_rows(self, changes: Iterable[Change]) -> set[Owner]:
        """Return the rows of made entities that come or go since something is changed about them."""
        return {
            owner
            for change in changes
            if change.subject in self.made and owner_of(change) is None
            if (owner := self.cells.of_entity(self.made[change.subject])) is not None
        }

    def _evaluated(self, members: int) -> Values:
        text, table = self.files(members)
        (self.folder / "coalition.csv").write_text(table, encoding="utf-8")
        path = self.folder / "coalition.idx"
        path.write_text(text, encoding="utf-8")
        try:
            framework = idx.load(path)
        except idx.IdxError as error:
            raise NoFramework(str(error)) from error
        try:
            result = framework.evaluate()
        except idx.IdxError as error:
            raise Refused(str(error)) from error
        self.low[members] = set(low_is_good(framework.model))
        nodes = framework.model.nodes.values()
        self.computed[members] = {
            node.name for node in nodes if isinstance(node, Composite) or node.link or node.formula
        }
        values = values_of(result)
        if wrong := no_numbers(values):
            raise AssertionError(f"coalition {members}: no numbers for {wrong}")
        return values


def no_numbers(values: Values) -> list[str]:
    """List the nodes of which a result is no finite number."""
    return [node for node, found in values.items() if not all(map(math.isfinite, found.values()))]


def entities_called(comparison: Comparison) -> tuple[dict[str, str], dict[str, str]]:
    """Return, for both versions, how entities are called in what is compared: as the version after does."""
    old, new = (
        {
            key.subject: fact.text
            for key, fact in stated.facts.items()
            if key.kind == "entity" and isinstance(fact, tree.Word)
        }
        for stated in comparison.stated
    )
    named = {old.get(known, known): new.get(known, known) for known in (*old, *new)}
    shown = [
        {stated.names()[item.name]: item.shown for item in side.framework.model.made}
        for side, stated in zip((comparison.before, comparison.after), comparison.stated, strict=True)
    ]
    made = {name: shown[1].get(identity, name) for identity, name in shown[0].items()}
    return named | made, {}


def made_called(comparison: Comparison) -> dict[str, str]:
    """Return how each entity that is made of others is called in what is compared, by its identity."""
    found: dict[str, str] = {}
    for side, stated in zip((comparison.before, comparison.after), comparison.stated, strict=True):
        found |= {stated.names()[item.name]: item.shown for item in side.framework.model.made}
    return found


def values_of(result: idx.Result) -> Values:
    """Return every value: a node's index where it is linked, else its score."""
    nodes = result.framework.nodes
    keys = list(result.scores.select("entity", "period").iter_rows())
    found: Values = {}
    for name, node in nodes.items():
        column = (result.indices if node.link else result.scores)[name]
        found[name] = {row: value for row, value in zip(keys, column, strict=True) if value is not None}
    return found


def text_of(stated: Stated, made: Mapping[str, str]) -> str:
    """Return what is stated as a file whose nodes are called by their identities, read as coalitions are.

    Entities are called as in the data: those that are `made` of others, too, which are rows like any.
    """
    facts = {}
    for key, fact in stated.facts.items():
        if key.kind == "property" and key.word in READING:
            continue
        if key.kind == "entity":
            continue
        facts[key] = fact
        if key.kind == "name" and isinstance(fact, tree.Word) and fact.text != key.subject:
            facts[key] = fact._replace(text=key.subject)
    for identity, parents in places_in(stated.facts).items():
        if len(parents) > 1:  # what says nothing but its name is at home where it stands first; the label says where
            facts.setdefault(Key("label", identity, ""), tree.Text(identity, 0, 0))
    facts = {key: fact for key, fact in facts.items() if key.subject not in made or key.kind in {"method", "header"}}
    facts |= {Key("entity", identity): tree.Word(name, 0, 0) for identity, name in made.items() if name != identity}
    order = {
        parent: tuple(child for child in children if child not in made) for parent, children in stated.order.items()
    }
    text = flat_text(replace(stated, facts=facts, order=order, published=(), scenarios=()))
    text = REFUSING.sub("missing null", DATA.sub("", text))
    head, brace, rest = text.partition("method {\n")
    block, end, rest = rest.partition("}\n")
    if Key("method", "missing") not in stated.facts:
        block += "missing null\n"
    return f'{head}data "coalition.csv"\n{brace}{block}{end}{rest}'


def table_of(known: Known, stated: Stated) -> str:
    """Return the data as a table, with the columns that what is stated reads."""
    kinds = {identity: stated.kind(identity) for identity in stated.identities()}
    names = [
        identity
        for identity, kind in kinds.items()
        if kind == "series" or (kind == "indicator" and Key("property", identity, "formula") not in stated.facts)
    ]
    groups = [identity for identity, kind in kinds.items() if kind == "group"]
    rows: list[dict[str, object]] = [
        {"entity": entity, "period": period}
        | {name: known.groups[name].get(entity) or "" for name in groups}
        | {name: known.cells.get((name, entity, period)) for name in names}
        for entity in known.entities
        for period in known.periods
    ]
    return written([*groups, *names], rows)
