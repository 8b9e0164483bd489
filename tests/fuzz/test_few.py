"""A few hundred cases of the fuzz run, and the run's own properties."""

from __future__ import annotations

from random import Random

import pytest

from fuzz.cases import KINDS, make
from fuzz.checks import Broken, check_text, counted
from fuzz.texts import sources
from idx.project.versions import compile_text
from idx.source import Source

EACH = 40


@pytest.mark.parametrize("start", range(0, 400, EACH))
def test_cases_hold(start: int) -> None:
    """Whatever is read: no exception, bounded work, a reason for what is rejected."""
    for number in range(start, start + EACH):
        case = make(0, number)
        assert case.run() in {"accepted", "rejected"}, number


def test_a_number_makes_the_same_case() -> None:
    """Cases do not depend on what was made before; all kinds occur."""
    assert make(1, 7) == make(1, 7)
    assert make(1, 7) != make(2, 7)
    assert {make(0, number).kind for number in range(100)} == set(KINDS)


def test_sound_texts_are_accepted() -> None:
    """What cases are made of is there, and the checks let sound texts pass."""
    assert len(sources()) > 20
    outcomes = [check_text(source, Random(0)) for source in sources()]  # noqa: S311 - repeatable, not secret
    assert {"accepted", "rejected"} == set(outcomes)


def test_the_checks_see_work_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is read again and again breaks the bound."""
    monkeypatch.setattr("fuzz.checks.MOST_TOKENS_A_BYTE", 0.01)
    with pytest.raises(Broken, match="tokens"):
        check_text(sources()[0], Random(0))  # noqa: S311 - the same


@pytest.mark.parametrize(
    "piece",
    [
        *("{\n", "(", "[", '"', "#\n", "a {\n", "a then b\n", "f(\n", "}\n", "x = (1 +\n", "，\n", "“"),
        *("scenario s {\n", "add to x {\n", "add x to y {\n", "set a 1 -> 2\n", "set a.formula b / c -> d\n"),
        *("rename a to b\n", "} because x\n", "→"),
    ],
)
def test_work_grows_with_the_text(piece: str) -> None:
    """Ten times as much of the same takes about ten times as many tokens, not a hundred."""

    def tokens(times: int) -> int:
        text = 'framework f\nversion "1"\nindex total {\n' + piece * times
        with counted() as count:
            compile_text(Source("f.idx", text))
        return count[0]

    assert tokens(2_000) <= 12 * tokens(200) + 500
