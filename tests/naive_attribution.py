"""Attribution the long way: each coalition's framework evaluated by itself, Shapley values over all permutations."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from math import factorial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.comparison import column_of
from idx.diagnostics import IdxError
from idx.edits.changes import Change, applied
from idx.edits.tree_of import tree_of
from idx.evaluate import evaluate
from idx.panel import read_panel
from idx.plan import make_plan
from idx.resolve import resolve
from version_data import Revision, frame_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from descriptions import Description
    from idx.edits.facts import Stated

Values = dict[tuple[str, str | None, str | None], float]  # by identity, entity and period; what is missing is not there


class Refused(NamedTuple):
    """Why a coalition has no values."""

    why: str


def values_of(
    description: Description, before: Stated, after: Stated, changes: Iterable[Change], revision: Revision
) -> Values | Refused:
    """Evaluate a version between two, in which some changes are made, by the ordinary path."""
    made = list(changes)
    stated = applied(before, after, [change for change in made if change.verb != "revise"])
    resolved = resolve(tree_of(stated, by_identity=True))
    if resolved.value is None:
        return Refused(str([item.message for item in resolved.errors]))
    # Results call a made entity by its name of now, which other versions of the framework may have for a node.
    called = [replace(item, code=item.code or stated.name(item.name)) for item in resolved.value.made]
    model = replace(resolved.value, made=tuple(called))
    added = {identity for identity in after.identities() if before.kind(identity) is None}
    revised = {key.subject for change in made for key in change.keys if key.kind == "cells"}
    identities = {item.name: item.name for item in (*model.measured, *model.groups)}
    frame = frame_for(description, model, identities, dict.fromkeys(revised | added, revision), None)
    try:
        panel = read_panel(model, Path(), {"": frame}).unwrap()
        result = evaluate(make_plan(model), panel).unwrap()
    except IdxError as error:
        return Refused(str(error))
    found: Values = {}
    for name in model.nodes:
        shown = result.window.show(column_of(result, name).to_frame("")).to_series()
        for value, entity, period in zip(shown, *result.window.keys.select("entity", "period"), strict=True):
            if value is not None:
                found[name, entity, period] = value
    return found


def naive_shares(count: int, value: Callable[[frozenset[int]], float]) -> list[float]:
    """Return each player's mean contribution over all orders."""
    shares = [0.0] * count
    for order in permutations(range(count)):
        made: frozenset[int] = frozenset()
        for player in order:
            shares[player] += (value(made | {player}) - value(made)) / factorial(count)
            made |= {player}
    return shares
