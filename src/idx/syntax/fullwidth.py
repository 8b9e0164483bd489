"""Full-width punctuation and single quotes outside texts and comments: read as what they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, TextEdit, Wording
from idx.source import SourceSpan
from idx.syntax.errors import IN_DOUBLE_QUOTES, UNEXPECTED

if TYPE_CHECKING:
    from idx.source import Source

FULL_WIDTH = Rule(
    "IDX002",
    Wording("full-width punctuation", "全角标点"),
    Wording(
        "Chinese input methods type full-width punctuation, which looks like the ASCII character but is another one. "
        "Outside quoted texts and comments `idx` takes the ASCII characters only; inside them every character is free.",
        "中文输入法输入的全角标点与半角（ASCII）标点看似相同，其实是不同的字符。"
        "引号文本和注释之外，`idx` 只接受半角标点；引号文本和注释之内，任何字符都可以使用。",
    ),
    bad='framework f\nversion "1"\nmethod {\n  normalise min_max（reference = each_period，to = 0..1）\n'
    "  weighting equal\n  aggregate arithmetic\n}\nindex total {\n  a\n}\n",
)

ASCII = dict(
    zip(
        "，、：“”„‟‘’＂＇（）％＝｛｝［］【】＃．－—–−＋／＜＞＊＾；",
        ',,:""""""""()%={}[][]#.----+/<>*^;',
        strict=True,
    )
)
FAR = 100  # characters before a colon; nobody leaves more blanks
CURLY = "“”„‟‘’"  # what word processors put in place of straight quotes
QUOTES = '“”„‟‘’＂＇"'
SCAN = re.compile(
    r'(?P<free>"(?:[^"\\\n]|\\.)*"|#[^\n]*)'  # in texts and comments every character is free
    r'|[“„‟＂][^“”„‟＂"\n]*[”“‟＂"]'
    r"|[‘’＇][^‘’＇'\"\n]*[‘’＇]|'[^'\"\\\n]*'"
    r'|"[^“”"\n]*”(?=(?:[^“”"\n]|“[^“”"\n]*”)*$)|(?P<open>"[^\n]*)'  # a text with a wrong end, and one without
    r"|(?P<bracket>[(){}])|(?<!\w)[０-９]+|[－–—−]＞|[" + re.escape("".join(ASCII)) + "]",
    re.MULTILINE,
)


def translate(source: Source) -> tuple[str, Collector]:
    """Return the text with ASCII in place of full-width punctuation, position by position, and diagnostics."""
    found = Collector()
    pieces: list[str] = []
    last = depth = 0  # of parentheses; braces stand outside of them
    for match in SCAN.finditer(source.text):
        start, end, piece = match.start(), match.end(), match.group()
        if match.lastgroup == "bracket":
            depth = _depth(depth, piece)
        if match.lastgroup:
            continue
        pieces.append(source.text[last:start])
        last = end
        pieces.append(_replace(source, found, start, piece, inside=depth > 0))
        depth = _depth(depth, pieces[-1])
    pieces.append(source.text[last:])
    return "".join(pieces), found


def _depth(depth: int, sign: str) -> int:
    """Return how many parentheses are open behind a sign."""
    if sign in {"{", "}"}:
        return 0
    return depth + 1 if sign == "(" else max(depth - 1, 0) if sign == ")" else depth


def _replace(source: Source, found: Collector, start: int, piece: str, *, inside: bool) -> str:
    if piece[0] == "'":
        return _single_quotes(source, found, start, piece)
    if len(piece) > 1 and piece[0] in QUOTES:
        for at in (0, len(piece) - 1):
            if piece[at] != '"':
                _report(source, found, start + at, piece[at])
        return f'"{piece[1:-1]}"'
    if piece[0] == "：":
        return _colon(source, found, start, inside=inside)
    return _report(source, found, start, piece)


def _report(source: Source, found: Collector, start: int, piece: str) -> str:
    ascii_text = "".join(ASCII[character] if character in ASCII else str(int(character)) for character in piece)
    span = SourceSpan(source, start, start + len(piece))
    what = Wording("the character is full-width", "这是全角标点")
    how = "switch the input method to half-width"
    if piece[0].isdigit():
        what = Wording("the digits are full-width", "这是全角数字")
    elif ascii_text == "->":
        what = Wording("the arrow is full-width", "这是全角箭头")
    elif piece in CURLY:
        what = Wording("the quotation mark is not a straight one", "这是全角标点")
        how = "word processors and input methods replace it"
    found.add(
        FULL_WIDTH,
        Wording(f"{what.en}: `{piece}`", f"{what.zh}：`{piece}`"),
        span,
        help=Wording(f"type `{ascii_text}` ({how})", f"请改用半角 `{ascii_text}`（把输入法切换为半角）"),
        edits=[TextEdit(span, ascii_text)],
    )
    return ascii_text


def _single_quotes(source: Source, found: Collector, start: int, piece: str) -> str:
    span = SourceSpan(source, start, start + len(piece))
    message = Wording("this text stands in single quotes", "这段文本用了单引号")
    straight = f'"{piece[1:-1]}"'
    found.add(UNEXPECTED, message, span, help=IN_DOUBLE_QUOTES, edits=[TextEdit(span, straight)])
    return straight


def _colon(source: Source, found: Collector, start: int, *, inside: bool) -> str:
    before = source.text[max(start - FAR, 0) : start].rstrip()[-1:]
    inside = inside or before.isdigit() or before == "]"  # behind a period or an entity a value follows
    span = SourceSpan(source, start, start + 1)
    instead = "=" if inside else " "
    found.add(
        FULL_WIDTH,
        Wording("the character is a full-width colon: `：`", "这是全角冒号：`：`"),
        span,
        help=Wording("type `=` before a value", "数值前面写 `=`")
        if inside
        else Wording("leave it out: idx needs no colon here", "请去掉：此处不需要冒号"),
        edits=[TextEdit(span, instead)],
    )
    return instead
