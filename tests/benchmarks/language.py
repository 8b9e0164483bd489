"""Checking and formatting a file against Lark's parser alone, from five hundred indicators to fifty thousand."""

from collections.abc import Callable
from functools import cache

from lark import Lark

import idx
from benchmarks.measure import Comparison, interleaved, report
from idx.project.checking import check_framework
from idx.syntax.grammar import grammar_text, parser
from idx.syntax.lexer import KeywordsWhereExpected

ROUNDS = {500: 25, 5_000: 9, 50_000: 3}
LARK, TREE = "Lark, its own tree", "Lark, our tree"
CHECK, FORMAT, AGAIN = "check", "format", "format what is formatted"
GROUP, PART = 10, 10

HEADER = """# Indicators of regional development, made up.
framework regions "区域发展指数" en "Regional development index"
version   "2025"
source    "Statistical office, annual report 2025"

method {
  periods   2019..2024
  impute    gaps   by log_linear     # between two observations
  impute    latest by carry_forward  # after the last one
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link      chain(base = 2019, value = 100)
}

"""


def framework(indicators: int) -> str:
    """Write a framework of so many indicators: groups of ten, ten groups a part, comments here and there."""
    lines = ['index total "总指数" en "Total" {']
    for number in range(0, indicators, GROUP):
        if number % (GROUP * PART) == 0:
            lines.append(f'  part{number} "第{number}部分" en "Part {number}" {{')
        lines.append(f'    group{number} "第{number}组" en "Group {number}" {{')
        lines.extend(_indicator(each) for each in range(number, min(number + GROUP, indicators)))
        lines.append("    }")
        if (number + GROUP) % (GROUP * PART) == 0 or number + GROUP >= indicators:
            lines += ["  }", ""]
    expected = [f"  group{number} 2024 = {100 + number % 50}.5" for number in range(0, indicators, GROUP)]
    return "\n".join([HEADER, *lines, "}", "", "expect within 0.05 {", *expected, "}", ""])


def _indicator(number: int) -> str:
    comment = f"      # 第{number}项：口径有变\n" if number % 7 == 0 else ""
    unit = ("万件", "%", '"2019=100"')[number % 3]
    more = ' direction negative source "国家统计局"' if number % 5 == 0 else ' source "中国信息通信研究院报告"'
    return (
        f'{comment}      indicator{number} "第{number}项指标的名称" en "Name of indicator {number}" unit {unit}{more}'
    )


@cache
def bare() -> Lark:
    """Return Lark's parser for the grammar with our lexer, building the tree that Lark builds by itself."""
    return Lark(
        grammar_text(), parser="lalr", lexer=KeywordsWhereExpected, keep_all_tokens=True, maybe_placeholders=False
    )


def check(text: str) -> object:
    """Do what `idx check` does with a file that was read."""
    return check_framework(idx.loads(text))


def candidates(indicators: int) -> dict[str, Callable[[], object]]:
    """Return what is measured at one size."""
    text = framework(indicators)
    formatted = idx.format_text(text)
    return {
        LARK: lambda: bare().parse(text),
        TREE: lambda: parser().parse(text),
        CHECK: lambda: check(text),
        FORMAT: lambda: idx.format_text(text),
        AGAIN: lambda: idx.format_text(formatted),
    }


COMPARISONS = [
    Comparison(TREE, LARK),
    Comparison(CHECK, TREE, 2.5),
    Comparison(FORMAT, TREE, 4.0),
    Comparison(CHECK, LARK),
    Comparison(FORMAT, LARK),
    Comparison(AGAIN, FORMAT),
]


def run() -> bool:
    """Measure at every size; return whether the targets are met at all of them."""
    met = True
    for indicators, rounds in ROUNDS.items():
        times = interleaved(candidates(indicators), rounds)
        lines = framework(indicators).count("\n")
        met = report(f"Language: {indicators:,} indicators, {lines:,} lines", times, COMPARISONS) and met
    return met
