"""Diagnostics for people, for machines, and as annotations on GitHub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from idx.diagnostics import DataPlace, Severity, Wording, said
from idx.source import SourceSpan, character_width, display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.diagnostics import Diagnostic, Language

WIDEST_LINE = 110
REACH = 400  # characters to either side of a mark that are looked at: some take no room on the screen
COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
HELP = Wording("help: ", "建议：")
COUNTED = {
    Severity.ERROR: Wording("error", "个错误"),
    Severity.WARNING: Wording("warning", "个警告"),
    Severity.NOTE: Wording("note", "条提示"),
}
ANSI = {"bold red": "1;31", "bold yellow": "1;33", "bold cyan": "1;36", "blue": "34", "bold": "1"}


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics in the order of the files' text, those without a place last."""

    def key(item: Diagnostic) -> tuple[int, str, int]:
        match item.place:
            case SourceSpan(source=source, start=start):
                return 0, source.name, start
            case DataPlace(path=path, row=row):
                return 1, path, row or 0
            case _:
                return 2, "", 0

    return sorted(dict.fromkeys(diagnostics), key=key)


def render_text(diagnostics: Iterable[Diagnostic], *, colour: bool = False, language: Language = "en") -> str:
    """Return diagnostics as text: message, place, the source line with a caret below, and how to mend it."""
    return "\n\n".join(_render(item, language, colour=colour) for item in in_order(diagnostics))


def _render(item: Diagnostic, language: Language, *, colour: bool) -> str:
    def paint(text: str, style: str) -> str:
        return f"\x1b[{ANSI[style]}m{text}\x1b[0m" if colour else text

    message = said(item.message, language)
    lines = [f"{paint(f'{item.severity.value}[{item.code}]', COLOURS[item.severity])}: {paint(message, 'bold')}"]
    lines += _place(item.place, "-->", paint, language, mark="^")
    for related in item.related:
        lines += _place(related.place, ":::", paint, language, mark="-", remark=said(related.message, language))
    if item.help:
        lines.append(f"  {paint('=', 'blue')} {said(HELP, language)}{said(item.help, language)}")
    return "\n".join(lines)


def _place(
    place: SourceSpan | DataPlace | None,
    arrow: str,
    paint: Any,  # noqa: ANN401 - a local function
    language: Language,
    *,
    mark: str,
    remark: str = "",
) -> list[str]:
    match place:
        case None:
            return []
        case DataPlace():
            return [f" {paint(arrow, 'blue')} {said(name_place(place), language)}{f': {remark}' if remark else ''}"]
        case SourceSpan(source=source, start=start, end=end):
            line, at = source.line_column(start)
            shown, before, marked = excerpt(source.text, start, end - start)
            gutter = " " * len(str(line))
            bar = paint("|", "blue")
            carets = paint(mark * max(marked, 1), "bold red" if mark == "^" else "blue")
            return [
                f"{gutter}{paint(arrow, 'blue')} {source.name}:{line}:{at}",
                f"{gutter} {bar}",
                f"{paint(str(line), 'blue')} {bar} {shown}",
                f"{gutter} {bar} {' ' * before}{carets}{f' {remark}' if remark else ''}",
            ]


def name_place(place: DataPlace) -> Wording:
    """Return a place in a data file in words."""
    parts = [Wording(place.path, place.path)]
    if place.row is not None:
        parts.append(Wording(f"row {place.row}", f"第 {place.row} 行"))
    if place.column:
        parts.append(Wording(f"column {place.column}", f"{place.column} 列"))
    return Wording(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))


def excerpt(text: str, start: int, length: int) -> tuple[str, int, int]:
    """Return the part of a line to show, the screen width before the marked part, and the width of that part.

    Chinese characters take two cells; a tab is shown as one space; a long line is cut around the mark. What is marked
    ends with its line at the latest.
    """
    first, last = _reach(text, start)
    begin, room = start, WIDEST_LINE * 2 // 3
    while begin > first and room >= character_width(text[begin - 1]):
        begin -= 1
        room -= character_width(text[begin])
    stop, room = begin, WIDEST_LINE
    while stop < last and room > 0:
        room -= character_width(text[stop])
        stop += 1
    lead = "… " if begin and text[begin - 1] != "\n" else ""
    rest = " …" if stop < last or text[stop : stop + 1].strip("\r\n") else ""
    shown = text[begin:stop].replace("\t", " ")
    return lead + shown + rest, len(lead) + display_width(text[begin:start]), display_width(text[start:stop][:length])


def _reach(text: str, start: int) -> tuple[int, int]:
    """Return where the line of a position begins and ends, or how far of it is looked at."""
    first = max(start - REACH, 0)
    last = text.find("\n", start, start + REACH)
    line = text[start : last if last >= 0 else start + REACH]
    return max(text.rfind("\n", first, start) + 1, first), start + len(line.rstrip("\r"))


def as_data(diagnostics: Iterable[Diagnostic], language: Language = "en") -> list[dict[str, Any]]:
    """Return diagnostics as plain data; lines, columns and rows count from 1."""
    return [
        {
            "code": item.code,
            "severity": item.severity.value,
            "message": said(item.message, language),
            **_place_data(item.place),
            "help": said(item.help, language) if item.help else None,
            "related": [
                {"message": said(related.message, language), **_place_data(related.place)} for related in item.related
            ],
            "edits": [{**_place_data(edit.span), "replacement": edit.replacement} for edit in item.edits],
        }
        for item in in_order(diagnostics)
    ]


def _place_data(place: SourceSpan | DataPlace | None) -> dict[str, Any]:
    match place:
        case None:
            return {"file": None}
        case DataPlace(path=path, row=row, column=column):
            return {"file": path, "row": row, "column_name": column}
        case SourceSpan(source=source, start=start, end=end):
            line, at = source.line_column(start)
            end_line, end_at = source.line_column(end)
            return {"file": source.name, "line": line, "column": at, "end_line": end_line, "end_column": end_at}


def render_json(diagnostics: Iterable[Diagnostic], language: Language = "en") -> str:
    """Return diagnostics as a JSON list."""
    return json.dumps(as_data(diagnostics, language), ensure_ascii=False, indent=2)


def render_github(diagnostics: Iterable[Diagnostic], language: Language = "en") -> str:
    """Return diagnostics as workflow commands, which GitHub shows beside the lines they speak of."""
    commands = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    lines = []
    for item in in_order(diagnostics):
        place = _place_data(item.place)
        found = {"file": place["file"], "line": place.get("line") or place.get("row"), "col": place.get("column")}
        properties = [f"{key}={_escape(str(value), ',:')}" for key, value in found.items() if value is not None]
        message = item.message
        if item.help:
            message = Wording(f"{message.en} ({item.help.en})", f"{message.zh}（{item.help.zh}）")
        properties.append(f"title={item.code}")
        lines.append(f"::{commands[item.severity]} {','.join(properties)}::{_escape(said(message, language), '')}")
    return "\n".join(lines)


def _escape(text: str, more: str) -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def render_edits(diagnostics: Iterable[Diagnostic], language: Language = "en") -> str:
    """Return the edits of diagnostics a line each: code, place, what stood there and what stands there now."""
    word = said(Wording("fixed", "已修正"), language)
    return "\n".join(
        f"{word}[{item.code}] {_position(edit.span)}: `{edit.span.text}` → `{edit.replacement}`"
        for item in diagnostics
        for edit in item.edits
    )


def _position(span: SourceSpan) -> str:
    line, column = span.source.line_column(span.start)
    return f"{span.source.name}:{line}:{column}"


def summary(diagnostics: Sequence[Diagnostic]) -> Wording:
    """Return how many problems of each severity there are."""
    counts = [(COUNTED[severity], sum(item.severity is severity for item in diagnostics)) for severity in Severity]
    english = [f"{count} {called.en}{'s' if count > 1 else ''}" for called, count in counts if count]
    chinese = [f"{count} {called.zh}" for called, count in counts if count]
    return Wording(", ".join(english) or "no problems", "，".join(chinese) or "没有问题")
