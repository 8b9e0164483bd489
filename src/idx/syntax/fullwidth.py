"""Full-width punctuation outside quotes and comments: told apart, and read as what it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, TextEdit
from idx.source import SourceSpan

if TYPE_CHECKING:
    from idx.source import Source

FULL_WIDTH = Rule(
    "IDX002",
    "full-width punctuation",
    "Chinese input methods type full-width punctuation, which looks like the ASCII character but is another one. "
    "Outside quoted texts and comments `idx` takes the ASCII characters only; inside them every character is free.",
    bad='framework f\nversion "1"\nmethod {\n  normalise min_max（reference = each_period，to = 0..1）\n'
    "  weighting equal\n  aggregate arithmetic\n}\nindex total {\n  a\n}\n",
)

ASCII = dict(
    zip(
        "，、：“”„‟‘’＂＇（）％＝｛｝［］【】＃．－—–−＋／＜＞＊＾；",
        ',,:""""\'\'"\'()%={}[][]#.----+/<>*^;',
        strict=True,
    )
)
QUOTES = "“”„‟＂"
SCAN = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|[“„‟＂][^“”„‟＂"\n]*[”“‟＂"]|(?<!\w)[０-９]+|[' + re.escape("".join(ASCII)) + "]"
)


def translate(source: Source) -> tuple[str, Collector]:
    """Return the text with ASCII in place of full-width punctuation, position by position, and diagnostics."""
    found = Collector()
    pieces: list[str] = []
    last = 0
    for match in SCAN.finditer(source.text):
        start, end, piece = match.start(), match.end(), match.group()
        if piece[0] in '"#':
            continue
        pieces.append(source.text[last:start])
        last = end
        pieces.append(_replace(source, found, start, piece))
    pieces.append(source.text[last:])
    return "".join(pieces), found


def _replace(source: Source, found: Collector, start: int, piece: str) -> str:
    if len(piece) > 1 and piece[0] in QUOTES:
        _report(source, found, start, piece[0])
        if piece[-1] != '"':
            _report(source, found, start + len(piece) - 1, piece[-1])
        return f'"{piece[1:-1]}"'
    if piece[0] == "：":
        return _colon(source, found, start)
    return _report(source, found, start, piece)


def _report(source: Source, found: Collector, start: int, piece: str) -> str:
    ascii_text = "".join(ASCII[character] if character in ASCII else str(int(character)) for character in piece)
    span = SourceSpan(source, start, start + len(piece))
    what = "digits are" if piece[0].isdigit() else "character is"
    found.add(
        FULL_WIDTH,
        f"the {what} full-width: `{piece}`",
        span,
        help=f"type `{ascii_text}` (switch the input method to half-width)",
        edits=[TextEdit(span, ascii_text)],
    )
    return ascii_text


def _colon(source: Source, found: Collector, start: int) -> str:
    before = source.text[max(source.text.rfind(brace, 0, start) for brace in "{}") + 1 : start]
    inside = sum(map(before.count, "(（")) > sum(map(before.count, ")）"))
    inside = inside or before.rstrip()[-1:].isdigit() or before.rstrip()[-1:] == "]"  # a period, an entity: a value
    span = SourceSpan(source, start, start + 1)
    instead = "=" if inside else " "
    found.add(
        FULL_WIDTH,
        "the character is a full-width colon: `：`",
        span,
        help="type `=` before a value" if inside else "leave it out: idx needs no colon here",
        edits=[TextEdit(span, instead)],
    )
    return instead
