"""Every method's worked examples come out as its page says, run through the language and the engine."""

from __future__ import annotations

import pytest

from idx import check_examples
from idx.analysis.examples import ExampleResult
from idx.methods import registry
from idx.methods.contracts import Example
from idx.project.manual import page

ENTRIES = [(kind, name) for kind in registry.KINDS for name in registry.built_in(kind)]


@pytest.mark.parametrize(("kind", "name"), ENTRIES, ids=map(" ".join, ENTRIES))
def test_examples(kind: str, name: str) -> None:
    """Each example gives what it says, missing values included."""
    results = check_examples(kind, name)
    assert results
    assert all(result.right for result in results), "\n".join(str(item) for item in results if not item.right)


def test_an_example_can_be_wrong() -> None:
    """An example is wrong where a number differs, a value is missing, or there are more or fewer."""
    example = Example("none", (1, None), (1, None))
    assert ExampleResult(example, (1.0, None)).right
    assert not ExampleResult(example, (1.0 + 1e-9, None)).right
    assert not ExampleResult(example, (1.0, 0.0)).right
    assert not ExampleResult(example, (None, None)).right
    assert not ExampleResult(example, (1.0,)).right


@pytest.mark.parametrize("kind", registry.KINDS)
def test_every_method_is_documented(kind: str) -> None:
    """A method's page says what it does, where it comes from, what its arguments are, and shows examples."""
    for name in registry.built_in(kind):
        entry = registry.find(kind, name)
        assert entry is not None
        assert entry.name == name
        assert entry.kind == kind
        assert entry.examples
        shown = page(entry)
        assert entry.examples[0].call in shown
        assert "Args:" not in shown
        for parameter in registry.parameters(entry):
            assert f"  {parameter.name}: " in shown
