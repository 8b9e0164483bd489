"""Laws of another reference: what is rescaled or rebased is said to be, exactly; what is not so never is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import idx
from examples import lopsided
from idx.analysis import judge as judging
from idx.analysis.reference import Reference, reference_of
from idx.analysis.words import Word
from idx.project.compare import Comparison, Wanted, compare
from idx.project.sides import Side
from rendering import render
from strategies import PLAIN, Scope, growth_descriptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from descriptions import Description
    from idx.analysis.comparison import Pair
    from idx.evaluate.result import Result

Recogniser: TypeAlias = "Callable[[Result, Result, Sequence[Pair]], Reference | None]"

FACTORS = (Fraction(10), Fraction(1, 10), Fraction(3), Fraction(1, 3), Fraction(5, 4))
LEVELS = Scope(over_index=True)


def side_of(description: Description, perturbed: float = 1.0) -> Side:
    """Evaluate a described framework; one figure of the last period is multiplied."""
    text, frame = render(description)
    framework = idx.loads(text)
    if perturbed != 1.0:
        long = "value" in frame.columns
        column = "value" if long else next(name for name in frame.columns if name not in {"entity", "period"})
        rows = pl.int_range(pl.len()) == frame.with_row_index("row").filter(pl.col(column).is_not_null())["row"].max()
        frame = frame.with_columns(pl.when(rows).then(pl.col(column) * perturbed).otherwise(column))
    return Side("", framework, framework.evaluate(frame))


def on(description: Description, *, base: int | None = None, factor: Fraction = Fraction(1)) -> Description:
    """Give a description on another reference."""
    assert description.chain is not None
    chain = description.chain
    value = chain.value * factor
    number = int(value) if value.denominator == 1 else float(value)
    return replace(description, chain=replace(chain, base=base or chain.base, value=number))  # type: ignore[arg-type]


def compared(recogniser: Recogniser, before: Side, after: Side) -> Comparison:
    """Compare two versions whose references a recogniser tells."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "reference_of", recogniser)
        return compare(before, after, Wanted(attributed=False))


def factors_in(comparison: Comparison) -> dict[tuple[str, str | None], list[float]]:
    """Give what each node and entity is multiplied by, in every period."""
    assert comparison.values is not None
    found: dict[tuple[str, str | None], list[float]] = defaultdict(list)
    for row in comparison.values.iter_rows(named=True):
        if row["before"] and row["after"] is not None:
            found[row["node"], row["entity"]].append(row["after"] / row["before"])
    return found


# ── The laws ─────────────────────────────────────────────────────────────────────────────────────────────────


def law_rescaled(recogniser: Recogniser, description: Description, factor: Fraction) -> None:
    """Another value at the base is RESCALED by the exact factor, and every value is the old one times that."""
    before, after = side_of(description), side_of(on(description, factor=factor))
    comparison = compared(recogniser, before, after)
    assert comparison.verdict.words == (Word.RESCALED,)
    (told,) = comparison.verdict.factors
    written = after.framework.model.nodes[after.framework.model.roots[0]].link
    assert written is not None
    assert told * Fraction(str(description.chain.value if description.chain else 0)) == Fraction(
        str(written.arguments["value"])
    )
    for own in factors_in(comparison).values():
        assert all(each == pytest.approx(float(told), rel=1e-9) for each in own)


def law_rebased(recogniser: Recogniser, description: Description, base: int) -> None:
    """Another base is REBASED: each node and entity has a factor of its own, and growth is as it was."""
    before, after = side_of(description), side_of(on(description, base=base))
    comparison = compared(recogniser, before, after)
    for own in factors_in(comparison).values():
        assert all(each == pytest.approx(own[0], rel=1e-9) for each in own)
    assert comparison.values is not None
    moved = comparison.values.filter(pl.col("difference").abs() > 1e-9).height
    assert comparison.verdict.words == ((Word.REBASED,) if moved else (Word.SAME,))


def law_perturbed(recogniser: Recogniser, description: Description, base: int, by: float) -> None:
    """Where a figure is another one too, no version is merely rebased: it is not said that growth is unchanged."""
    before, after = side_of(description), side_of(on(description, base=base), by)
    comparison = compared(recogniser, before, after)
    constant = all(each == pytest.approx(own[0], rel=1e-9) for own in factors_in(comparison).values() for each in own)
    assert constant or comparison.verdict.words != (Word.REBASED,)


def law_falsified(recogniser: Recogniser, description: Description, base: int) -> None:
    """A result of which one value is not what its definitions say is no other reference."""
    before, after = side_of(description), side_of(on(description, base=base))
    assert after.result is not None
    root = description.root.name
    column = after.result.index_columns[root]
    false = column.scatter(column.len() - 1, column[-1] * 1.001 + 0.001)
    wrong = replace(after.result, index_columns=after.result.index_columns.with_columns(false))
    verdict = compared(recogniser, before, after._replace(result=wrong)).verdict
    assert verdict.reference is None
    assert verdict.heaviest in {Word.COMPARABLE, Word.BREAK}


def law_levels(recogniser: Recogniser, description: Description, base: int) -> None:
    """Where a composite combines levels of indices, their base weighs them: it is never REBASED."""
    comparison = compared(recogniser, side_of(description), side_of(on(description, base=base)))
    assert Word.REBASED not in comparison.verdict.words


def periods(description: Description) -> st.SearchStrategy[int]:
    """Draw a period that is not the base."""
    assert description.chain is not None
    return st.sampled_from([period for period in description.periods if period != description.chain.base])


@given(description=growth_descriptions(PLAIN), factor=st.sampled_from(FACTORS))
def test_another_value_is_rescaled(description: Description, factor: Fraction) -> None:
    """The law of rescaling holds; over levels of indices too, which all have the factor."""
    law_rescaled(reference_of, description, factor)


@given(description=growth_descriptions(LEVELS), factor=st.sampled_from(FACTORS))
def test_another_value_is_rescaled_over_levels(description: Description, factor: Fraction) -> None:
    """The law of rescaling holds over levels of indices, which all have the factor."""
    law_rescaled(reference_of, description, factor)


@given(description=growth_descriptions(PLAIN), data=st.data())
def test_another_base_is_rebased(description: Description, data: st.DataObject) -> None:
    """The law of rebasing holds."""
    law_rebased(reference_of, description, data.draw(periods(description)))


@given(description=growth_descriptions(PLAIN), data=st.data(), by=st.sampled_from((1.001, 1.5, 0.5)))
def test_a_revised_figure_is_not_only_rebased(description: Description, data: st.DataObject, by: float) -> None:
    """The law of the perturbed figure holds."""
    law_perturbed(reference_of, description, data.draw(periods(description)), by)


@given(description=growth_descriptions(PLAIN), data=st.data())
def test_a_false_figure_is_never_rebased(description: Description, data: st.DataObject) -> None:
    """The law of the falsified result holds."""
    law_falsified(reference_of, description, data.draw(periods(description)))


# ── Wrong recognisers ────────────────────────────────────────────────────────────────────────────────────────


def by_definition(before: Result, after: Result, pairs: Sequence[Pair]) -> Reference | None:
    """Believe definitions, whatever the figures are."""
    del pairs
    links = [result.framework.nodes[result.framework.roots[0]].link for result in (before, after)]
    assert links[0] is not None
    assert links[1] is not None
    word = Word.RESCALED if links[0].arguments["base"] == links[1].arguments["base"] else Word.REBASED
    factor = Fraction(str(links[1].arguments["value"])) / Fraction(str(links[0].arguments["value"]))
    return Reference(word, (factor,) if word is Word.RESCALED else (), (before, before))


def never(before: Result, after: Result, pairs: Sequence[Pair]) -> None:
    """Take every change of a link for one of meaning."""
    del before, after, pairs


def inverted(before: Result, after: Result, pairs: Sequence[Pair]) -> Reference | None:
    """Tell factors the wrong way round."""
    found = reference_of(before, after, pairs)
    return found and found._replace(factors=tuple(1 / factor for factor in found.factors))


def one_factor(before: Result, after: Result, pairs: Sequence[Pair]) -> Reference | None:
    """Ask for one factor of all nodes, as if a rebased index were rescaled."""
    found = reference_of(before, after, pairs)
    if found is None:
        return None
    own = {round(last / first, 6) for _, first, last in _ends(before, after) if first and last}
    return found if len(own) == 1 else None


def _ends(before: Result, after: Result) -> list[tuple[str, float | None, float | None]]:
    names = before.index_columns.columns
    return [(name, before.index_columns[name][-1], after.index_columns[name][-1]) for name in names]


@pytest.mark.parametrize("wrong", [never, inverted])
def test_a_wrong_recogniser_breaks_rescaling(wrong: Recogniser) -> None:
    """The law of rescaling can fail."""
    law_rescaled(reference_of, lopsided(), Fraction(10))
    with pytest.raises(AssertionError):
        law_rescaled(wrong, lopsided(), Fraction(10))


@pytest.mark.parametrize("wrong", [never, one_factor])
def test_a_wrong_recogniser_breaks_rebasing(wrong: Recogniser) -> None:
    """The law of rebasing can fail."""
    law_rebased(reference_of, lopsided(), 2021)
    with pytest.raises(AssertionError):
        law_rebased(wrong, lopsided(), 2021)


def test_belief_in_definitions_breaks_the_laws_of_figures() -> None:
    """The laws of perturbed and false figures, and that of levels, can fail."""
    over = replace(
        lopsided(), root=replace(lopsided().root, aggregate=replace(lopsided().root.aggregate, over_index=True))
    )
    law_perturbed(reference_of, lopsided(), 2021, 1.5)
    law_falsified(reference_of, lopsided(), 2021)
    law_levels(reference_of, over, 2021)
    with pytest.raises(AssertionError):
        law_perturbed(by_definition, lopsided(), 2021, 1.5)
    with pytest.raises(AssertionError):
        law_falsified(by_definition, lopsided(), 2021)
    with pytest.raises(AssertionError):
        law_levels(by_definition, over, 2021)


@given(description=growth_descriptions(LEVELS), data=st.data())
def test_levels_of_indices_are_never_rebased(description: Description, data: st.DataObject) -> None:
    """The law of levels holds, where there is a composite of levels."""
    root = description.root
    over = replace(description, root=replace(root, aggregate=replace(root.aggregate, over_index=True)))
    law_levels(reference_of, over, data.draw(periods(over)))
