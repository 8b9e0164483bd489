"""Data for any version of a described framework, by what its nodes are in the base; some of them revised."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import strategies as st

from drawn_frameworks import REGIONS
from period_names import period_text
from tables import measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from descriptions import Description, Entity
    from idx.model import Framework

Cells = dict[tuple["Entity", int], float]


@dataclass(frozen=True)
class Revision:
    """What is revised: by series the factor of its values, a cell that is lost, and groups that change."""

    factors: Mapping[str, float] = field(default_factory=dict)
    lost: Mapping[str, tuple[Entity, int]] = field(default_factory=dict)
    longer: frozenset[str] = frozenset()
    regrouped: frozenset[str] = frozenset()


@st.composite
def revisions(draw: st.DrawFn, description: Description) -> Revision:
    """Draw a revision of a few series, none half of the time."""
    names = measured(description)
    if draw(st.booleans()):
        return Revision()
    chosen = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    factors = {name: draw(st.sampled_from((1.0, 1.1, 2.0, 0.5))) for name in chosen}
    at = st.tuples(st.sampled_from(description.entities), st.sampled_from(list(description.grid)))
    lost = {name: draw(at) for name in chosen if draw(st.integers(0, 3)) == 0}
    longer = frozenset(name for name in chosen if draw(st.integers(0, 2)) == 0)
    groups = [name for name in description.groups if draw(st.integers(0, 3)) == 0]
    return Revision(factors, lost, longer, frozenset(groups))


def cells_of(description: Description, identity: str, revision: Revision | None) -> Cells:
    """Return the numbers of a series or an indicator, before a revision (None) or after it."""
    found: Cells = {
        (entity, period): each.value for (name, entity, period), each in description.panel.items() if name == identity
    }
    if not found:
        draw = random.Random(identity)  # noqa: S311 - repeatable numbers, no secret
        grid = description.grid
        span = range(grid[0] - len(identity) % 2, grid[-1] + 1 + len(identity) % 3 // 2)
        found = {(entity, period): draw.uniform(0.5, 4.5) for entity in description.entities for period in span}
    if revision is not None and identity in revision.factors:
        found = {at: value * revision.factors[identity] for at, value in found.items()}
        if identity in revision.longer:
            found |= {(entity, description.grid[-1] + 1): 2.5 for entity in description.entities}
        if len(found) > 1 and revision.lost.get(identity) in found:
            del found[revision.lost[identity]]
    return found


def members_of(description: Description, identity: str, revision: Revision | None) -> dict[Entity, str]:
    """Return the group of each entity."""
    if identity not in description.groups:
        return {entity: REGIONS[place % 2] for place, entity in enumerate(description.entities)}
    of_entity = dict(description.groups[identity])
    if revision is not None and identity in revision.regrouped:
        of_entity |= {description.entities[0]: REGIONS[1]}
    return of_entity


def frame_for(
    description: Description,
    model: Framework,
    identities: Mapping[str, str],
    revised: Mapping[str, Revision | None],
    otherwise: Revision | None,
) -> pl.DataFrame:
    """Return the data of a version as a long table; `identities` has what its names are, `revised` whose data are."""
    rows = [
        (item.code or item.name, entity, period_text(period, description.frequency), value)
        for item in model.measured
        for identity in [identities[item.name]]
        for (entity, period), value in cells_of(description, identity, revised.get(identity, otherwise)).items()
    ]
    text = dict.fromkeys(("indicator", "entity", "period"), pl.String)
    frame = pl.DataFrame(rows, schema={**text, "value": pl.Float64}, orient="row")
    for group in model.groups:
        identity = identities[group.name]
        of_entity = members_of(description, identity, revised.get(identity, otherwise))
        column = pl.Series(
            group.code or group.name, [of_entity.get(entity) for entity in frame["entity"]], dtype=pl.String
        )
        frame = frame.with_columns(column)
    return frame if description.entities != (None,) else frame.drop("entity")
