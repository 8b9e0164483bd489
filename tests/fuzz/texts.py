"""Texts to be read: real frameworks and the specification's files, damaged; and tokens in any order."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from idx.syntax.grammar import grammar_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

TESTS = Path(__file__).parents[1]
SPECIFICATION = TESTS / "conformance"
FOLDERS = (TESTS.parent / "frameworks", *(SPECIFICATION / name for name in ("accept", "reject", "format")))
SHORT = 2_000  # most cases are made of texts up to here, so that a run has many
PIECE = re.compile(r'"[^"\n]*"|\w+|\s+|.', re.DOTALL)
CHARACTERS = [
    *"\"#{}()[]=,./*+-^%<>:;!'\\",
    *"，、：“”（）％＝｛｝＃．；",
    *"\n\t\r\x00\x0b\x1b\u3000\ufeff\u200b",
    *"a0é中😀\U00020000",
]
KEYWORDS = sorted(set(re.findall(r'"([a-z]+)"', grammar_text())))
WORDS = [
    *("total", "a", "b", "专利", "x2", "_", "equal", "arithmetic", "min_max", "chain", "base", "region", "prev", "if"),
    *("2019", "2019Q1", "0", "1e999", "1e-999", "30%", "3/10", "3/0", "9" * 400, '"label"', '"', "{", "}", "(", ")"),
    *(
        "->",
        "→",
        "=>",
        "to",
        "->",
        "..",
        ".",
        ",",
        "=",
        "[",
        "]",
        "+",
        "-",
        "*",
        "/",
        "^",
        "<",
        "<=",
        "%",
        "# comment\n",
        "\n",
        "\n",
        "\n",
        "\n",
    ),
]
REPEATED = ("{\n", "(", "[", '"', "#\n", "a {\n", " then round(1)", " + a", "min(", "-", ' en "x"', "f\n", "}\n", "a\n")


@cache
def sources() -> tuple[str, ...]:
    """Return the texts that cases are made of, in the order of their names."""
    paths = sorted(path for folder in FOLDERS for path in folder.glob("*.idx"))
    return tuple(path.read_text(encoding="utf-8") for path in paths)


def _spot(text: str, random: Random) -> int:
    return random.randrange(len(text) + 1)


def delete(text: str, random: Random) -> str:
    """Take a few characters away."""
    at = _spot(text, random)
    return text[:at] + text[at + random.choice((1, 1, 2, 5, 30)) :]


def insert(text: str, random: Random) -> str:
    """Put characters or a word in."""
    at = _spot(text, random)
    new = random.choice((random.choice(CHARACTERS), f" {random.choice(WORDS)} ", f" {random.choice(KEYWORDS)} "))
    return text[:at] + new + text[at:]


def replace(text: str, random: Random) -> str:
    """Put one piece (a word, a sign, a quoted text) in the place of another."""
    pieces = PIECE.findall(text)
    if not pieces:
        return text
    pieces[random.randrange(len(pieces))] = random.choice((random.choice(pieces), random.choice(KEYWORDS), ""))
    return "".join(pieces)


def swap(text: str, random: Random) -> str:
    """Exchange two lines."""
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = (random.randrange(len(lines)) for _ in range(2))
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def repeat(text: str, random: Random) -> str:
    """Say a line again, or a sign many times."""
    if random.random() < 0.5:
        lines = text.splitlines(keepends=True)
        at = random.randrange(len(lines) + 1)
        return "".join([*lines[:at], *lines[max(at - 1, 0) : at], *lines[at:]])
    at = _spot(text, random)
    return text[:at] + random.choice(REPEATED) * random.choice((2, 10, 70, 300)) + text[at:]


def splice(text: str, random: Random) -> str:
    """Go on with the end of another text."""
    other = random.choice(sources())
    return text[: _spot(text, random)] + other[_spot(other, random) :]


def widen(text: str, random: Random) -> str:
    """Type some signs full-width, as an input method does."""
    for narrow, wide in zip('(),="%', "（），＝“％", strict=True):
        if random.random() < 0.3:
            at = _spot(text, random)
            text = text[:at] + text[at:].replace(narrow, wide, random.randint(1, 3))
    return text


def end_lines(text: str, random: Random) -> str:
    """End lines in another way, or begin with a byte-order mark."""
    return random.choice((text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text, text.rstrip("\n")))


DAMAGE: tuple[Callable[[str, Random], str], ...] = (
    *(delete, delete, insert, insert, insert, replace, replace, replace),
    *(swap, repeat, splice, widen, end_lines),
)


def damaged(random: Random) -> str:
    """Return a real text, damaged once or a few times."""
    text = random.choice([source for source in sources() if len(source) <= SHORT or random.random() < 0.1])
    for _ in range(random.choice((1, 1, 1, 1, 2, 5))):
        text = random.choice(DAMAGE)(text, random)
    return text


def tokens(random: Random) -> str:
    """Return words and signs of the language in any order."""
    words = (
        random.choice(KEYWORDS if random.random() < 0.4 else WORDS) for _ in range(random.choice((3, 20, 60, 200)))
    )
    return " ".join(words)
