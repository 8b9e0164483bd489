"""Conflicts of a merge as diagnostics: what both sides did, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Related, Rule, Wording
from idx.edits.facts import Existence
from idx.edits.merging.sides import kind_of
from idx.edits.merging.units import words
from idx.project.merge_writing import names_in
from idx.report.merging import Teller
from idx.source import SourceSpan
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.diagnostics import Diagnostic
    from idx.edits.changes import Change
    from idx.edits.merging.loose import Unlike
    from idx.edits.merging.merge import Merge
    from idx.edits.merging.units import Unit
    from idx.project.merge_sides import Sides

CONFLICT = Rule(
    "IDX140",
    Wording("edits that conflict", "互相冲突的修改"),
    Wording(
        "Two sides changed one thing into two, or one of them changed what the other took away, or their changes make "
        "no framework together. `idx merge` decides nothing there: both stand between conflict markers.",
        "双方把同一项内容改成了不同的样子，或一方修改了另一方删除的内容，或双方的修改合在一起不成指标体系。"
        "`idx merge` 不替人作决定：两种写法都放在冲突标记之间。",
    ),
)
HELP = Wording(
    "keep one of the two between the markers, or write there what is right",
    "请在冲突标记之间保留其中一种写法，或改写成正确的内容",
)
OURS, THEIRS = Wording("ours", "我方"), Wording("theirs", "对方")


def conflicts(sides: Sides, merge: Merge, unlike: Sequence[Unlike]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each conflict: of what is stated, and of edits, scenarios and reasons as written."""
    found = Collector()
    teller = Teller(merge.three)
    for clash in merge.clashes:
        spans = (_span(merge, clash.ours), _span(merge, clash.theirs))
        _add(found, teller.told(clash), spans)
    known = set(names_in(merge))
    for pair in unlike:
        units = [unit for unit in pair if unit is not None]
        if known.intersection(word for unit in units for word in words(unit.text())):
            continue
        spans = (_of_unit(sides.ours.file, pair.ours), _of_unit(sides.theirs.file, pair.theirs))
        _add(found, _told(pair), spans)
    return tuple(dict.fromkeys(found.items))


def not_written(sides: Sides) -> Diagnostic:
    """Return the diagnostic for a merge whose meaning no text of both sides says."""
    message = Wording(
        "what both sides mean together could not be put into one text: each stands as it is between the markers",
        "双方的修改无法写进同一个文本：两个版本原样放在冲突标记之间",
    )
    return Collector().add(CONFLICT, message, SourceSpan(sides.ours.file.source, 0, 0), help=HELP).items[0]


def _add(found: Collector, message: Wording, spans: tuple[SourceSpan | None, SourceSpan | None]) -> None:
    ours, theirs = spans
    related = [Related(THEIRS, theirs)] if ours is not None and theirs is not None else []
    found.add(CONFLICT, message, ours or theirs, help=HELP, related=related)


def _span(merge: Merge, changes: Sequence[Change]) -> SourceSpan | None:
    """Return where a side says what it changed; where it took something away, no place."""
    texts = merge.three.theirs.texts
    for part in _placed(changes):
        return tree.File(texts[-1].source, (), texts).span(part)
    return None


def _placed(changes: Sequence[Change]) -> Iterator[tree.Positioned]:
    for change in changes:
        for fact in change.new.values():
            if isinstance(fact, Existence):
                yield fact.heading.name
            elif fact is not None and not isinstance(fact, str):
                yield fact


def _of_unit(file: tree.File, unit: Unit | None) -> SourceSpan | None:
    return None if unit is None else SourceSpan(file.source, unit.part.start, unit.part.end)


def _told(pair: Unlike) -> Wording:
    """Return a conflict of edits or scenarios in words."""
    shown = _shown(pair.ours or pair.theirs)
    if pair.ours is None:
        return Wording(f"ours took away `{shown}`, theirs changed it", f"我方删去了 `{shown}`，对方修改了它")
    if pair.theirs is None:
        return Wording(f"ours changed `{shown}`, theirs took it away", f"我方修改了 `{shown}`，对方删去了它")
    return Wording(f"both changed `{shown}`", f"双方都修改了 `{shown}`")


def _shown(unit: Unit | None) -> str:
    """Return what a statement is about in the words of the language."""
    match unit.part if unit else None:
        case tree.Header(keyword=keyword):
            return keyword
        case tree.Edit(verb=verb, path=path):
            return f"{verb} {path}" if verb != "add" else f"add to {path}"
        case tree.Scenario(name=name):
            return f"scenario {name.text}"
        case tree.Expectation(node=node, period=period):
            return " ".join(["expect", node.text, *([period.text] if period else [])])
        case tree.Data(path=path):
            return f"data {path.text}"
        case part:
            called = getattr(part, "name", None)
            return called.text if called is not None else kind_of(unit.key) if unit else ""
