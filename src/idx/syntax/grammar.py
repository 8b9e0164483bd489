"""Load the grammar and its parser, from the user's cache directory where an earlier run left it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import platformdirs
from lark import Lark

from idx.syntax.build import Builder
from idx.syntax.lexer import KeywordsWhereExpected

PACKAGE = Path(__file__).parents[1]


def grammar_text() -> str:
    """Return the grammar: shipped inside an installed package, beside `src` in a checkout."""
    shipped = PACKAGE / "grammar" / "idx.lark"
    path = shipped if shipped.is_file() else PACKAGE.parents[1] / "grammar" / "idx.lark"
    return path.read_text(encoding="utf-8")


def build(*, cache_file: str | None = None, strict: bool = False) -> Lark:
    """Return a parser for the grammar; Lark itself keys `cache_file` by grammar, options and versions.

    `strict` checks the grammar for conflicts, which Lark does with a lexer of its own only.
    """
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer="contextual" if strict else KeywordsWhereExpected,
        transformer=Builder(),
        keep_all_tokens=True,
        maybe_placeholders=False,
        cache=cache_file or False,
        strict=strict,
    )


@cache
def parser() -> Lark:
    """Return the parser, built once a process; a cache directory that cannot be written costs time, not success."""
    try:
        folder = platformdirs.user_cache_path("idx-lang", appauthor=False, ensure_exists=True)
    except OSError:
        return build()
    return build(cache_file=str(folder / "grammar.lark-cache"))
