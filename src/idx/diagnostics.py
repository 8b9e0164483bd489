"""Problems as values: rules with their pages, diagnostics that apply them to a place, and outcomes that carry both."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.source import SourceSpan

Value = TypeVar("Value")
Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Severity(Enum):
    """How much a diagnostic weighs: an error stops the work, a warning asks for a look, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Wording(NamedTuple):
    """What a message says, in each language that messages speak; the two stand together where they are needed."""

    en: str
    zh: str

    def __str__(self) -> str:
        """Return the English wording."""
        return self.en


def said(wording: Wording, language: Language) -> str:
    """Return a wording in a language of messages."""
    return wording.zh if language == "zh" else wording.en


STATED_FIRST = Wording("stated here first", "首次写在这里")


class Rule(NamedTuple):
    """One thing that can be wrong, declared beside the code that looks for it; `idx rule CODE` prints its page.

    `bad` is a file (or, under `data`, a table) that breaks the rule: the tests check that it does.
    """

    code: str
    title: Wording
    page: Wording
    bad: str = ""
    data: str = ""
    severity: Severity = Severity.ERROR


class DataPlace(NamedTuple):
    """A place in a data file: its row as a spreadsheet numbers it (the header is row 1) and its column's heading."""

    path: str
    row: int | None = None
    column: str | None = None


class Related(NamedTuple):
    """A second place that belongs to a diagnostic, with what it has to do with it."""

    message: Wording
    place: SourceSpan | DataPlace


class TextEdit(NamedTuple):
    """A replacement of a span that mends the problem when a machine applies it."""

    span: SourceSpan
    replacement: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A rule broken at a place: what is wrong, why, and how to mend it."""

    rule: Rule
    message: Wording
    place: SourceSpan | DataPlace | None = None
    help: Wording | None = None
    related: tuple[Related, ...] = ()
    edits: tuple[TextEdit, ...] = ()

    @property
    def code(self) -> str:
        """The rule's code, such as `IDX204`."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The rule's severity."""
        return self.rule.severity


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Value]):
    """What a pass returns: its value, or None where errors stand in its way, and every diagnostic it met."""

    value: Value | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that are errors."""
        return tuple(item for item in self.diagnostics if item.severity is Severity.ERROR)

    def unwrap(self) -> Value:
        """Return the value; raise `IdxError` with the diagnostics where there is none."""
        if self.value is None or self.errors:
            raise IdxError(self.diagnostics)
        return self.value


@dataclass(slots=True)
class Collector:
    """Gathers the diagnostics of one pass while it goes on past each problem."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        rule: Rule,
        message: Wording,
        place: SourceSpan | DataPlace | None = None,
        *,
        help: Wording | None = None,  # noqa: A002 - the word that the reader of a message sees
        related: Iterable[Related] = (),
        edits: Iterable[TextEdit] = (),
    ) -> Self:
        """Record that a rule is broken."""
        self.items.append(Diagnostic(rule, message, place, help, tuple(related), tuple(edits)))
        return self

    @property
    def failed(self) -> bool:
        """Whether an error is among the diagnostics."""
        return any(item.severity is Severity.ERROR for item in self.items)

    def outcome(self, value: Value | None) -> Outcome[Value]:
        """Close the pass: the value goes on unless an error was met."""
        return Outcome(None if self.failed else value, tuple(self.items))


class IdxError(Exception):
    """Raised at the edge of the library when a user's files have errors; `diagnostics` holds all of them."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Keep the diagnostics; the message lists the errors one a line."""
        self.diagnostics = diagnostics
        errors = [item for item in diagnostics if item.severity is Severity.ERROR]
        super().__init__("\n".join(f"{item.code}: {item.message}" for item in errors))


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that a misspelt word most likely meant, or None when none is near."""
    found = _near(word, candidates, 0.6)
    return found[0] if found else None


def sole(word: str, candidates: Iterable[str]) -> str | None:
    """Return the only candidate that a misspelt word can have meant, or None; the word may be replaced unasked."""
    found = _near(word, candidates, 0.75)  # at most a swap of two letters among four
    return found[0] if len(found) == 1 else None


def one_slip(word: str, meant: str) -> bool:
    """Whether a word is another but for a letter too many, too few or wrong, or two that have changed places."""
    letters = zip(word, meant, strict=False)
    start = next((at for at, (one, other) in enumerate(letters) if one != other), min(len(word), len(meant)))
    one, other = word[start:], meant[start:]
    swapped = one[1::-1] + one[2:]
    return word != meant and (other in {one[1:], swapped} or other[1:] in {one, one[1:]})


def _near(word: str, candidates: Iterable[str], likeness: float) -> list[str]:
    names = list(candidates)
    found = difflib.get_close_matches(word, names, n=2, cutoff=likeness)
    if not found:
        folded = {name.casefold(): name for name in names}
        found = [folded[match] for match in difflib.get_close_matches(word.casefold(), folded, n=2, cutoff=likeness)]
    return found


def did_you_mean(word: str, candidates: Iterable[str], *, otherwise: Wording | None = None) -> Wording | None:
    """Return the help line for a misspelt word: the nearest candidate, else the given text."""
    found = nearest(word, candidates)
    return Wording(f"did you mean `{found}`?", f"是否想写 `{found}`？") if found else otherwise


def choose_from(names: Iterable[str]) -> Wording:
    """Return the help line that lists what there is to choose from."""
    listed = list(names)
    return Wording(f"choose one of: {', '.join(listed)}", f"可选的有 {'、'.join(listed)}")
