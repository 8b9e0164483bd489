"""What Lark could not read, said in the words of the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from idx.diagnostics import Collector, Diagnostic, Rule, TextEdit, nearest
from idx.source import SourceSpan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lark import Token
    from lark.exceptions import UnexpectedInput

    from idx.source import Source

HEAD = 'framework f\nversion "1"\n'

UNEXPECTED = Rule(
    "IDX001",
    "something that does not fit here",
    "The language has one statement a line, names without quotes, labels in straight double quotes, and braces around "
    "what belongs together. The help line lists what can stand at this place.",
    bad=HEAD + "index total {\n  a weight = 3\n}\n",
)
MISSPELT = Rule(
    "IDX003",
    "a word that is no keyword",
    "Each line begins with a keyword of the language (in an index tree: with a node's name), and each property of a "
    "node has its keyword. A word that is neither is most often a typing slip.",
    bad=HEAD + "methd {\n  weighting equal\n}\n",
)
UNCLOSED = Rule(
    "IDX004",
    "braces or parentheses that do not pair",
    "Braces are the only structure: each `{` needs its `}`, and each `(` its `)`. Indentation has no meaning.",
    bad=HEAD + "index total {\n  a\n",
)
UNCLOSED_TEXT = Rule(
    "IDX005",
    "a quoted text without its end",
    'A label, path or reason stands between two straight double quotes on one line. A quote inside is written `\\"`.',
    bad=HEAD + 'index total "Total {\n  a\n}\n',
)
DIGIT_NAME = Rule(
    "IDX007",
    "a name that begins with a digit",
    "A name begins with a letter (of any script) or `_`, so that it can never be taken for a number or a year. "
    'The data\'s own name of an indicator goes into `code "…"`.',
    bad=HEAD + "index total {\n  5G基站 unit 万个\n}\n",
)

DEEPEST = 64

TOO_DEEP = Rule(
    "IDX006",
    "nodes nested too deeply",
    f"Index trees may be {DEEPEST} levels deep; real frameworks have three to six.",
    bad='framework f\nversion "1"\nindex n0 {\n' + "".join(f"n{i} {{\n" for i in range(1, 66)) + "a\n" + "}\n" * 66,
)

WORDS = {
    "NAME": "a name",
    "STRING": 'a text in "quotes"',
    "NUMBER": "a number",
    "PERIOD": "a period such as 2019Q1",
    "LINE": "the end of the line",
    "PERCENT": "`%`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "EQUAL": "`=`",
    "COMMA": "`,`",
    "DOT": "`.`",
    "__ANON_0": "`..`",
    "$END": "the end of the file",
}
NOT_LISTED = {"SIGN", "DIVISOR"}
PUNCTUATION = {*WORDS, *NOT_LISTED}


def keywords(terminals: Iterable[str]) -> list[str]:
    """Return the keywords among the names of terminals."""
    return sorted(name.lower() for name in terminals if name not in PUNCTUATION)


def _list_expected(terminals: Iterable[str]) -> str:
    names = [name for name in terminals if name not in NOT_LISTED]
    symbols = [WORDS[name] for name in WORDS if name in names]
    return ", ".join([*(f"`{word}`" for word in keywords(names)), *symbols])


def describe(source: Source, error: UnexpectedInput, previous: Token | None, expected: set[str]) -> Diagnostic:
    """Return the diagnostic for a place where the parser stopped.

    `previous` is the token before it, `expected` the terminals that the grammar takes there.
    """
    if isinstance(error, UnexpectedCharacters):
        return _character(source, error.pos_in_stream or 0, sorted(expected))
    if isinstance(error, UnexpectedToken):
        return _token(source, error.token, sorted(expected), previous)
    raise error


def report_depth(source: Source, found: Collector, brace: int) -> None:
    """Report the brace that is nested too deeply."""
    found.add(
        TOO_DEEP,
        f"this is the {DEEPEST + 1}th brace inside another",
        SourceSpan(source, brace, brace + 1),
        help=f"at most {DEEPEST} levels can be nested",
    )


def _character(source: Source, position: int, expected: list[str]) -> Diagnostic:
    character = source.text[position : position + 1]
    span = SourceSpan(source, position, position + 1)
    if character == '"':
        end = source.text.find("\n", position)
        whole = SourceSpan(source, position, len(source.text) if end < 0 else end)
        return Diagnostic(
            UNCLOSED_TEXT,
            "the text that begins here does not end on its line",
            whole,
            help='close it with a straight double quote: `"`',
        )
    if character == "'":
        return Diagnostic(
            UNEXPECTED, "a single quote begins nothing here", span, help='texts stand in `"double quotes"`'
        )
    if character == "/":
        return Diagnostic(
            UNEXPECTED, "a fraction needs a number other than 0 below its line", span, help="such as `3/10`"
        )
    if character == ":":
        return Diagnostic(
            UNEXPECTED,
            "a colon has no meaning here",
            span,
            help="between an argument and its value stands `=`; elsewhere no sign is needed",
        )
    listed = _list_expected(expected)
    return Diagnostic(
        UNEXPECTED, f"the character `{character}` does not fit here", span, help=f"expected: {listed}" if listed else ""
    )


def _token(source: Source, token: Token, expected: list[str], previous: Token | None) -> Diagnostic:
    start = min(token.start_pos or 0, len(source.text))
    span = SourceSpan(source, start, max(start, min(token.end_pos or start, len(source.text))))
    digit_name = re.compile(r"([0-9]+[A-Za-z]*)(\w*)").match(source.text, start)
    if token.type in {"NUMBER", "PERIOD"} and "NAME" in expected and digit_name and not digit_name.group().isdigit():
        return _digit_name(source, digit_name)
    if expected == ["STRING"] and previous is not None and previous.type == "NAME":
        return _misspelt_property(source, previous)
    words = keywords(expected)
    if token.type == "NAME" and words and "NAME" not in expected:
        return _misspelt(token, words, span)
    if token.type == "RBRACE":
        closing = "closes nothing" if "$END" in expected else f"comes too early: expected {_list_expected(expected)}"
        return Diagnostic(UNCLOSED, f"this brace {closing}", span, help="each `}` closes one `{` on an earlier line")
    shown = "the end of the line" if token.type in {"LINE", "$END"} else f"`{span.text}`"
    return Diagnostic(UNEXPECTED, f"{shown} does not fit here", span, help=f"expected: {_list_expected(expected)}")


def _digit_name(source: Source, match: re.Match[str]) -> Diagnostic:
    head, rest = match.groups()
    proposed = f"{rest}{head}" if rest and not rest[0].isdigit() else f"_{match.group()}"
    span = SourceSpan(source, match.start(), match.end())
    replacement = f'{proposed} code "{match.group()}"'
    return Diagnostic(
        DIGIT_NAME,
        f"a name cannot begin with a digit: `{match.group()}`",
        span,
        help=f"write `{replacement}`, so that the data may keep their own name",
    )


def _misspelt(token: Token, words: list[str], span: SourceSpan) -> Diagnostic:
    found = nearest(str(token), words)
    message = f"`{token}` is no keyword that can stand here"
    choices = "expected one of: " + ", ".join(words)
    if found is None:
        return Diagnostic(MISSPELT, message, span, help=choices)
    return Diagnostic(MISSPELT, message, span, help=f"did you mean `{found}`?", edits=(TextEdit(span, found),))


PROPERTIES = (
    *("unit", "weight", "direction", "code", "source", "note"),
    *("impute", "normalise", "weighting", "aggregate", "missing", "link"),
)


def _misspelt_property(source: Source, previous: Token) -> Diagnostic:
    span = SourceSpan(source, previous.start_pos or 0, previous.end_pos or 0)
    found = nearest(str(previous), PROPERTIES)
    return Diagnostic(
        MISSPELT,
        f"`{previous}` is neither a property nor the language of a label",
        span,
        help=f"did you mean `{found}`?" if found else 'a label in another language reads `en "…"`',
        edits=(TextEdit(span, found),) if found else (),
    )
