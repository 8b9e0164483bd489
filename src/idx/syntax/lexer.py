"""Cut a text into tokens: one regular expression, and a word is a keyword only where the grammar can take it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from lark import Token
from lark.exceptions import UnexpectedCharacters
from lark.lexer import Lexer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark.common import LexerConf
    from lark.lexer import LexerState
    from lark.parsers.lalr_parser_state import ParserState


class KeywordsWhereExpected(Lexer):
    """Lark's contextual lexer compiles an expression for each state of the parser; this one needs a single one.

    The terminals' patterns come from the grammar, in order of their priority; a `NAME` that spells a keyword becomes
    one if the parser's state has an action for it. Line breaks inside parentheses are spaces.
    """

    __future_interface__: ClassVar[int] = 1  # Lark hands over the parser's state

    def __init__(self, lexer_conf: LexerConf) -> None:
        """Compile the grammar's terminals into one expression."""
        patterns = [terminal for terminal in lexer_conf.terminals if terminal.pattern.type == "re"]
        symbols = [terminal for terminal in lexer_conf.terminals if terminal.pattern.type == "str"]
        words = re.compile(r"\w+")
        self.keywords = {item.pattern.value: item.name for item in symbols if words.fullmatch(item.pattern.value)}
        self.symbols = {item.pattern.value: item.name for item in symbols if item.pattern.value not in self.keywords}
        ordered = sorted(patterns, key=lambda terminal: -terminal.priority)
        longest_first = sorted(map(re.escape, self.symbols), key=len, reverse=True)
        parts = [f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})" for terminal in ordered]
        self.scan = re.compile("|".join([*parts, f"(?P<SYMBOL>{'|'.join(longest_first)})"])).match

    def lex(self, lexer_state: LexerState, parser_state: ParserState[Any]) -> Iterator[Token]:
        """Yield the tokens of a text; `parser_state` moves on while they are taken."""
        text = str(lexer_state.text.text)
        position = lexer_state.line_ctr.char_pos
        actions = parser_state.parse_conf.parse_table.states
        depth = 0
        while position < len(text):
            match = self.scan(text, position)
            if match is None:
                raise UnexpectedCharacters(text, position, 1, position + 1)  # type: ignore[no-untyped-call] # Lark's
            kind, piece, start = str(match.lastgroup), match.group(), position
            position = match.end()
            lexer_state.line_ctr.char_pos = position
            if kind == "SPACE":
                continue
            if kind == "NAME":
                keyword = self.keywords.get(piece)
                if keyword is not None and keyword in actions[parser_state.position]:
                    kind = keyword
            elif kind == "SYMBOL":
                kind = self.symbols[piece]
                depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
                depth = max(depth, 0)
            elif kind == "LINE" and depth:
                continue
            elif kind == "DIVISOR" and kind not in actions[parser_state.position]:
                kind, piece, position = self.symbols["/"], "/", start + 1  # in a formula `/` is an operator
                lexer_state.line_ctr.char_pos = position
            yield Token(kind, piece, start, end_pos=position)
