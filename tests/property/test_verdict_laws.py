"""Laws of verdicts: the words say what the figures of drawn versions do, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import idx
from drawn_versions import Version, versions
from examples import flat
from idx.analysis.verdict import Effect, Verdict
from idx.analysis.words import Word
from idx.edits.changes import Kind
from idx.edits.matching import matched
from idx.project.compare import Comparison, Wanted, compare
from idx.project.sides import Side
from rendering import render
from version_data import Revision, frame_for, revisions

if TYPE_CHECKING:
    from collections.abc import Callable

FEW = settings(max_examples=max(30, settings().max_examples // 3))
PRINTED = 0.05
ROUNDING = 1e-9
ALONE = {Word.SAME, Word.BREAK, Word.NOT_COMPARED}


def compared(version: Version, revision: Revision) -> Comparison | None:
    """Compare two versions with data, or return None where the data do not allow one of them."""
    before, after = version.before, version.after
    match = matched(before.stated, after.stated)
    identities = {name: match[identity] for name, identity in after.stated.names().items()}
    try:
        sides = [
            Side(name, framework, framework.evaluate(frame_for(version.description, framework.model, own, {}, revised)))
            for name, framework, own, revised in (
                ("a", before, before.stated.names(), None),
                ("b", after, identities, revision),
            )
        ]
    except idx.IdxError:
        return None
    return compare(sides[0], sides[1], Wanted(attributed=False, printed=PRINTED))


def law_of_form(verdict: Verdict) -> None:
    """The heaviest word stands first and each once; what admits no other word stands alone."""
    assert list(verdict.words) == sorted(set(verdict.words), reverse=True)
    assert len(verdict.words) == 1 or not ALONE & set(verdict.words)
    references = {Word.RESCALED, Word.REBASED} & set(verdict.words)
    assert len(references) <= 1
    assert Word.COMPARABLE not in verdict.words or len(verdict.words) == 1 or references


def law_of_figures(comparison: Comparison, verdict: Verdict) -> None:
    """The words agree with the values, cell by cell."""
    assert comparison.values is not None
    roots = {
        pair.name: pair for pair in comparison.pairs.values() if pair.before in comparison.before.framework.model.roots
    }
    rows = list(comparison.values.iter_rows(named=True))
    moved = any(row["difference"] is not None and abs(row["difference"]) > ROUNDING for row in rows)
    same = not moved and all((row["before"] is None) == (row["after"] is None) for row in rows)
    own = [row for row in rows if row["node"] in roots]
    lost = any(row["before"] is not None and row["after"] is None for row in own)
    beyond = any(row["difference"] is not None and abs(row["difference"]) > PRINTED + ROUNDING for row in own)
    if verdict.heaviest is Word.NOT_COMPARED:
        assert all(row["difference"] is None for row in own)
        return
    assert (verdict.heaviest is Word.SAME) == same
    if any(pair.after is None for pair in roots.values()):
        assert verdict.heaviest is Word.BREAK
    elif {Word.RESCALED, Word.REBASED} & set(verdict.words):
        assert moved
    else:
        assert (verdict.heaviest in {Word.REVISED, Word.BREAK}) == (lost or beyond)


def law_of_data(comparison: Comparison, verdict: Verdict) -> None:
    """Other data alone are no break, and method and structure alone revise nothing."""
    kinds = {change.kind for change in comparison.changes if change.counts}
    if kinds <= {Kind.DATA}:
        assert verdict.heaviest is not Word.BREAK
    if comparison.changes and not any(change.verb == "revise" for change in comparison.changes):
        periods = any(key.subject == "periods" for change in comparison.changes for key in change.keys)
        assert periods or Word.REVISED not in verdict.words


@FEW
@given(version=versions(4), data=st.data())
def test_words_say_what_figures_do(version: Version, data: st.DataObject) -> None:
    """The laws hold with edits and revised data."""
    comparison = compared(version, data.draw(revisions(version.description)))
    if comparison is None:
        event("refused")
        return
    event(" and ".join(word.text for word in comparison.verdict.words))
    law_of_form(comparison.verdict)
    law_of_figures(comparison, comparison.verdict)
    law_of_data(comparison, comparison.verdict)


@FEW
@given(version=versions(1), data=st.data())
def test_data_alone_are_no_break(version: Version, data: st.DataObject) -> None:
    """The laws hold where nothing but data differ."""
    comparison = compared(version._replace(units=()), data.draw(revisions(version.description)))
    if comparison is None:
        return
    event(" and ".join(word.text for word in comparison.verdict.words))
    law_of_figures(comparison, comparison.verdict)
    law_of_data(comparison, comparison.verdict)


# ── Wrong verdicts ───────────────────────────────────────────────────────────────────────────────────────────

EXAMPLE = flat({"a": (1.0, 2.0, 3.0), "b": (3.0, 4.0, 2.0)})
WEIGHED = Version(EXAMPLE, render(EXAMPLE)[0], ("set a.direction positive -> negative",))


def any_break(comparison: Comparison) -> Verdict:
    """Call everything a break that moves a published value, as if data were a method."""
    verdict = comparison.verdict
    return verdict._replace(words=(Word.BREAK,)) if verdict.effect is Effect.BEYOND else verdict


def no_break(comparison: Comparison) -> Verdict:
    """Take a change of method for a revision."""
    return comparison.verdict._replace(words=(Word.REVISED,))


def unmoved(comparison: Comparison) -> Verdict:
    """Say that nothing moved."""
    return comparison.verdict._replace(words=(Word.SAME,))


def all_words(comparison: Comparison) -> Verdict:
    """Say everything at once."""
    return comparison.verdict._replace(words=tuple(Word))


@pytest.mark.parametrize(
    ("wrong", "example"), [(any_break, "data"), (no_break, "method"), (unmoved, "method"), (all_words, "data")]
)
def test_a_wrong_verdict_breaks_a_law(wrong: Callable[[Comparison], Verdict], example: str) -> None:
    """Each law can fail: on a fixed example it rejects verdicts that are wrong in one respect."""
    comparison = _revised() if example == "data" else compared(WEIGHED, Revision())
    assert comparison is not None

    def laws(verdict: Verdict) -> None:
        law_of_form(verdict)
        law_of_figures(comparison, verdict)
        law_of_data(comparison, verdict)

    laws(comparison.verdict)
    with pytest.raises(AssertionError):
        laws(wrong(comparison))


def _revised() -> Comparison:
    """Compare a framework with itself on other data."""
    text, frame = render(EXAMPLE)
    framework = idx.loads(text)
    other = render(flat({"a": (1.0, 2.0, 4.0), "b": (3.0, 4.0, 2.0)}))[1]
    sides = [Side(name, framework, framework.evaluate(data)) for name, data in (("a", frame), ("b", other))]
    return compare(sides[0], sides[1], Wanted(attributed=False, printed=PRINTED))
