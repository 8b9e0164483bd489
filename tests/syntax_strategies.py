"""Hypothesis strategies for the text of framework files: anything that the grammar takes, laid out in any way.

A file is derived from the grammar's own rules at random, so that every construct occurs, those to come included. Its
tokens are then spelled (names in several scripts, keywords wherever they are names) and set with odd blanks, blank
lines and comments wherever there may be any. Such a file says nothing sensible; only its syntax is sound.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st
from lark import Token
from lark.lexer import PatternStr

from idx.syntax.grammar import parser

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

Alternative = tuple[str, ...]

NAMES = (
    "a",
    "b2",
    "_",
    "unit_of",
    "总指数",
    "专利",
    "données",
    "Åre",
    "ﬁn",
    "E5",
    "Q1",
)  # two change under NFC or NFKC
STRINGS = ('"x"', '""', '"总指数 # 1"', '"a \\"b\\" {c}"', '"a\\\\"', '"  2 spaces,(x = 1)"', '"2019=100"')
SPELLINGS: Mapping[str, Sequence[str]] = {
    "STRING": STRINGS,
    "PERIOD": ("2019Q1", "2016M12"),
    "NUMBER": ("0", "2019", "0.05", "1e-3", "100", "7.50"),
    "DIVISOR": ("/3", "/ 10", "/\t2.5"),
    "SIGN": ("+", "-"),
    "COMPARE": ("<", "<=", ">", ">="),
}
COMMENTS = ("#", "# 说明", "#no blank", '# "quoted" { ( } , = #', "# ends in blanks  \t")
BLANKS = ("", "", " ", " ", "   ", "\t", "\u3000", " \f")
WORD = re.compile(r"\w+")


class Grammar(NamedTuple):
    """The grammar's rules by name, the fewest steps that each takes to its end, and the keywords' terminals."""

    rules: Mapping[str, Sequence[Alternative]]
    steps: Mapping[str, int]
    symbols: Mapping[str, str]


@cache
def grammar() -> Grammar:
    """Read the rules off the parser."""
    rules: defaultdict[str, list[Alternative]] = defaultdict(list)
    for rule in parser().rules:
        rules[rule.origin.name].append(tuple(symbol.name for symbol in rule.expansion))
    symbols = {item.name: item.pattern.value for item in parser().terminals if isinstance(item.pattern, PatternStr)}
    steps: dict[str, int] = {}
    for _ in rules:  # after so many rounds nothing changes any more
        for name, alternatives in rules.items():
            known = [_steps(each, rules, steps) for each in alternatives]
            steps[name] = min([steps.get(name, 10**9), *(1 + most for most in known if most is not None)])
    return Grammar(rules, steps, symbols)


def _steps(alternative: Alternative, rules: Mapping[str, object], steps: Mapping[str, int]) -> int | None:
    parts = [steps.get(name) if name in rules else 0 for name in alternative]
    return None if None in parts else sum(part or 0 for part in parts)


def derived(source: random.Random, size: int) -> tuple[list[str], set[str]]:
    """Derive a file: its terminals in their order, and the rules that were used.

    Choices are free up to `size` of them, the less so the deeper they stand; after that the shortest way is taken.
    """
    rules, steps, _ = grammar()
    terminals: list[str] = []
    used: set[str] = set()
    waiting = [("start", 0)]
    while waiting:
        name, depth = waiting.pop()
        if name not in rules:
            terminals.append(name)
            continue
        used.add(name)
        chosen = min(rules[name], key=lambda each: _steps(each, rules, steps) or 0)
        if len(rules[name]) > 1 and size > 0 and source.random() < 0.93**depth:
            size -= 1
            chosen = source.choices(
                rules[name],
                [(len(each) + 0.1) ** (4 if name == "start" or name.startswith("__") else 1) for each in rules[name]],
            )[0]
        below = depth + (not name.startswith("__"))  # such a name stands for a repetition, which is no depth
        waiting.extend((part, below) for part in reversed(chosen))
    return terminals, used


@dataclass
class Setter:
    """Spells terminals and sets them one after another; the parser goes along, to tell where a keyword is a name."""

    source: random.Random
    comments: bool = True
    depth: int = 0
    written: list[str] = field(default_factory=list)

    def text(self, terminals: Sequence[str]) -> str:
        """Return a file of these terminals."""
        interactive = parser().parse_interactive("")
        for terminal in terminals:
            state = interactive.parser_state
            spelled = self.spelled(terminal, set(state.parse_conf.parse_table.states[state.position]))
            self.depth += {"LPAR": 1, "RPAR": -1}.get(terminal, 0)
            self.written += [self.gap(spelled), spelled]
            interactive.feed_token(Token(terminal, spelled, 0, end_pos=0))
        return "".join(self.written)

    def spelled(self, terminal: str, expected: set[str]) -> str:
        """Spell a terminal; a name may be any word that is no keyword where it stands."""
        symbols = grammar().symbols
        if terminal in symbols:
            return symbols[terminal]
        if terminal == "LINE":
            return self.line()
        if terminal == "NAME":
            free = [word for name, word in symbols.items() if name not in expected and WORD.fullmatch(word)]
            return self.source.choice([*NAMES, *self.source.sample(free, 3)])
        return self.source.choice(SPELLINGS[terminal])

    def gap(self, following: str) -> str:
        """Return blanks to stand before a word, or line breaks and comments inside parentheses."""
        blanks = self.source.choice(BLANKS)
        before = self.written[-1] if self.written else ""
        if self.depth and following != "(" and self.source.random() < 0.2:
            return f"{blanks}{self.line()}{self.source.choice(BLANKS)}"
        if not blanks and before and WORD.match(before[-1]) and WORD.match(following):
            return " "
        return "" if following[0] in "\n#" and self.source.random() < 0.5 else blanks

    def line(self) -> str:
        """Return a line break, with blank lines and comments."""
        ends = [f"{self.comment() if self.source.random() < 0.2 else ''}\n"]
        while self.source.random() < 0.3:
            ends.append(f"{self.source.choice(BLANKS)}{self.comment() if self.source.random() < 0.5 else ''}\n")
        return "".join(ends)

    def comment(self) -> str:
        """Return a comment."""
        return self.source.choice(COMMENTS) if self.comments else ""


def file_text(source: random.Random, size: int = 150) -> str:
    """Return a file at random: with a byte-order mark or without, with either kind of line breaks."""
    text = Setter(source).text(derived(source, size)[0])
    if source.random() < 0.3:
        text = text.rstrip("\n") or text
    if source.random() < 0.2:
        text = text.replace("\n", "\r\n")
    return f"\ufeff{text}" if source.random() < 0.1 else text


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw the text of a file with sound syntax."""
    return file_text(draw(st.randoms(use_true_random=False)), draw(st.integers(20, 200)))
