"""Write an outline as a framework: what the table says, and methods by default that are marked for checking."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Wording, said
from idx.interchange.names import is_name, quoted, unique_names
from idx.interchange.outline.defaults import method_block
from idx.interchange.outline.nodes import index_block, unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.diagnostics import Language
    from idx.interchange.outline.data import DataShape
    from idx.interchange.outline.model import Outline, RawColumn
    from idx.interchange.start import Family

RESERVED = ("entity", "period")  # what results keep for themselves
ROOT_NAME = Wording("total", "总指数")
VERSION = Wording("draft", "草案")

ORIGIN = Wording(
    "Made by idx import from {origin}. What the table does not say was chosen by default, and is marked `check`.",
    "由 idx import 根据 {origin} 生成。表中没有写明的内容取了默认值，并标有“核对”。",
)
ADDED_ROOT = Wording(
    "check: the table has no row for the whole, so this root was added; give it its name and label.",
    "核对：表中没有总指数一行，这里补了一个；请改成它的名称。",
)
COLUMNS = Wording("Columns of the data that are no indicators.", "数据中不是指标的列。")
DIVIDED = Wording(
    "check: COINr can divide indicators by a denominator; here they enter as they stand. {pairs}.",
    "核对：COINr 可以把指标除以分母；这里按原值进入计算。{pairs}。",
)


class Settings(NamedTuple):
    """What the table does not say.

    Attributes:
        name: the framework's name.
        origin: the table's file name, which the file mentions.
        family: which methods hold by default.
        methods: what was asked for, as the language writes it, by keyword (`normalise` → `z_score(sd = sample)`).
        path: where the data are, relative to the file, or nothing.
        data: what is known of them.
        language: of the comments.
    """

    name: str
    origin: str
    family: Family
    methods: Mapping[str, Sequence[str]]
    path: str = ""
    data: DataShape | None = None
    language: Language = "en"


def framework_text(outline: Outline, settings: Settings) -> str:
    """Return the text of the framework that an outline states; `idx fmt` lays it out."""
    root = said(ROOT_NAME, settings.language)
    texts = [entry.code or entry.label for entry in outline.entries]
    if outline.added_root:
        texts[outline.root] = root
    names = unique_names([*texts, *(column.code for column in outline.columns)], RESERVED)
    title = outline.title or outline.entries[outline.root].label
    parts = [
        [f"# {said(ORIGIN, settings.language).format(origin=settings.origin)}", *_header(settings, title)],
        _data(settings),
        _columns(outline.columns, names[len(texts) :], settings.language),
        method_block(settings, coinr=outline.coinr),
        [
            *([f"# {said(ADDED_ROOT, settings.language)}"] if outline.added_root else []),
            *index_block(outline, names[: len(texts)]),
        ],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _header(settings: Settings, title: str) -> list[str]:
    version = said(VERSION, settings.language)
    return [f"framework {settings.name}{f' {quoted(title)}' if title else ''}", f"version   {quoted(version)}"]


def _data(settings: Settings) -> list[str]:
    if not settings.path:
        return []
    columns = settings.data.columns if settings.data else {}
    mapped = ", ".join(
        f"{role} = {heading if is_name(heading) else quoted(heading)}" for role, heading in columns.items()
    )
    return [f"data {quoted(settings.path)}{f' columns({mapped})' if mapped else ''}"]


def _columns(columns: Sequence[RawColumn], names: Sequence[str], language: Language) -> list[str]:
    if not columns:
        return []
    rows = [_column(column, name) for column, name in zip(columns, names, strict=True)]
    lines = [f"# {said(COLUMNS, language)}", *rows]
    pairs = [f"{column.code}: {', '.join(column.divides)}" for column in columns if column.divides]
    if pairs:
        told = said(DIVIDED, language).format(pairs="; ".join(pairs))
        lines += [f"# {line}" for line in textwrap.wrap(told, 116)]
    return lines


def _column(column: RawColumn, name: str) -> str:
    parts = [
        f"{column.keyword} {name}",
        quoted(column.label) if column.label not in {"", name} else "",
        f"unit {unit(column.unit)}" if column.unit else "",
        f"code {quoted(column.code)}" if column.code != name else "",
    ]
    return " ".join(part for part in parts if part)
