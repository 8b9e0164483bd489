"""The data statement that reads a filled table beside the one whose table it continues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.formula.expression import NAME

if TYPE_CHECKING:
    from collections.abc import Collection

    from idx.model import DataSource


def statement_beside(source: DataSource, path: str, names: Collection[str]) -> str:
    """Return the statement for a table that has the headings and options of another statement.

    Args:
        source: the other statement.
        path: where the table lies, relative to the framework's folder.
        names: those of all data statements; a table of the same name gets one of its own.
    """
    stem = path.rpartition("/")[2].rpartition(".")[0]
    free = (f"more{number}" if number > 1 else "more" for number in range(1, len(names) + 2))
    parts = ["data"]
    if stem in names:
        parts.append(next(name for name in free if name not in names))
    parts.append(_quoted(path))
    if source.columns:
        headings = (f"{role} = {_word(heading)}" for role, heading in source.columns.items())
        parts.append(f"columns({', '.join(headings)})")
    if source.sheet is not None:
        parts.append(f"sheet {_quoted(source.sheet)}")
    if source.na:
        parts.append(f"na {', '.join(map(_quoted, source.na))}")
    if source.encoding is not None:
        parts.append(f"encoding {_quoted(source.encoding)}")
    return " ".join(parts)


def _word(text: str) -> str:
    return text if NAME.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
