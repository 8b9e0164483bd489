"""Compare two versions: what changed, what it did to every value, how much each change caused, and its verdict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.attribution.attribute import Asked, Data, Options, attribute
from idx.analysis.attribution.cells import Sides, cells_of
from idx.analysis.attribution.pillars import pillars_of
from idx.analysis.comparison import Pair, headlines, union_keys, values_table
from idx.analysis.judge import Case, judge
from idx.analysis.printed import ROUNDING, published_by
from idx.analysis.published import published
from idx.analysis.revisions import Revisions, data_changes, revisions
from idx.analysis.verdict import not_compared
from idx.diagnostics import Collector
from idx.edits.bare_homes import home_changes, with_bare_homes
from idx.edits.changes import differences
from idx.edits.expected import expected_changes
from idx.edits.facts import FRAMEWORK
from idx.edits.guesses import Guess, guesses
from idx.edits.known_as import side_by_side
from idx.edits.matching import matched, rebased
from idx.panel.renamed import renamed_panel
from idx.project.entities import expected_in_names, guessed_entities, in_names

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from idx.analysis.attribution.attribute import Attribution
    from idx.analysis.revisions import RowChange
    from idx.analysis.verdict import Verdict
    from idx.edits.changes import Change
    from idx.edits.facts import Key, Stated
    from idx.model import Expectation
    from idx.project.sides import Side
    from idx.syntax import tree

    Numbers = NDArray[np.float64]


class Wanted(NamedTuple):
    """How two versions are compared: whether differences are attributed and how, and whether guessed renames hold.

    `nodes` are those whose differences are attributed, by their names (all where it is None, the headline where it is
    empty). `printed` is half a unit of the last digit with which a headline is printed of which nothing is expected.
    With `by_pillar`, changes are taken together that are about the same nodes right under the roots.
    """

    attributed: bool = True
    options: Options = Options()
    accept_guesses: bool = False
    printed: float = 0.05
    nodes: tuple[str, ...] | None = None
    by_pillar: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two versions and all that differs between them.

    `stated` is what each states, by the same identities; `pairs` are the nodes of both, those of the version after
    first; `cells` the data that are revised, by identity, `rows` those of periods and entities that came or went,
    `factors` by what data were multiplied with their unit (see `Revisions`), `entities` what those of the version
    before are called in the one after; `values` the table of differences (see `values_table`), None where a version has
    no result.
    """

    before: Side
    after: Side
    stated: tuple[Stated, Stated]
    changes: tuple[Change, ...]
    guesses: tuple[Guess, ...]
    pairs: dict[str, Pair]
    verdict: Verdict
    cells: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)
    rows: dict[Key, RowChange] = field(default_factory=dict, repr=False)
    factors: dict[str, float] = field(default_factory=dict, repr=False)
    entities: dict[str, str] = field(default_factory=dict, repr=False)
    values: pl.DataFrame | None = field(default=None, repr=False)
    keys: pl.DataFrame | None = field(default=None, repr=False)
    attribution: Attribution | None = field(default=None, repr=False)
    accepts_guesses: bool = False

    @property
    def comparable(self) -> bool:
        """Whether the data of both have periods of the same kind, so that differences can be attributed."""
        panels = [side.result.panel for side in (self.before, self.after) if side.result is not None]
        return len({panel.first.frequency if panel.first else None for panel in panels}) < 2

    def name(self, identity: str) -> str:
        """Return a node's name, as the version after calls it if it has it."""
        before, after = self.stated
        return (after if after.kind(identity) is not None else before).name(identity)


def compare(before: Side, after: Side, wanted: Wanted | None = None) -> Comparison:
    """Compare two versions; their values only where both have a result."""
    wanted = wanted or Wanted()
    stated = before.framework.stated
    renames: dict[str, str] = {}
    entities: dict[str, str] = {}
    while True:
        match = matched(stated, after.framework.stated, renames)
        old, new, names = side_by_side(stated, rebased(stated, after.framework.stated, match, entities))
        sides = _sides(before, after, match, names)
        proposed = (*guesses(old, new, _Data(sides)), *guessed_entities(sides, before.framework, after.framework))
        accepted = [guess for guess in proposed if wanted.accept_guesses]
        if not any(guess.before not in (entities if guess.entity else renames) for guess in accepted):
            break
        for guess in accepted:
            (entities if guess.entity else renames)[guess.before] = guess.after
    changes = (*differences(old, new), *expected_changes(old, new))
    homes = with_bare_homes(old), with_bare_homes(new)
    known = {key for change in changes for key in change.keys}
    changes = (*changes, *(change for change in home_changes(*homes) if known.isdisjoint(change.keys)))
    keys = [key for change in changes for key in change.keys]
    cells = cells_of(sides, keys) if sides and sides.comparable else None
    revised = revisions(cells) if cells is not None else Revisions({}, {}, {})
    changes = (*changes, *data_changes(revised, _because(changes), _of_units(changes)))
    pairs = {pair[0]: pair[1] for pair in _pairs(old, new, before, after)}
    comparison = Comparison(
        before=before,
        after=after,
        stated=(old, new),
        changes=changes,
        guesses=proposed,
        pairs=pairs,
        verdict=not_compared(changes),
        cells=revised.cells,
        rows=revised.rows,
        factors=revised.factors,
        entities=dict(names),
        accepts_guesses=wanted.accept_guesses,
    )
    if before.result is None or after.result is None or sides is None:
        return comparison
    shown = in_names(before.framework, before.result, names)
    values = values_table(shown, after.result, list(pairs.values()))
    called = {pair.before: pair.name for pair in pairs.values() if pair.before is not None}
    rows = union_keys(shown, after.result)
    told = published_by(before.framework.model, expected_in_names(_expected(before), names), called, wanted.printed)
    verdict = comparison.verdict
    attribution = None
    data = Data(cells, (frozenset(sides.columns[0]), frozenset(sides.columns[1]))) if cells is not None else None
    if data is not None:
        verdict = judge(Case(homes, (shown, after.result), pairs, changes, data, values, told))
    if wanted.attributed and data is not None:
        asked = Asked(rows, _values_asked(pairs, values, rows.height, wanted.nodes, _headline(after, values)))
        options = wanted.options._replace(by=pillars_of(old, new)) if wanted.by_pillar else wanted.options
        attribution = attribute(*homes, changes, data, asked, options)
    return replace(comparison, verdict=verdict, values=values, keys=rows, attribution=attribution)


def _headline(after: Side, values: pl.DataFrame) -> str | None:
    """Return the first root whose values differ, else the first."""
    roots = headlines(after.result) if after.result is not None else ()
    moved = set(values.filter(values["difference"].abs() > ROUNDING)["node"].unique())
    return next((root for root in roots if root in moved), roots[0] if roots else None)


def _values_asked(
    pairs: Mapping[str, Pair], values: pl.DataFrame, height: int, nodes: tuple[str, ...] | None, headline: str | None
) -> dict[str, tuple[Numbers, Numbers]]:
    """Return the values before and after of the nodes that are asked for, as far as both versions have them."""
    wanted = nodes if nodes is None or nodes else (headline,)
    columns = [values[side].fill_null(float("nan")).to_numpy() for side in ("before", "after")]
    return {
        identity: (columns[0][place : place + height], columns[1][place : place + height])
        for place, (identity, pair) in zip(range(0, values.height, max(height, 1)), pairs.items(), strict=False)
        if None not in pair and (wanted is None or pair.name in wanted)
    }


def _expected(side: Side) -> tuple[Expectation, ...]:
    """Return the published figures of a version, those of its tables among them where they can be read."""
    model = side.framework.model
    return (*model.expectations, *published(model, side.framework.folder, Collector()))


def _sides(before: Side, after: Side, match: Mapping[str, str], names: Mapping[str, str]) -> Sides | None:
    """Return the data of both versions by identity, or None where a version has no result.

    `names` are what entities of the version before are called in the one after.
    """
    if before.result is None or after.result is None:
        return None
    panels = (renamed_panel(before.result.panel, names), after.result.panel)
    old, new = before.framework.stated.names(), after.framework.stated.names()
    identities = (old, {name: match[identity] for name, identity in new.items()})
    columns = [
        {identities[side][name]: name for name in panel.values.columns if name not in panel.computed}
        for side, panel in enumerate(panels)
    ]
    groups = [{identities[side][name]: name for name in panel.groups} for side, panel in enumerate(panels)]
    models = (before.framework.model, after.framework.model)
    made = [{item.shown: identities[side][item.name] for item in model.made} for side, model in enumerate(models)]
    return Sides(panels, (columns[0], columns[1]), (groups[0], groups[1]), (made[0], made[1]))


class _Data:
    """The data of an identity as something that can be compared."""

    def __init__(self, sides: Sides | None) -> None:
        self.sides = sides

    def __call__(self, side: int, identity: str) -> Hashable:
        if self.sides is None or identity not in self.sides.columns[side]:
            return None
        panel = self.sides.panels[side]
        column = panel.values[self.sides.columns[side][identity]]
        return (panel.entities, panel.first, tuple(column.to_list()))  # of the few nodes that have no match


def _of_units(changes: tuple[Change, ...]) -> dict[str, tree.Text]:
    """Return the reasons for which units were changed, by identity."""
    units = [change for change in changes if any(key[::2] == ("property", "unit") for key in change.keys)]
    return {change.subject: change.because for change in units if change.because is not None}


def _because(changes: tuple[Change, ...]) -> tree.Text | None:
    """Return the reason for which other data were stated: that of what differs in them."""
    stated = [change for change in changes if any(key.kind == "data" for key in change.keys)]
    return stated[0].because if len(stated) == 1 else None


def _pairs(old: Stated, new: Stated, before: Side, after: Side) -> list[tuple[str, Pair]]:
    """Return the nodes that either version evaluates, by identity."""
    nodes_before, nodes_after = before.framework.model.nodes, after.framework.model.nodes
    by_name = {old.name(identity): identity for identity in old.identities()}
    found: dict[str, Pair] = {}
    for identity in _in_tree_order(new, nodes_after):
        name = new.name(identity)
        there = old.kind(identity) is not None and old.name(identity) in nodes_before
        found[identity] = Pair(name, old.name(identity) if there else None, name)
    for name in nodes_before:
        identity = by_name[name]
        if identity not in found:
            found[identity] = Pair(name, name, None)
    return [(identity, pair) for identity, pair in found.items() if identity != FRAMEWORK]


def _in_tree_order(stated: Stated, nodes: Mapping[str, object]) -> list[str]:
    by_name = {stated.name(identity): identity for identity in stated.identities()}
    return [by_name[name] for name in nodes]
