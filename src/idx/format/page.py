"""Gather the lines of a formatted text: rows in runs that are lined up together, comments, blank lines and blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from idx.format.columns import Row, lined_up

INDENT = "  "


@dataclass(slots=True)
class Page:
    """The lines so far, and the run of rows that is still open.

    A run ends at a blank line, at a block, at a row broken before its last cell, and where rows of another `kind`
    begin; comments on lines of their own stay within it.
    """

    lines: list[str] = field(default_factory=list)
    _run: list[Row | str] = field(default_factory=list)
    _kind: str = ""
    _margin: str = ""
    _blank: bool = False
    _open: bool = True

    def blank(self) -> None:
        """Leave a blank line before what comes next, unless a block has just begun or ends there."""
        self._blank = not self._open

    def row(self, kind: str, depth: int, row: Row) -> None:
        """Add a row; a cell with line breaks in it brings the indentation of its further lines along."""
        if any("\n" in cell for cell in (row.cells[:-1] if row.keys and not row.comment else row.cells)):
            self._begin("", depth)
            self._line(depth, " ".join(row.cells), row.comment)
        else:
            self._begin(kind, depth)
            self._run.append(row)

    def comment(self, depth: int, text: str) -> None:
        """Add a comment on a line of its own."""
        self._begin(self._kind, depth)
        self._run.append(text)

    def opening(self, depth: int, heading: str, comment: str) -> None:
        """Add a heading whose block begins."""
        self._begin("", depth)
        self._line(depth, f"{heading} {{", comment)
        self._open = True

    def closing(self, depth: int, text: str, comment: str) -> None:
        """End a block; `text` is what stands behind its brace."""
        self._blank = False
        self._begin("", depth)
        self._line(depth, f"}} {text}".rstrip(), comment)

    def text(self) -> str:
        """Return all lines."""
        self._flush()
        return "".join(f"{line}\n" for line in self.lines)

    def _begin(self, kind: str, depth: int) -> None:
        margin = INDENT * depth
        if self._blank or kind != self._kind or margin != self._margin:
            self._flush()
        if self._blank:
            self.lines.append("")
        self._blank = self._open = False
        self._kind, self._margin = kind, margin

    def _line(self, depth: int, text: str, comment: str) -> None:
        self._flush()
        self.lines.append(f"{INDENT * depth}{text}{f'  {comment}' if comment else ''}")

    def _flush(self) -> None:
        texts = iter(lined_up([item for item in self._run if isinstance(item, Row)]))
        self.lines.extend(self._margin + (next(texts) if isinstance(item, Row) else item) for item in self._run)
        self._run = []
