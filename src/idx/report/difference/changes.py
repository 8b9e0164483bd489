"""The changes between two versions as a table, a line each, under the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording, said
from idx.edits.changes import Kind
from idx.report.difference.described import KINDS, Describer
from idx.report.difference.notes import notes_on
from idx.report.difference.verdicts import title
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from idx.edits.changes import Change
    from idx.project.compare import Comparison
    from idx.report.difference.wish import Wish


def changes_table(comparison: Comparison, wish: Wish) -> Table:
    """Return a row per change: its cause, its kind, what it is, and why."""
    describer = Describer(comparison, whole=wish.full, language=wish.language)
    numbers = cause_numbers(comparison)
    shown = [item for item in comparison.changes if wish.full or item.kind > Kind.DOCUMENTATION or item.because]
    told = [] if wish.full else [item for item in comparison.changes if goes_with_data(comparison, item)]
    shown = [item for item in shown if item not in told]
    rows: list[tuple[Cell, ...]] = []
    for change in sorted(shown, key=lambda item: (-item.kind, numbers.get(id(item), 99))):
        number = numbers.get(id(change))
        rows.append(
            (
                Cell(f"[{number}]" if number else "", "dim"),
                Cell(said(KINDS[change.kind.name], wish.speech), "cyan"),
                Cell(said(describer.described(change).text, wish.speech)),
                Cell(change.because.text if change.because else ""),
            )
        )
    columns: tuple[Column, ...] = (
        Column("", "left"),
        Column(said(Wording("kind", "类别"), wish.speech), "left"),
        Column(said(Wording("change", "变化"), wish.speech), "left", folds=True),
        Column(said(Wording("because", "理由"), wish.speech), "left", folds=True),
    )
    if not any(row[3].text for row in rows):
        columns, rows = columns[:3], [row[:3] for row in rows]
    hidden = len(comparison.changes) - len(shown) - len(told)
    notes = [said(note, wish.speech) for note in notes_on(comparison, hidden, wish)]
    return Table(columns if rows else columns[:0], rows, said(title(comparison, wish), wish.speech), tuple(notes))


def goes_with_data(comparison: Comparison, change: Change) -> bool:
    """Whether a change of a unit is told with its data, which were multiplied as it changed."""
    unit = change.verb == "set" and all(key.kind == "property" and key.word == "unit" for key in change.keys)
    return unit and change.subject in comparison.factors


def cause_numbers(comparison: Comparison) -> dict[int, int]:
    """Return the number of the cause that each change belongs to, counted from 1."""
    causes = comparison.attribution.causes if comparison.attribution else ()
    return {id(change): number for number, cause in enumerate(causes, 1) for change in cause.changes}
