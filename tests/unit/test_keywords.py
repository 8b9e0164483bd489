"""Every keyword of the grammar is a name wherever a name can stand."""

from __future__ import annotations

import re

import pytest

from idx.source import Source
from idx.syntax.grammar import grammar_text
from idx.syntax.parse import parse

KEYWORDS = sorted(set(re.findall(r'"([a-z]+)"', grammar_text().split("// ── Tokens")[0])))
HEAD = 'framework f\nversion "1"\n'
TREE = HEAD + "index total {{\n{}\n}}\n"
METHOD = HEAD + "method {{\n{}\n}}\n"
# Where a name can stand, by what it names there; NAME is replaced.
POSITIONS = {
    "framework": 'framework NAME "label"\nversion "1"\n',
    "data statement": HEAD + 'data NAME "a.csv" columns(NAME = NAME, b = NAME) sheet "x" na "-"\n',
    "series": HEAD + 'series NAME "label" unit NAME code "c" source "s"\n',
    "group": HEAD + "group NAME\n",
    "indicator outside": HEAD + "indicator NAME unit % {\n  unit NAME\n  formula NAME\n}\n",
    "index": HEAD + "index NAME {\n  a\n}\n",
    "index by formula": HEAD + "index NAME = NAME\n",
    "indicator": TREE.format('  NAME "label" unit NAME weight 1'),
    "bare indicator": TREE.format("  NAME"),
    "composite": TREE.format('  NAME "label" weighting NAME {\n    NAME\n  }'),
    "unit before a property": TREE.format('  a unit NAME weight 1 source "s"'),
    "direction": TREE.format("  a direction NAME unit %"),
    "place of an imputation": METHOD.format("  impute NAME by NAME"),
    "method": METHOD.format("  normalise NAME\n  weighting NAME\n  aggregate NAME\n  missing NAME\n  link NAME"),
    "argument": METHOD.format("  normalise m(NAME = NAME, NAME, NAME = 1)"),
    "over": METHOD.format("  aggregate NAME over NAME"),
    "step": METHOD.format("  normalise NAME then NAME(NAME) where NAME > 0 then NAME"),
    "condition of the first step": METHOD.format(
        '  normalise m where NAME is "x" and NAME < 1 or NAME is not 2 then NAME'
    ),
    "step of an aggregation": METHOD.format("  aggregate NAME over NAME then NAME where NAME <= NAME"),
    "entities": METHOD.format('  entities where NAME is "x"'),
    "formula": TREE.format("  a formula NAME + NAME * NAME ^ NAME - -NAME / 2 unit NAME"),
    "function": TREE.format("  a formula NAME(NAME, NAME(1)) / NAME[NAME] - NAME.NAME[NAME]"),
    "operands of a condition": TREE.format("  a formula if(NAME > NAME and NAME is 1 or NAME >= NAME, NAME, NAME)"),
    "expectation": HEAD + "expect within 1 {\n  NAME 2020 = 1\n  NAME.NAME[NAME] 2020 = 1 within 2\n}\n",
    "expected table": HEAD + 'expect "a.csv" columns(NAME = NAME) within 1\n',
}


def test_keywords_are_those_of_the_grammar() -> None:
    """The walk sees the keywords."""
    assert {"framework", "index", "is", "not", "because", "then", "where", "entities", "expect", "by"} <= set(KEYWORDS)


@pytest.mark.parametrize("position", POSITIONS)
def test_every_keyword_is_a_name(position: str) -> None:
    """Each keyword stands in the place of the name, and parses as the plain name does."""
    plain = parse(Source("f.idx", POSITIONS[position].replace("NAME", "plain"))).unwrap()
    for keyword in KEYWORDS:
        text = POSITIONS[position].replace("NAME", keyword)
        outcome = parse(Source("f.idx", text))
        assert outcome.value is not None, (keyword, [item.message.en for item in outcome.diagnostics], text)
        shape, same = shapes(outcome.value.statements), shapes(plain.statements)
        assert shape == [item.replace("plain", keyword) for item in same], keyword


@pytest.mark.parametrize("code", ["is", "or"])
def test_languages_that_spell_keywords(code: str) -> None:
    """Icelandic and Odia lead labels, though their codes are keywords of formulas."""
    assert parse(Source("f.idx", TREE.format(f'  a "x" {code} "y" unit %'))).value is not None


def shapes(statements: object) -> list[str]:
    """Return a tree as text without its positions."""
    return [re.sub(r"(start|end|brace)=-?\d+", "", repr(statements))]
