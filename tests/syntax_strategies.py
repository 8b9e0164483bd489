"""Hypothesis strategies for the text of framework files: anything that the grammar takes, laid out in any way.

A file is derived from the grammar's own rules at random, so that every construct occurs, those to come included. Its
tokens are then spelled (names in several scripts, keywords wherever they are names) and set with odd blanks, blank
lines and comments wherever there may be any. Such a file says nothing sensible; only its syntax is sound.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st
from lark import Token
from lark.lexer import PatternStr

from idx.syntax.grammar import parser

if TYPE_CHECKING:
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
    "ARROW": ("->",),
    "COMPARE": ("<", "<=", ">", ">="),
}
COMMENTS = ("#", "# 说明", "#no blank", '# "quoted" { ( } , = #', "# ends in blanks  \t")
BLANKS = ("", "", " ", " ", "   ", "\t", "\u3000", " \f")
WORD = re.compile(r"\w+")
INDENTATION = re.compile(r"\n[ \t\f\u3000]*")


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


def spelled(source: random.Random, terminals: Sequence[str]) -> list[str]:
    """Spell terminals, each line's end as a line feed; the parser goes along, to tell where a keyword is a name."""
    symbols = grammar().symbols
    keywords = {name: word for name, word in symbols.items() if WORD.fullmatch(word)}
    interactive = parser().parse_interactive("")
    words: list[str] = []
    for terminal in terminals:
        state = interactive.parser_state
        expected = state.parse_conf.parse_table.states[state.position]
        free = [word for name, word in keywords.items() if name not in expected]
        spellings = {**SPELLINGS, "NAME": [*NAMES, *source.sample(free, 3)], "LINE": ["\n"]}
        words.append(symbols.get(terminal) or source.choice(spellings[terminal]))
        interactive.feed_token(Token(terminal, words[-1], 0, end_pos=0))
    return words


class Layout(NamedTuple):
    """Sets words on lines at random."""

    source: random.Random

    def text(self, words: Sequence[str]) -> str:
        """Return words with blanks between them; with comments and line breaks where the language has room for them."""
        pieces: list[str] = []
        depth = 0
        for word in words:
            depth += {"(": 1, ")": -1}.get(word, 0)
            inside = depth - (word == "(") > 0 or word == ")"
            before = pieces[-1][-1:] if pieces else ""
            pieces.append(self.gap(before, word, inside=inside))
            pieces.append(self.line() if word == "\n" else word)
        return "".join(pieces)

    def plain(self, words: Sequence[str]) -> str:
        """Return words with a blank between them."""
        return " ".join(words)

    def gap(self, before: str, word: str, *, inside: bool) -> str:
        """Return what stands before a word: blanks, and in parentheses perhaps line breaks and comments."""
        if inside and self.source.random() < 0.2:
            return f"{self.blanks()}{self.line()}{self.blanks()}"
        return self.blanks() or (" " if WORD.match(before) and WORD.match(word) else "")

    def blanks(self) -> str:
        """Return blanks, or nothing."""
        return self.source.choice(BLANKS)

    def line(self) -> str:
        """Return a line's end, with blank lines and comments."""
        ends = [f"{self.source.choice(COMMENTS) if self.source.random() < 0.2 else ''}\n"]
        while self.source.random() < 0.3:
            comment = self.source.choice(COMMENTS) if self.source.random() < 0.5 else ""
            ends.append(f"{self.blanks()}{comment}\n")
        return "".join(ends)

    def again(self, text: str) -> str:
        """Return a sound text with other blanks; comments, blank lines and breaks inside parentheses stay."""
        interactive = parser().parse_interactive(text + "\n")
        pieces: list[str] = []
        end = 0
        for token in interactive.lexer_thread.lex(interactive.parser_state):  # type: ignore[no-untyped-call] # Lark's own
            interactive.feed_token(token)
            gap = text[end : token.start_pos]
            pieces.append(gap if "\n" in gap else self.gap(pieces[-1][-1:] if pieces else "", token, inside=False))
            pieces.append(INDENTATION.sub(lambda _: f"\n{self.blanks()}", token) if token.type == "LINE" else token)
            end = token.end_pos or 0
        return "".join(pieces)


def words_at_random(source: random.Random, size: int = 150) -> list[str]:
    """Return the words of a file at random."""
    return spelled(source, derived(source, size)[0])


@st.composite
def sources(draw: st.DrawFn) -> random.Random:
    """Draw a source of choices; a file that is at fault gets smaller by its size, not choice by choice."""
    return random.Random(draw(st.integers(0, 2**32 - 1)))  # noqa: S311 - repeatable choices, no secret


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw the text of a file with sound syntax, its lines ended by line feeds."""
    source = draw(sources())
    text = Layout(source).text(words_at_random(source, draw(st.integers(5, 150))))
    return text.rstrip("\n") if source.random() < 0.2 else text
