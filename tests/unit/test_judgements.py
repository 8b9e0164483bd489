"""Weights from judgements: pairwise comparisons with their consistency, and experts' points."""

from __future__ import annotations

from fractions import Fraction
from math import fsum, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

import idx
from idx.methods.weight.ahp import consistency_ratio
from idx.model import Composite
from idx.project.checking import check_framework

TEXT = """framework example
version "1"
method {{
  normalise none
  aggregate arithmetic
}}
index total weighting {weighting} {{
{children}
}}
"""


def loaded(weighting: str, children: str = "abc") -> idx.Framework:
    """Return a framework whose root is weighed so."""
    return idx.loads(TEXT.format(weighting=weighting, children="\n".join(f"  {name}" for name in children)))


def weights(weighting: str, children: str = "abc") -> list[Fraction]:
    """Return the exact weights."""
    total = loaded(weighting, children).model.nodes["total"]
    assert isinstance(total, Composite)
    return [child.weight for child in total.children]


def test_saaty_s_example() -> None:
    """The example of Saaty (1980) for three criteria: 0.637, 0.258, 0.105, with a consistency ratio of 0.033."""
    found = weights("ahp(a = over(b = 3, c = 5), b = over(c = 3))")
    assert [round(float(weight), 3) for weight in found] == [0.637, 0.258, 0.105]
    assert sum(found) == 1


@given(st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_consistent_judgements_are_their_own_weights(parts: list[int]) -> None:
    """Ratios of any weights give these weights, without a contradiction."""
    a, b, c = (Fraction(part) for part in parts)
    found = weights(f"ahp(a = over(b = {a / b}, c = {a / c}), b = over(c = {b / c}))")
    assert [float(weight) for weight in found] == pytest.approx([float(part / (a + b + c)) for part in (a, b, c)])


@given(
    st.lists(
        st.sampled_from([Fraction(1, 9), Fraction(1, 3), Fraction(1), Fraction(2), Fraction(7)]), min_size=3, max_size=3
    )
)
def test_of_three_the_vector_is_the_geometric_mean_of_rows(times: list[Fraction]) -> None:
    """For three children the eigenvector is known in closed form: the geometric means of the rows."""
    ab, ac, bc = map(float, times)
    rows = ((1, ab, ac), (1 / ab, 1, bc), (1 / ac, 1 / bc, 1))
    means = [prod(row) ** (1 / 3) for row in rows]
    found = weights(f"ahp(a = over(b = {times[0]}, c = {times[1]}), b = over(c = {times[2]}))")
    assert [float(weight) for weight in found] == pytest.approx([mean / fsum(means) for mean in means])


def test_contradictions_are_warned_of() -> None:
    """A consistency ratio above 0.1 is a warning that holds the number, and evaluation goes on."""
    framework = loaded("ahp(a = over(b = 9, c = 1/9), b = over(c = 9))")
    found = [item for item in check_framework(framework).diagnostics if item.code == "IDX241"]
    assert len(found) == 1
    assert found[0].severity.name == "WARNING"
    assert "the consistency ratio is" in found[0].message.en
    consistent = loaded("ahp(a = over(b = 3, c = 5), b = over(c = 3))")
    assert "IDX241" not in {item.code for item in check_framework(consistent).diagnostics}


def test_consistency_ratio() -> None:
    """The ratio of Saaty's example, and none for two children, who cannot contradict one another."""
    np = pytest.importorskip("numpy")
    matrix = np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    assert consistency_ratio(matrix) == pytest.approx(0.0332, abs=5e-4)
    assert consistency_ratio(np.array([[1, 9], [1 / 9, 1]])) == 0


def test_points_of_experts() -> None:
    """Each expert counts the same, whatever the budget; nothing said is nothing given."""
    found = weights("budget_allocation(zhang = points(a = 50, b = 30, c = 20), li = points(a = 1, c = 1))")
    assert found == [Fraction(1, 2), Fraction(3, 20), Fraction(7, 20)]


@pytest.mark.parametrize(
    ("weighting", "said"),
    [
        ("ahp(a = over(b = 3, c = 5))", "`b` and `c` are not compared"),
        ("ahp(a = over(b = 3, c = 5), b = over(a = 1/2, c = 3))", "not reciprocal"),
        ("ahp(a = over(b = 0, c = 5), b = over(c = 3))", "`a` over `b` is 0"),
        ("ahp(a = over(a = 2, b = 3, c = 5), b = over(c = 3))", "compared with itself"),
        ("ahp(a = over(b = 3, c = 5), b = over(d = 3))", "it has no child `d`"),
        ("ahp(a = over(b = 3, c = 5), d = over(c = 3))", "it has no child `d`"),
        ("ahp(a = points(b = 3))", "`a` takes numbers given to names, such as `over("),
        ("ahp(over(b = 3))", "takes this argument only by its name"),
        ("budget_allocation", "no expert hands out points"),
        ("budget_allocation(zhang = points(a = 0))", "negative or none"),
        ("budget_allocation(zhang = points(a = 2, b = -1))", "negative or none"),
        ("budget_allocation(zhang = points(a = 2, e = 1))", "it has no child `e`"),
    ],
)
def test_what_is_refused(weighting: str, said: str) -> None:
    """Every fault is named at its place."""
    with pytest.raises(idx.IdxError) as refused:
        loaded(weighting)
    assert said in refused.value.diagnostics[0].message.en


def test_judgements_follow_a_rename() -> None:
    """An edit that renames a child renames it in the judgements too."""
    framework = loaded("ahp(a = over(b = 3, c = 5), b = over(c = 3))")
    renamed = framework.edited("rename b -> second\n").unwrap()
    total = renamed.model.nodes["total"]
    assert isinstance(total, Composite)
    assert str(total.weighting) == "ahp(a = over(second = 3, c = 5), second = over(c = 3))"
