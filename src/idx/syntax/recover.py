"""Read a faulty file to its end: report what is wrong in a line, skip the line, go on with the next.

The parser's state is kept at the beginning of every line and put back when the line is faulty, so each character is
read a bounded number of times. The tree that comes of it is thrown away: a file with errors has no model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from idx.diagnostics import Collector, Diagnostic, Related, Wording, nearest
from idx.source import Source, SourceSpan
from idx.syntax.errors import DEEPEST, UNCLOSED, describe, report_depth
from idx.syntax.fault import Fault
from idx.syntax.fullwidth import translate
from idx.syntax.grammar import parser
from idx.syntax.slips import instead_of_arrow, slip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark.parsers.lalr_interactive_parser import InteractiveParser

LINE_END = re.compile(r"[^\n]*(?:\r?\n[ \t\f\u3000]*(?:#[^\n]*)?)+")
FIRST_WORD = re.compile(r"[^\W\d]\w*")
# Texts and comments; a text without its end runs to that of its line, so that no quote is begun with twice.
TEXTS = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|(?P<open>"[^\n]*)')
TEXTS_AND_BRACES = re.compile(TEXTS.pattern + "|(?P<brace>[{}])")
BLOCKS = {
    "index": ("INDEX", "NAME"),
    "indicator": ("INDICATOR", "NAME"),
    "method": ("METHOD",),
    "expect": ("EXPECT",),
    "scenario": ("SCENARIO", "NAME"),
    "add": ("ADD", "TO", "NAME"),
}
MOST_UNCLOSED = 3
# What can only be an edit, in whatever block.
EDIT = re.compile(
    r"(?:set|rename|move)[ \t]+\w[^\n]*->|add[ \t]+to[ \t]+\w+[ \t]*\{|remove[ \t]+[\w.]+[ \t]*(?:because\b|#|\r?\n)"
)
# What looks like a statement of the top level even where it could be read as a node of those names.
STATEMENT = re.compile(
    r'method[ \t]*\{|expect\b[^\n=]*\{|index[ \t]+[^\W\d]\w*[^\n]*\{|framework[ \t]+\w|version[ \t]+"|'
    r'data[ \t]+(?:\w+[ \t]+)?"|extends[ \t]+"|scenario[ \t]+[^\W\d]\w*[^\n]*\{|' + EDIT.pattern
)
# What a scenario cannot hold.
OF_FILES_ONLY = re.compile(r"method|framework|version|extends|scenario")
MOST_RETURNS = 20  # each may read the rest of the file once more


def find_errors(source: Source) -> tuple[Diagnostic, ...]:
    """Return every syntax error of a text that does not parse, in the order of the text."""
    text, found = translate(source)
    _Recovery(source, text + "\n", found).run()
    return tuple(sorted(found.items, key=lambda item: item.place.start if isinstance(item.place, SourceSpan) else 0))


class _Snapshot(NamedTuple):
    """The parser's stacks, and the braces open, at the beginning of a line.

    `closed` if it is behind a brace that a reason may follow: the end of the line has to be read then.
    """

    states: list[int]
    values: list[object]
    braces: list[int]
    closed: bool = False


@dataclass(slots=True)
class _Recovery:
    source: Source
    text: str
    found: Collector
    parser: InteractiveParser = field(init=False)
    braces: list[int] = field(default_factory=list)
    parentheses: list[int] = field(default_factory=list)
    previous: Token | None = None
    tokens: list[Token] = field(default_factory=list)
    line_start: int = 0
    line: _Snapshot = field(init=False)
    top: _Snapshot = field(init=False)
    scenario: _Snapshot | None = None
    closing: dict[int, int] | None = None
    at_margin: dict[int, bool] = field(default_factory=dict)
    suspect: int | None = None
    returns: int = 0

    def run(self) -> None:
        self.parser = parser().parse_interactive(self.text)
        self.line = self.top = self._snapshot()
        while not self._run_to_error():
            pass

    def _run_to_error(self) -> bool:
        """Feed tokens up to the next error and step over it; return True at the end of the text."""
        state = self.parser.parser_state
        try:
            for token in self.parser.lexer_thread.lex(state):  # type: ignore[no-untyped-call] # Lark's own
                self.parser.feed_token(token)
                self._note(token)
                if len(self.braces) > DEEPEST:
                    report_depth(self.source, self.found, self.braces[-1])
                    return True
            end = Token("$END", "", len(self.text), end_pos=len(self.text))
            if self.braces:
                return self._unclosed_at_end()
            self.parser.feed_token(end)
        except (UnexpectedToken, UnexpectedCharacters) as error:
            return self._step_over(error)
        return True

    def _note(self, token: Token) -> None:
        position = token.start_pos or 0
        match token.type:
            case "LBRACE":
                self.braces.append(position)
            case "RBRACE":
                self.braces.pop()
                self.suspect = self.suspect if self.braces else None
                state = self.parser.parser_state
                if "BECAUSE" in state.parse_conf.parse_table.states[state.position]:
                    self.line = self._snapshot()._replace(closed=True)
            case "LPAR":
                self.parentheses.append(position)
            case "RPAR":
                self.parentheses.pop()
            case "LINE":
                self.line_start = token.end_pos or 0
                self._begin_line()
            case _:
                pass
        self.previous = token
        if token.type == "LINE":
            self.tokens.clear()
        else:
            self.tokens.append(token)

    def _begin_line(self) -> None:
        self.line = self._snapshot()
        if not self.braces:
            self.top, self.scenario = self.line, None
            return
        if len(self.braces) == 1:
            self.scenario = self.line if self._first_word(self.braces[0]) == "scenario" else None
        if self.suspect is None and self._looks_like_statement(self.line_start):
            self.suspect = self.line_start

    def _snapshot(self) -> _Snapshot:
        state = self.parser.parser_state
        return _Snapshot(state.state_stack[:], state.value_stack[:], self.braces[:])

    def _restore(self, snapshot: _Snapshot) -> None:
        state = self.parser.parser_state
        state.state_stack[:] = snapshot.states
        state.value_stack[:] = snapshot.values
        self.braces[:] = snapshot.braces
        if snapshot.closed:
            self.parser.feed_token(Token("LINE", "\n", 0, end_pos=0))

    def _step_over(self, error: UnexpectedInput) -> bool:
        position = error.pos_in_stream or 0
        kind = error.token.type if isinstance(error, UnexpectedToken) else ""
        block = self._first_word(self.braces[-1]) if self.braces else ""
        fault = Fault(self.source, self.text, self.tokens, position, kind, self._accepted(), block)
        arrow = instead_of_arrow(fault) if self.tokens else None
        if arrow is not None:
            return self._go_on_behind_arrow(arrow)
        if self.braces and self._looks_like_statement(self.line_start):
            self.suspect = self.suspect or self.line_start
        if self.suspect is not None and self.returns < MOST_RETURNS:
            return self._return_to_suspect(self.suspect)
        if self._in_unclosed_block_of_scenario():
            return self._return_to_scenario()
        if self.parentheses and self._is_unclosed(self.parentheses[-1], position):
            self._report_parenthesis(self.parentheses[-1])
            self._restore(self.line)
            return self._continue_at(self.text.rfind("\n", 0, position) + 1)  # the next statement, read as one
        self.found.items.append(slip(fault) or describe(self.source, error, self.previous, fault.expected))
        line = self.text[self.line_start : self._line_end(position)]
        self._restore(self.line)
        if self._opens_block(line):
            return self._enter(line, self._line_end(position))
        return self._continue_at(self._line_end(position))

    def _accepted(self) -> set[str]:
        return set(self.parser.accepts())  # type: ignore[no-untyped-call] # Lark's own

    def _go_on_behind_arrow(self, instead: Diagnostic) -> bool:
        """Take what stands for `->` for it, and read the rest of the line."""
        self.found.items.append(instead)
        place = instead.place
        if isinstance(place, SourceSpan):
            token = Token("ARROW", "->", place.start, end_pos=place.end)
            self.parser.feed_token(token)
            self._note(token)
            self._set_position(place.end)
        return False

    def _looks_like_statement(self, position: int) -> bool:
        """Whether a line reads like a statement of the top level: at the margin, and in a statement's shape.

        In a scenario whose statements all stand at the margin, only what it cannot hold does.
        """
        if not self._is_at_margin(position) or STATEMENT.match(self.text, position) is None:
            return False
        brace = self.braces[0]
        if brace not in self.at_margin:
            first = LINE_END.match(self.text, brace)
            scenario = self._first_word(brace) == "scenario"
            self.at_margin[brace] = scenario and first is not None and self._is_at_margin(first.end())
        return not self.at_margin[brace] or OF_FILES_ONLY.match(self.text, position) is not None

    def _first_word(self, brace: int) -> str:
        """Return the word that the line of a brace begins with."""
        match = FIRST_WORD.search(self.text, self.text.rfind("\n", 0, brace) + 1, brace)
        return match.group() if match else ""

    def _is_at_margin(self, position: int) -> bool:
        return position == 0 or self.text[position - 1] == "\n"

    def _return_to_suspect(self, suspect: int) -> bool:
        """Take the open blocks for closed before a line that reads like a statement, and go on from there."""
        self.returns += 1
        self._report_unclosed(suspect, self.braces)
        self._restore(self.top)
        return self._continue_at(suspect)

    def _in_unclosed_block_of_scenario(self) -> bool:
        """Whether a faulty line is an edit that stands in a scenario's tree or list of nodes."""
        inside = len(self.braces) > 1 and self.scenario is not None and self.returns < MOST_RETURNS
        return inside and EDIT.match(self.text, self.line_start) is not None

    def _return_to_scenario(self) -> bool:
        """Take the blocks in a scenario for closed before an edit, and go on from there."""
        self.returns += 1
        scenario, line = self.scenario, self.line_start
        if scenario is not None:
            self._report_unclosed(line, self.braces[1:])
            self._restore(scenario)
        return self._continue_at(line)

    def _unclosed_at_end(self) -> bool:
        if self.suspect is not None and self.returns < MOST_RETURNS:
            return self._return_to_suspect(self.suspect)
        self._report_unclosed(len(self.source.text), self.braces)
        return True

    def _report_unclosed(self, position: int, braces: Sequence[int]) -> None:
        for brace in [brace for brace in braces if brace < position][-MOST_UNCLOSED:]:
            self.found.add(
                UNCLOSED,
                Wording("this brace is never closed", "这个花括号没有闭合"),
                SourceSpan(self.source, brace, brace + 1),
                help=Wording("add the missing `}`", "请补上缺少的 `}`"),
                related=[
                    Related(
                        Wording("it should have been closed before here", "应在此处之前闭合"),
                        SourceSpan(self.source, position, position),
                    )
                ],
            )
        self.braces.clear()
        self.suspect = None

    def _is_unclosed(self, opened: int, position: int) -> bool:
        """Whether a parenthesis that was opened on an earlier line is not closed.

        Either no `)` comes before the next block, or what does not fit is the first word of its line: a new statement.
        """
        if "\n" not in self.text[opened:position]:
            return False
        begins_line = not self.text[self.text.rfind("\n", 0, position) + 1 : position].strip()
        return begins_line or ")" not in self.text[opened:].partition("{")[0]

    def _report_parenthesis(self, opened: int) -> None:
        place = SourceSpan(self.source, opened, opened + 1)
        message = Wording("this parenthesis is never closed", "这个圆括号没有闭合")
        self.found.add(UNCLOSED, message, place, help=Wording("add the missing `)`", "请补上缺少的 `)`"))

    def _line_end(self, position: int) -> int:
        """Return where the statement of a faulty line ends: behind its parenthesis if one is open, and its line."""
        if self.parentheses:
            closing = self.text.find(")", max(position, self.parentheses[0]))
            opening = self.text.find("{", position)
            if closing >= 0 and (opening < 0 or closing < opening):
                position = closing
        match = LINE_END.match(self.text, position)
        return match.end() if match else len(self.text)

    def _opens_block(self, line: str) -> bool:
        first_line = TEXTS.sub(lambda match: match["open"] or "", line).rstrip()
        return first_line.endswith("{")

    def _enter(self, line: str, end: int) -> bool:
        """Open the block of a faulty heading all the same, so that what it holds is read too."""
        first = FIRST_WORD.search(line)
        word = first.group() if first else "_"
        brace = self.line_start + line.rindex("{")
        kind = nearest(word, BLOCKS)
        choices = [("NAME",)] if kind is None else [BLOCKS[kind], ("NAME",)]
        for types in choices:
            try:
                for name in (*types, "LBRACE", "LINE"):
                    self.parser.feed_token(Token(name, "_", brace, end_pos=brace + 1))
            except UnexpectedToken:
                self._restore(self.line)
            else:
                self.braces.append(brace)
                return self._continue_at(end)
        return self._continue_at(self._behind_block(brace))

    def _behind_block(self, brace: int) -> int:
        """Return where a block ends that cannot be read as one; all blocks are looked for in one go."""
        if self.closing is None:
            self.closing = _pairs(self.text)
        end = LINE_END.match(self.text, self.closing.get(brace, brace) + 1)
        return end.end() if end and brace in self.closing else len(self.text)

    def _continue_at(self, position: int) -> bool:
        self.parentheses.clear()
        self.previous = None
        self.tokens.clear()
        self.line_start = position
        self.line = self._snapshot()
        self._set_position(position)
        if position >= len(self.text):
            return self._unclosed_at_end() if self.braces else True
        return False

    def _set_position(self, position: int) -> None:
        lexer_state = self.parser.lexer_thread.state
        if lexer_state is not None:
            lexer_state.line_ctr.char_pos = position


def _pairs(text: str) -> dict[int, int]:
    """Return where the brace is that closes each brace."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for match in TEXTS_AND_BRACES.finditer(text):
        if match["brace"] == "{":
            opened.append(match.start())
        elif match["brace"] and opened:
            pairs[opened.pop()] = match.start()
    return pairs
