"""Write the data of a description as a table: a row per value, or a column per series and indicator."""

import polars as pl

from all_nodes import all_indicators
from descriptions import Description
from period_names import period_text

KEYS = {"indicator", "entity", "period", "value", "status"}  # columns that a table has of itself


def code_of(description: Description, name: str) -> str:
    """Give the data's own name of a series or an indicator: for every third one it differs from the framework's."""
    position = measured(description).index(name)
    return f"{position:02d} 原始代码" if position % 3 == 2 else name


def group_code(description: Description, name: str) -> str:
    """Give the data's own name of a group."""
    own = list(description.groups).index(name) % 2 and name not in KEYS
    return name if own else f"{name} 列"


def measured(description: Description) -> list[str]:
    """Name what has data of its own."""
    return [*description.series, *(each.name for each in all_indicators(description) if each.formula is None)]


def table(description: Description) -> pl.DataFrame:
    """Lay the observations out; where one has a status there is a row per value."""
    stated = any(observation.status is not None for observation in description.panel.values())
    frame = _long(description) if stated or description.first % 2 else _wide(description)
    for name, of_entity in description.groups.items():
        groups = [of_entity.get(entity) for entity in frame["entity"]]
        frame = frame.with_columns(pl.Series(group_code(description, name), groups, dtype=pl.String))
    return frame if description.entities != (None,) else frame.drop("entity")


def _long(description: Description) -> pl.DataFrame:
    """Write a row per value; of the missing cells every other one is an empty cell, the rest have no row."""
    observations = [
        (code_of(description, name), entity, period, observation.value, observation.status)
        for (name, entity, period), observation in description.panel.items()
    ]
    mark = "M" if any(status is not None for *_, status in observations) else None
    empty = [
        (code_of(description, name), entity, period, None, mark)
        for name in measured(description)
        for entity in description.entities
        for period in description.periods
        if period % 2 == 0 and (name, entity, period) not in description.panel
    ]
    rows = [
        (code, entity, period_text(period, description.frequency), value, status)
        for code, entity, period, value, status in observations + empty
    ]
    text = dict.fromkeys(("indicator", "entity", "period"), pl.String)
    frame = pl.DataFrame(rows, schema={**text, "value": pl.Float64, "status": pl.String}, orient="row")
    return frame if mark else frame.drop("status")


def _wide(description: Description) -> pl.DataFrame:
    """Write a row per entity and period, those without a value as well as far as they are evaluated."""
    known = {(entity, period) for _, entity, period in description.panel}
    known |= {(entity, period) for entity in description.entities for period in description.periods}
    keys = sorted(known, key=lambda key: (key[1], str(key[0])))
    columns = {"entity": pl.Series([entity for entity, _ in keys], dtype=pl.String)}
    columns["period"] = pl.Series([period_text(period, description.frequency) for _, period in keys])
    for name in measured(description):
        cells = [description.panel.get((name, *key)) for key in keys]
        values = [None if cell is None else cell.value for cell in cells]
        columns[code_of(description, name)] = pl.Series(values, dtype=pl.Float64)
    return pl.DataFrame(columns)
