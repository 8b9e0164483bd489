"""Full-width punctuation outside quotes and comments: told apart, and read as what it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, TextEdit, Wording
from idx.source import SourceSpan

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
    what = Wording("digits are", "数字") if piece[0].isdigit() else Wording("character is", "标点")
    found.add(
        FULL_WIDTH,
        Wording(f"the {what.en} full-width: `{piece}`", f"这是全角{what.zh}：`{piece}`"),
        span,
        help=Wording(
            f"type `{ascii_text}` (switch the input method to half-width)",
            f"请改用半角 `{ascii_text}`（把输入法切换为半角）",
        ),
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
        Wording("the character is a full-width colon: `：`", "这是全角冒号：`：`"),
        span,
        help=Wording("type `=` before a value", "数值前面写 `=`")
        if inside
        else Wording("leave it out: idx needs no colon here", "请去掉：此处不需要冒号"),
        edits=[TextEdit(span, instead)],
    )
    return instead
