"""Every keyword of the grammar is a name wherever a name can stand."""

from __future__ import annotations

import re

import pytest

from idx.source import Source
from idx.syntax import tree
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
    "entity made of others": HEAD + 'entity NAME "label" where NAME is "x" and NAME > NAME code "c" source "s"\n',
    "entity that is made of what comes last": HEAD + 'entity NAME code "c" where NAME is not 2 or NAME\n',
    "conversion": HEAD + "series a convert NAME across NAME(NAME = NAME) unit NAME\n",
    "conversion of an indicator": TREE.format("  a convert NAME(NAME) across NAME unit NAME"),
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
    "scenario": HEAD
    + 'scenario NAME "label" {\n  remove NAME\n  index NAME {\n    NAME\n  }\n  series NAME unit NAME\n}\n',
    "path": HEAD + 'set NAME 1 -> 2\nset NAME.NAME.NAME unset -> 1\nremove NAME.NAME because "r"\n',
    "word that is set": HEAD + 'set a.unit NAME -> NAME\nset a.unit NAME -> NAME because "r"\n',
    "method that is set": HEAD
    + "set a.x m(NAME, NAME = NAME) over NAME -> m over NAME then NAME(NAME) where NAME > 0\n",
    "condition that is set": HEAD + "set a.x m where NAME is 1 then NAME -> m(1) where NAME or NAME\n",
    "method without arguments that is set": HEAD + 'set a.x NAME over NAME -> NAME then NAME because "r"\n',
    "method with arguments that is set": HEAD + 'set a.x NAME(NAME = 1) -> NAME(NAME) because "r"\n',
    "formula that is set": HEAD + 'set a.formula (NAME) -> (NAME(NAME) / NAME.NAME[NAME]) because "r"\n',
    "data that are set": HEAD + 'set data NAME "a.csv" -> NAME "b.csv" columns(NAME = NAME) because "r"\n',
    "composite that is added to": HEAD + "add to NAME {\n  a\n}\n",
    "node that is added": HEAD
    + 'add to x {\n  NAME\n  NAME "label" unit NAME before NAME\n  NAME before NAME {\n    NAME\n  }\n}\n',
    "new name": HEAD + 'rename NAME -> NAME\nrename NAME -> NAME because "r"\n',
    "new parent": HEAD + 'move NAME.NAME -> NAME\nmove NAME -> NAME before NAME because "r"\n',
}
# At the beginning of a side of a `set`, `unset` says that nothing is stated there.
EXCEPTIONS = {"unset"}
AT_THE_BEGINNING_OF_A_SIDE = {
    "word that is set",
    "method without arguments that is set",
    "method with arguments that is set",
    "data that are set",
}


def test_keywords_are_those_of_the_grammar() -> None:
    """The walk sees the keywords."""
    assert {"framework", "index", "is", "not", "because", "then", "where", "entities", "expect", "by"} <= set(KEYWORDS)
    assert {"extends", "scenario", "set", "add", "to", "remove", "rename", "move", "before", "unset"} <= set(KEYWORDS)


@pytest.mark.parametrize("position", POSITIONS)
def test_every_keyword_is_a_name(position: str) -> None:
    """Each keyword stands in the place of the name, and parses as the plain name does."""
    plain = parse(Source("f.idx", POSITIONS[position].replace("NAME", "plain"))).unwrap()
    for keyword in KEYWORDS:
        if keyword in EXCEPTIONS and position in AT_THE_BEGINNING_OF_A_SIDE:
            continue
        text = POSITIONS[position].replace("NAME", keyword)
        outcome = parse(Source("f.idx", text))
        assert outcome.value is not None, (keyword, [item.message.en for item in outcome.diagnostics], text)
        shape, same = shapes(outcome.value.statements), shapes(plain.statements)
        assert shape == [item.replace("plain", keyword) for item in same], keyword


@pytest.mark.parametrize("side", ["because", "because(a = 1)", 'because "b.csv"', "because over a then because"])
def test_because_is_a_name_on_the_new_side(side: str) -> None:
    """Behind `->` a value has to follow, so that `because` is one."""
    for reason in ("", ' because "r"'):
        (edit,) = parse(Source("f.idx", f"set a.x b -> {side}{reason}\n")).unwrap().statements
        assert isinstance(edit, tree.Edit)
        assert (edit.because is None) == (not reason)


@pytest.mark.parametrize("path", ["a.weight", "unset", "because.unset"])
def test_unset_alone_is_no_value(path: str) -> None:
    """On one side of a `set` the word `unset` says that nothing is stated; in the path before it, it is a name."""
    (edit,) = parse(Source("f.idx", f'set {path} unset -> unset because "r"\n')).unwrap().statements
    assert isinstance(edit, tree.Edit)
    assert (str(edit.path), edit.old and edit.old.value, edit.new and edit.new.value) == (path, None, None)


@pytest.mark.parametrize("code", ["is", "or"])
def test_languages_that_spell_keywords(code: str) -> None:
    """Icelandic and Odia lead labels, though their codes are keywords of formulas."""
    assert parse(Source("f.idx", TREE.format(f'  a "x" {code} "y" unit %'))).value is not None


def shapes(statements: object) -> list[str]:
    """Return a tree as text without its positions."""
    return [re.sub(r"(start|end|brace)=-?\d+", "", repr(statements))]
