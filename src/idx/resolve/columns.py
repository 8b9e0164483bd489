"""From `series` and `group` statements to the columns of the data that are no indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording
from idx.model import Column
from idx.resolve.reading import text_of
from idx.resolve.stated import DOCUMENTING, MISPLACED
from idx.resolve.statements import labels, unique

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.syntax import tree

COLUMN_PROPERTIES = ("unit", "code", *DOCUMENTING)


def column_of(file: tree.File, found: Collector, column: tree.Column) -> Column:
    """Return a series or a group; report a property that it cannot use."""
    own = unique(file, found, column.properties)
    if column.keyword == "group" and ("unit", "") in own:
        message = Wording(
            f"`unit` has no meaning on `{column.name.text}`, a group", f"分组变量 `{column.name.text}` 没有计量单位"
        )
        found.add(MISPLACED, message, file.span(own["unit", ""]))
    return Column(
        keyword=column.keyword,
        name=column.name.text,
        labels=labels(file, found, column.labels, COLUMN_PROPERTIES),
        unit=text_of(own, "unit"),
        source=text_of(own, "source"),
        note=text_of(own, "note"),
        code=text_of(own, "code"),
        span=file.span(column.name),
    )
