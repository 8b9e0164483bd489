"""Findings that a file allows on the spot, with its reason: `# allow IDX305: each dimension counts the same`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.source import SourceSpan
from idx.syntax.trivia import trivia

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from idx.diagnostics import Diagnostic
    from idx.source import Source
    from idx.syntax.trivia import Comment

NOT_UNDERSTOOD = Rule(
    "IDX311",
    Wording("an allowance that cannot hold", "不成立的豁免"),
    Wording(
        "`# allow IDX305: reason` lets a warning or a note pass: behind a statement for its line, on a line of its own "
        "for the statement that follows, with all that its braces hold. It names codes that exist and are no errors, "
        "and gives a reason that the next reader can weigh.",
        "`# allow IDX305: reason` 豁免一条警告或提示：写在语句后面只管这一行，单独成行则管下一条语句及其花括号内的"
        "全部内容。代码必须存在而且不是错误，并要写明理由，供后来的读者判断。",
    ),
    bad=HEADER + METHOD + "# allow IDX306\n" + INDEX,
    severity=Severity.WARNING,
)
UNUSED = Rule(
    "IDX312",
    Wording("an allowance that allows nothing", "没有用到的豁免"),
    Wording(
        "What was allowed here does not occur any more. The comment would hide the next finding of this kind from "
        "everybody, so it is better taken away.",
        "这里豁免的情况已经不存在。留着这条注释会掩盖以后同类的问题，最好删去。",
    ),
    bad=HEADER + METHOD + "# allow IDX304: the framework is published so\n" + INDEX,
    severity=Severity.WARNING,
)
ALLOW = re.compile(r"#\s*allow\s+(IDX\d+(?:\s*[,，、]\s*IDX\d+)*)\s*[:：]?\s*(.*)", re.DOTALL)
CODE = re.compile(r"IDX\d+")
CODE_LINE = re.compile(r"^[^\S\n]*[^\s#][^\n]*", re.MULTILINE)


class Allowance(NamedTuple):
    """One code that is allowed over a stretch of a text."""

    code: str
    reason: str
    start: int
    end: int
    comment: SourceSpan


def allowances(source: Source) -> tuple[Allowance, ...]:
    """Return what a text allows, a code each."""
    if "allow" not in source.text:
        return ()
    found = trivia(source.text)
    allowed: list[Allowance] = []
    for comment in found.comments:
        match = ALLOW.fullmatch(comment.text)
        if match is None:
            continue
        start, end = _stretch(source.text, comment, found.braces)
        span = SourceSpan(source, comment.start, comment.start + len(comment.text))
        codes, reason = match.groups()
        allowed.extend(Allowance(code, reason.strip(), start, end, span) for code in CODE.findall(codes))
    return tuple(allowed)


def _stretch(text: str, comment: Comment, braces: Sequence[int]) -> tuple[int, int]:
    """Return which stretch a comment speaks of: its line, or the statement below it with its block."""
    if not comment.alone:
        return text.rfind("\n", 0, comment.start) + 1, comment.start
    line = CODE_LINE.search(text, comment.start + len(comment.text))
    if line is None:
        return comment.start, comment.start
    opened = [brace for brace in braces if line.start() <= brace < line.end()]
    if not opened or text[opened[-1]] == "}":
        return line.start(), line.end()
    depth = 0
    for brace in braces[braces.index(opened[0]) :]:
        depth += 1 if text[brace] == "{" else -1
        if depth == 0:
            return line.start(), brace
    return line.start(), len(text)


def without_allowed(
    diagnostics: Iterable[Diagnostic], source: Source, rules: Collection[Rule] = (), examined: Collection[str] = ()
) -> tuple[Diagnostic, ...]:
    """Return diagnostics without those that the text allows.

    Given all `rules`, allowances that cannot hold are reported; and those of the codes `examined` that allowed nothing.
    """
    allowed = allowances(source)
    valid = [allowance for allowance in allowed if allowance.reason]
    used: set[Allowance] = set()
    kept = []
    for item in diagnostics:
        matching = [allowance for allowance in valid if _covers(allowance, item)]
        used.update(matching)
        if not matching:
            kept.append(item)
    found = Collector()
    severities = {rule.code: rule.severity for rule in rules}
    for allowance in allowed if severities else ():
        if _holds(allowance, severities, found) and allowance.code in examined and allowance not in used:
            message = Wording(f"{allowance.code} does not occur here", f"这里没有 {allowance.code}")
            found.add(UNUSED, message, allowance.comment, help=Wording("take the comment away", "请删去这条注释"))
    return (*kept, *found.items)


def reason_given(item: Diagnostic) -> str | None:
    """Return the reason for which the text that a diagnostic speaks of allows it, or None where it does not."""
    if not isinstance(item.place, SourceSpan):
        return None
    covering = (each.reason for each in allowances(item.place.source) if each.reason and _covers(each, item))
    return next(covering, None)


def _covers(allowance: Allowance, item: Diagnostic) -> bool:
    if item.severity is Severity.ERROR or item.code != allowance.code or not isinstance(item.place, SourceSpan):
        return False
    return item.place.source == allowance.comment.source and allowance.start <= item.place.start < allowance.end


def _holds(allowance: Allowance, severities: dict[str, Severity], found: Collector) -> bool:
    code = allowance.code
    message = None
    if code not in severities:
        message = Wording(f"there is no rule {code}", f"没有名为 {code} 的规则")
        help_ = Wording("`idx rule` lists the codes", "用 `idx rule` 可列出全部代码")
    elif severities[code] is Severity.ERROR:
        message = Wording(f"{code} is an error and cannot be allowed", f"{code} 是错误，不能豁免")
        help_ = Wording("mend it", "请改正")
    elif not allowance.reason:
        message = Wording("no reason is given", "没有写理由")
        help_ = Wording(f"write `# allow {code}: …` with the reason", f"请写成 `# allow {code}: …`，并写上理由")
    if message is None:
        return True
    found.add(NOT_UNDERSTOOD, message, allowance.comment, help=help_)
    return False
