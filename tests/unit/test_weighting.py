"""Weightings that look at the whole tree: shares of the whole, numbers of indicators; and depth by reference."""

from __future__ import annotations

from fractions import Fraction

from idx import loads
from idx.graph import effective_weights
from idx.model import Composite
from idx.project.versions import compile_text
from idx.source import Source

HEAD = 'framework w\nversion "1"\nmethod {\n  normalise none\n  weighting equal\n  aggregate arithmetic\n}\n'


def weights(tree: str) -> dict[str, Fraction]:
    """Return the indicators' weights in the whole."""
    model = loads(HEAD + tree).model
    whole = effective_weights(model, model.roots[0])
    return {name: weight for name, weight in whole.items() if not isinstance(model.nodes[name], Composite)}


def test_shares_of_the_whole() -> None:
    """Each indicator weighs in the whole what it states, however deep it stands."""
    tree = """index total weighting of_total {
  x {
    a weight 10%
    inner {
      b weight 0.15
      c weight 1/20
    }
  }
  d weight 70%
}
"""
    assert weights(tree) == {"a": Fraction(1, 10), "b": Fraction(3, 20), "c": Fraction(1, 20), "d": Fraction(7, 10)}


def test_a_composite_may_weigh_its_own_way_above_stated_shares() -> None:
    """In `method` it holds for all composites that state nothing else."""
    text = (HEAD + "index total {\n  x {\n    a weight 30%\n    b weight 30%\n  }\n  c weight 40%\n}\n").replace(
        "weighting equal", "weighting of_total"
    )
    model = loads(text).model
    assert effective_weights(model, "total")["a"] == Fraction(3, 10)


def test_numbers_of_indicators() -> None:
    """All indicators weigh the same, however they are grouped."""
    tree = """index total weighting by_indicators {
  x weighting by_indicators {
    a
    inner weighting by_indicators {
      b
      c
    }
  }
  d
}
"""
    assert set(weights(tree).values()) == {Fraction(1, 4)}


def test_depth_by_reference() -> None:
    """Composites that refer to one another may stand as deep as braces, no deeper."""

    def chain(length: int) -> list[str]:
        trees = "".join(f"index r{at} {{\n  r{at + 1}\n}}\n" for at in range(length))
        text = HEAD + trees + f"index r{length} {{\n  a\n}}\n"
        return [item.code for item in compile_text(Source("f.idx", text)).diagnostics]

    assert chain(63) == []
    assert chain(64) == ["IDX006"]
    assert chain(3_000) == ["IDX006"]
