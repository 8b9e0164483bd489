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
    from idx.resolve.bind import Binder
    from idx.resolve.statements import Key
    from idx.syntax import tree

ALLOWED = {
    "series": ("unit", "code", "convert", "across", *DOCUMENTING),
    "group": ("code", *DOCUMENTING),
    "entity": ("where", "code", *DOCUMENTING),
}
CALLED = {
    "series": Wording("a series", "数据序列"),
    "group": Wording("a group", "分组变量"),
    "entity": Wording("an entity", "评价对象"),
}


def column_of(file: tree.File, found: Collector, column: tree.Column, binder: Binder) -> Column:
    """Return a series or a group; report a property that it cannot use."""
    own = own_properties(file, found, column)
    convert, across = (own.get((keyword, "")) for keyword in ("convert", "across"))
    return Column(
        keyword=column.keyword,
        name=column.name.text,
        labels=labels(file, found, column.labels, ALLOWED[column.keyword]),
        unit=text_of(own, "unit"),
        source=text_of(own, "source"),
        note=text_of(own, "note"),
        code=text_of(own, "code"),
        span=file.span(column.name),
        convert=binder.bind(convert) if convert else None,
        across=binder.bind(across) if across else None,
    )


def own_properties(file: tree.File, found: Collector, column: tree.Column) -> dict[Key, tree.Property]:
    """Return the properties of a series, a group or an entity that it can use; report the others."""
    own = unique(file, found, column.properties)
    allowed = ALLOWED[column.keyword]
    for (keyword, _), prop in own.items():
        if keyword not in allowed:
            called = CALLED[column.keyword]
            message = Wording(
                f"`{keyword}` has no meaning on `{column.name.text}`, {called.en}",
                f"`{keyword}` 不能用于{called.zh} `{column.name.text}`",
            )
            found.add(MISPLACED, message, file.span(prop))
    return {key: prop for key, prop in own.items() if key[0] in allowed}
