"""Cases by number: the same seed and number make the same case, whatever ran before."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from fuzz import tables, texts
from fuzz.checks import check_table, check_text

if TYPE_CHECKING:
    from fuzz.tables import Table

KINDS = ("damaged framework", "random tokens", "damaged table")
SHARES = (70, 20, 10)


class Case(NamedTuple):
    """A text or a table that is to be read, and the number that makes it."""

    seed: int
    number: int
    kind: str
    given: str | Table

    def run(self) -> str:
        """Check what holds of every case; return whether it was accepted or rejected."""
        random = _random(self.seed, self.number, "check")
        return check_text(self.given, random) if isinstance(self.given, str) else check_table(self.given, random)


def _random(seed: int, number: int, purpose: str) -> Random:
    return Random(f"{seed}/{number}/{purpose}")  # noqa: S311 - repeatable, not secret


def make(seed: int, number: int) -> Case:
    """Return a case."""
    random = _random(seed, number, "case")
    (kind,) = random.choices(KINDS, SHARES)
    match kind:
        case "damaged framework":
            return Case(seed, number, kind, texts.damaged(random))
        case "random tokens":
            return Case(seed, number, kind, texts.tokens(random))
        case _:
            return Case(seed, number, kind, tables.damaged(random))


def shrunk(case: Case) -> Case:
    """Return a smaller case that fails too: lines, then pieces of them, taken away as long as it does."""
    if not isinstance(case.given, str):
        return case
    size = max(len(case.given) // 2, 1)
    text, tries = case.given, 0
    while size and tries < 400:
        at = 0
        while at < len(text) and tries < 400:
            tries += 1
            less = text[:at] + text[at + size :]
            if fails(case._replace(given=less)):
                text = less
            else:
                at += size
        size //= 2
    return case._replace(given=text)


def fails(case: Case) -> BaseException | None:
    """Return what a case raises, or None."""
    try:
        case.run()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what we look for
        return error
    return None
