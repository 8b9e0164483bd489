"""Every rule has a page whose example breaks it, in both languages, and no code is used twice."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from idx.project.rules import declared, rule_page, rules
from rule_examples import broken, files_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.diagnostics import Diagnostic, Wording

SOURCE = Path(__file__).parents[2] / "src" / "idx"
FAULTS_OF_OURS = {"IDX010"}  # no file breaks it unless the program is at fault
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODE = re.compile(r"`[^`]*`")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!.()]|[,;:?!()][\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[，。；：？！（）、]")


def said_by(item: Diagnostic) -> Iterator[Wording]:
    """Yield everything that a diagnostic says."""
    yield item.message
    if item.help:
        yield item.help
    for related in item.related:
        yield related.message


def check_wording(wording: Wording) -> None:
    """Assert that a wording is English and Chinese, each with its own punctuation; code stays as it is."""
    english, chinese = CODE.sub("`…`", wording.en), CODE.sub("`…`", wording.zh)
    assert wording.en
    assert CHINESE.search(wording.zh), wording
    assert not HALF_WIDTH.search(chinese), wording
    assert not FULL_WIDTH.search(english), wording
    assert set(CODE.findall(wording.en)) <= set(CODE.findall(wording.zh)), wording


def written(argument: ast.expr) -> str | None:
    """Return the text of an argument as it is written, `…` for what is filled in; None where it is no text."""
    match argument:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
    return None


def test_every_wording_in_the_source() -> None:
    """Also what no example meets is English and Chinese, each with its own punctuation."""
    seen = 0
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Wording":
                english, chinese = map(written, node.args)
                if english is not None and chinese is not None:
                    seen += 1
                    where = f"{path.name}:{node.lineno}"
                    assert CHINESE.search(chinese) or not re.search("[A-Za-z]", CODE.sub("", english)), where
                    assert not HALF_WIDTH.search(CODE.sub("`…`", chinese)), where
                    assert not FULL_WIDTH.search(CODE.sub("`…`", english)), where
    assert seen > 300


@pytest.mark.parametrize("code", sorted(set(rules()) - FAULTS_OF_OURS))
def test_example_breaks_its_rule(code: str) -> None:
    """The example on a rule's page gives that rule's diagnostic, in both languages, at a place if it has one."""
    hits = broken(rules()[code])
    assert hits, f"{code} is not among what its example gives"
    for item in hits:
        for wording in said_by(item):
            check_wording(wording)
    assert all(item.place is not None for item in hits) or not files_of(rules()[code]).table


@pytest.mark.parametrize("code", sorted(rules()))
def test_page_explains(code: str) -> None:
    """A page has a title, a reason and a code of the documented form, in both languages."""
    rule = rules()[code]
    assert re.fullmatch(r"IDX[0-5]\d\d", code)
    assert len(rule.page.en) > 60
    assert len(rule.page.zh) > 20
    check_wording(rule.title)
    check_wording(rule.page)
    assert rule.title.en in rule_page(rule)
    assert rule.title.zh in rule_page(rule, "zh")


def test_codes_are_unique() -> None:
    """No two rules share a code."""
    codes = [rule.code for rule in declared()]
    assert len(codes) > 40
    assert len(set(codes)) == len(codes)
