"""Reading a text: keywords as names, exact numbers, recovery after mistakes."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from pathlib import Path

import pytest

from idx.source import Source, SourceSpan
from idx.syntax.errors import keywords
from idx.syntax.grammar import build, grammar_text, parser
from idx.syntax.parse import parse
from idx.syntax.tree import Call, File, Method, Node, Number

KEYWORDS = sorted(set(re.findall(r'"([a-z]+)"', re.sub(r"//.*", "", grammar_text()))))
FRAMEWORKS = sorted((Path(__file__).parents[2] / "frameworks").glob("*.idx"))


def file_of(text: str) -> File:
    """Return the tree of a sound text."""
    outcome = parse(Source("text", text))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def test_grammar_is_strictly_lalr() -> None:
    """The grammar has no conflicts that Lark would settle silently."""
    assert build(strict=True).options.parser == "lalr"


def test_there_are_keywords() -> None:
    """The walk over keywords below is about something."""
    assert {"framework", "because", "weight", "index", "by", "over"} <= set(KEYWORDS)


def test_every_symbol_has_words() -> None:
    """What a message lists as a keyword is one; every other terminal of the grammar has words of its own."""
    assert set(keywords(terminal.name for terminal in parser().terminals)) <= {*KEYWORDS, "space"}


@pytest.mark.parametrize("word", KEYWORDS)
def test_every_keyword_is_a_name_in_every_position(word: str) -> None:
    """A keyword may name a framework, table, argument, node, unit, language and column."""
    text = f"""framework {word} "x" en "y"
version "1"
data {word} "d.csv" columns({word} = {word}, b = c) na "x"
method {{
  impute {word} by {word}({word} = {word}, a = 1..2)
  normalise {word}(1)
  aggregate {word} over {word}
}}
index {word} "a" en "b" {{
  {word}
  {word} "a" en "b" unit {word} weight 1 direction {word}
  y {{
    {word} unit {word}
    {word} {{
      {word} weight 3
    }}
  }}
}}
expect within 3 {{
  {word} 2023 = 1
  {word}.{word}[{word}] 2023Q1 = 1 within 2 because "x"
}}
"""
    root = next(item for item in file_of(text).statements if isinstance(item, Node))
    assert [child.name.text for child in root.children or ()] == [word, word, "y"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("30%", Fraction(3, 10)),
        ("0.3", Fraction(3, 10)),
        ("3/10", Fraction(3, 10)),
        ("-2/3", Fraction(-2, 3)),
        ("1e-3", Fraction(1, 1000)),
        ("+12.5%", Fraction(1, 8)),
    ],
)
def test_numbers_are_exact(written: str, value: Fraction) -> None:
    """Per cents, decimals and fractions keep their exact value."""
    method = file_of(f"method {{\n  normalise f(a = {written})\n}}\n").statements[0]
    assert isinstance(method, Method)
    call = method.properties[0].value
    assert isinstance(call, Call)
    number = call.arguments[0].value
    assert isinstance(number, Number)
    assert number.value == value


def test_lines_break_inside_parentheses_only() -> None:
    """A line break inside parentheses is a space, comments included; elsewhere it ends the statement."""
    text = "method {\n  normalise f(a = 1, # first\n    b = 2,\n  )\n}\n"
    method = file_of(text).statements[0]
    assert isinstance(method, Method)
    assert parse(Source("text", "index t {\n  a unit\n  %\n}\n")).value is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("index t {\n a\n} c\n}\n", [(3, 3)]),
        ("index t {\n a {\n  b\nmethod {\n weighting equal\n}\n", [(1, 9), (2, 4)]),
        ("method {\n normalise x(a = 1, b\n weighting equal\n}\nindex t {\n a\n}\n", [(2, 13)]),
        ("foo {\n bar {\n }\n}\nversion 2\n", [(1, 1), (5, 9)]),
        ("index t {\n 5G基站\n a\n}\nexpect {\n t 2023 138\n}\n", [(2, 2), (6, 9)]),
    ],
)
def test_each_fault_where_it_is(text: str, places: list[tuple[int, int]]) -> None:
    """One mistake gives one diagnostic at its place, and the rest of the file is still read."""
    found = parse(Source("text", text)).diagnostics
    starts = [item.place.start for item in found if isinstance(item.place, SourceSpan)]
    assert [Source("text", text).line_column(start) for start in starts] == places


def test_damaged_files_get_diagnostics() -> None:
    """Whatever is broken in a real file, there is a tree or a diagnostic with a place, never an exception."""
    generator = random.Random(20261124)  # noqa: S311 - repeatable damage, no secret
    for path in FRAMEWORKS:
        sound = path.read_text(encoding="utf-8")
        for _ in range(150):
            text = damaged(sound, generator)
            outcome = parse(Source("text", text))
            assert (outcome.value is None) == bool(outcome.diagnostics)
            for item in outcome.diagnostics:
                assert isinstance(item.place, SourceSpan)
                assert 0 <= item.place.start <= item.place.end <= len(text)


def damaged(text: str, generator: random.Random) -> str:
    """Return a text with a few characters removed, added or copied elsewhere."""
    for _ in range(generator.randint(1, 4)):
        place, length = generator.randrange(len(text)), generator.randint(1, 40)
        piece = generator.choice([*'{}()"#=%\n', "..", "，", "：", "“", "7", "index", text[place : place + length]])
        keep = place + generator.choice([0, 0, length])
        text = text[:place] + piece + text[keep:]
    return text
