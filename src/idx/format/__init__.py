"""Write a file in the one form that the language has for what it says: aligned, calm, and the same every time."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Outcome, Rule, Wording
from idx.format.meaning import same_meaning
from idx.format.statements import canonical_text
from idx.source import Source, SourceSpan
from idx.syntax.parse import parse
from idx.syntax.trivia import trivia

if TYPE_CHECKING:
    from idx.syntax import tree

UNSAFE = Rule(
    "IDX010",
    Wording("formatting that would change a file", "格式化会改变文件的含义"),
    Wording(
        "`idx fmt` reads what it is about to write once more. Unless that says the same as the file, comments "
        "included, it writes nothing. The fault is then in idx, never in the file: please report it, with the file.",
        "`idx fmt` 在写入之前会把结果再读一遍：所说的内容（连同注释）若与原文件不同，就什么也不写。"
        "这是 idx 自身的错误，不是文件的错误：请连同文件一起报告。",
    ),
)


def format_source(source: Source) -> Outcome[str]:
    """Return a text in its canonical form, or the errors of its syntax; its lines end in line feeds."""
    parsed = parse(source)
    if parsed.value is None:
        return Outcome(None, parsed.diagnostics)
    return verified(parsed.value, canonical_text(parsed.value))


def verified(file: tree.File, text: str) -> Outcome[str]:
    """Return a formatted text if it says what the file says; otherwise a diagnostic, so that nothing is written."""
    again = parse(Source(file.source.name, text)).value
    if again is not None and same_meaning(file, again) and _comments(file.source.text) == _comments(text):
        return Outcome(text)
    message = Wording(
        f"{file.source.name} is left as it is: formatted, it would not say the same",
        f"{file.source.name} 保持原样：格式化后的内容与原文件不同",
    )
    help_ = Wording("this is a fault in idx: please report it, with the file", "这是 idx 的错误：请连同文件一起报告")
    return Collector().add(UNSAFE, message, SourceSpan(file.source, 0, 0), help=help_).outcome(None)


def _comments(text: str) -> list[tuple[str, int]]:
    """Return each comment with the number of braces before it."""
    found = trivia(text)
    return [(comment.text, bisect_left(found.braces, comment.start)) for comment in found.comments]
