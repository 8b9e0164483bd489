"""Release notes in Markdown: for each edition what changed and why, what is new, and what it did to the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording, said
from idx.edits.changes import Kind
from idx.model import label
from idx.report.difference.came_and_went import came_and_went
from idx.report.difference.changes import changes_table, goes_with_data
from idx.report.difference.described import KINDS, Describer
from idx.report.difference.editions import headings, obstacle
from idx.report.difference.effects import effects
from idx.report.difference.escaping import escaped
from idx.report.difference.reasons import because_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.edits.changes import Change
    from idx.evaluate.result import Result
    from idx.project.compare import Comparison
    from idx.project.editions import Edition
    from idx.project.history import Step
    from idx.report.difference.wish import Wish

SHOWN = 5  # changes of one sort and one reason that have a line each
LISTED = 8  # names in a line
SECTIONS = (Kind.STRUCTURE, Kind.METHOD, Kind.DATA)


def release_notes(steps: Sequence[Step], wish: Wish) -> str:
    """Return the release notes of editions against the one before each, the newest first."""
    heads = headings([step.edition for step in steps], wish.speech)
    parts = [f"# {_of_framework(steps, wish)}"]
    for place in range(len(steps) - 1, -1, -1):
        step = steps[place]
        if place == 0 and len(steps) == 2:
            continue
        date = step.edition.revision.date if step.edition.revision else None
        parts.append(f"## {escaped(heads[place])}{f' · {date}' if date else ''}")
        parts += _section(step, wish)
    return "\n\n".join(parts) + "\n"


def _of_framework(steps: Sequence[Step], wish: Wish) -> str:
    sides = [step.edition.side for step in steps if step.edition.side is not None]
    return escaped(label(sides[-1].framework.model, wish.language)) if sides else ""


def _section(step: Step, wish: Wish) -> list[str]:
    reason = obstacle(step.edition)
    if step.comparison is None:
        told = [reason or _first(step.edition)]
        return [said(item, wish.speech) for item in told]
    parts = [escaped(changes_table(step.comparison, wish).title)]
    if reason is not None:
        parts.append(escaped(said(reason, wish.speech)))
    parts += _changes(step.comparison, wish)
    parts += came_and_went(step.comparison, wish)
    return parts + effects(step.comparison, wish)


def _first(edition: Edition) -> Wording:
    """Say what the first edition has."""
    result = edition.result
    if edition.side is None or result is None:
        return Wording("The first edition here.", "此处的第一个版次。")
    count = len(edition.side.framework.model.indicators)
    periods = _span(result)
    covered = Wording(f", {periods}" if periods else "", f"，{periods}" if periods else "")
    return Wording(
        f"The first edition here: {count} indicator{'s' if count != 1 else ''}{covered.en}.",
        f"此处的第一个版次：{count} 个末级指标{covered.zh}。",
    )


def _span(result: Result) -> str:
    periods = [period for period in result.periods if period is not None]
    return "" if not periods else periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"


def _changes(comparison: Comparison, wish: Wish) -> list[str]:
    """Return the changes by kind, the weightiest first; texts are counted unless all is asked for."""
    parts = []
    kinds = (*SECTIONS, *((Kind.DOCUMENTATION, Kind.COSMETIC) if wish.full else ()))
    told = [] if wish.full else [change for change in comparison.changes if goes_with_data(comparison, change)]
    for kind in kinds:
        chosen = [change for change in comparison.changes if change.kind is kind and change not in told]
        if chosen:
            heading = KINDS[kind.name]
            title = said(Wording(heading.en.capitalize(), heading.zh), wish.speech)
            parts += [f"### {title}", "\n".join(_lines(comparison, chosen, wish))]
    rest = sum(change.kind not in kinds and change.verb != "rename entity" for change in comparison.changes)
    if rest:
        what = "change" if rest == 1 else "changes"
        words = Wording(
            f"{rest} {what} of names, labels, sources, notes or expectations.",
            f"另有 {rest} 处标签、来源、注释等变化。",
        )
        parts.append(said(words, wish.speech))
    return parts


def _lines(comparison: Comparison, changes: Sequence[Change], wish: Wish) -> Iterator[str]:
    """Yield a line per change, with its reason; many of one sort and one reason are named behind the first few."""
    describer = Describer(comparison, whole=wish.full, language=wish.language)
    sorts: dict[tuple[str, str | None], list[Change]] = {}
    for change in changes:
        sorts.setdefault((change.verb, change.because.text if change.because else None), []).append(change)
    for (_, because), alike in sorts.items():
        shown = alike if wish.full or len(alike) <= SHOWN + 1 else alike[:SHOWN]
        reason = because_of(because)
        for change in shown:
            text = describer.described(change).text
            stop = Wording(f"{text.en}.{reason.en}", f"{text.zh}。{reason.zh}")
            yield f"- {escaped(said(stop, wish.speech))}"
        if len(shown) < len(alike):
            names = [_about(comparison, change) for change in alike[SHOWN:]]
            yield f"- {escaped(said(_more(names, reason), wish.speech))}"


def _about(comparison: Comparison, change: Change) -> str:
    """Return the node that a change is about, or the entity."""
    key = change.keys[0]
    return key.place or "" if key.kind == "rows" else comparison.name(change.subject)


def _more(names: Sequence[str], reason: Wording) -> Wording:
    more = " …" if names[LISTED:] else ""
    return Wording(
        f"The same of {len(names)} more: {', '.join(names[:LISTED])}{more}.{reason.en}",
        f"同类另有 {len(names)} 处：{'、'.join(names[:LISTED])}{more}。{reason.zh}",
    )
