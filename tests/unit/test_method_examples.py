"""Every method's worked examples come out as its page says, run through the language and the engine."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from idx import loads
from idx.methods import registry
from idx.methods.contracts import Scale
from idx.model import Composite
from idx.project.manual import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.methods.contracts import Example, Method


def frame(values: Sequence[float | None], *, by: str) -> pl.DataFrame:
    """Return one indicator's values, along periods or across entities."""
    keys: dict[str, list[str]] = {
        "period": [str(2019 + step) for step in range(len(values))],
        "entity": [f"E{number:02}" for number in range(len(values))],
    }
    return pl.DataFrame({by: keys[by], "x": pl.Series(values, dtype=pl.Float64), "y": [1.0] * len(values)})


def text(method: str, tree: str = "  x\n  y\n") -> str:
    """Return a framework with a method block of these lines."""
    return f'framework example\nversion "1"\nmethod {{\n{method}\n}}\nindex total {{\n{tree}}}\n'


PLAIN = "normalise none\nweighting equal\naggregate arithmetic\nmissing null"
LEVELS = "normalise goalposts(worst = 0, best = 1, clip = low)\nweighting relative\n"
OTHER = 0.5  # what the other entity scores on every child


def run(entry: Method[Any], example: Example) -> Sequence[float | None]:  # noqa: PLR0911 - a case a kind
    """Return what the engine gives for an example."""
    call, given = example.call, example.given
    match entry.kind:
        case "normalise":
            along = entry.yields is Scale.GROWTH or any(item.name == "base" for item in registry.parameters(entry))
            framework = loads(text(f"normalise {call}\nweighting equal\naggregate arithmetic\nmissing null"))
            return list(framework.evaluate(frame(given, by="period" if along else "entity")).scores["x"])
        case "impute":
            impute = f"impute {entry.places[0]} by {call}\nnormalise difference\nweighting equal"
            framework = loads(text(f"{impute}\naggregate arithmetic\nmissing null"))
            return list(framework.evaluate(frame(given, by="period")).raw["x"])
        case "treat":
            framework = loads(
                text(f"treat {call}\nnormalise none\nweighting equal\naggregate arithmetic\nmissing null")
            )
            return list(framework.evaluate(frame(given, by="entity")).stage("treated")["x"])
        case "weighting" if entry.computed:
            return computed_weights(call, example)
        case "weighting":
            tree = "".join(
                f"  c{number}{'' if share is None else f' weight {share}'}\n" for number, share in enumerate(given)
            )
            aggregate = "arithmetic" if entry.sums_to_one else "sum"
            lines = f"normalise none\nweighting {call}\naggregate {aggregate}"
            model = loads(text(lines.replace("weighting as_written\n", ""), tree)).model
            total = model.nodes["total"]
            assert isinstance(total, Composite)
            return [float(child.weight) for child in total.children]
        case "then":
            framework = loads(text(f"normalise none then {call}\nweighting equal\naggregate arithmetic\nmissing null"))
            return list(framework.evaluate(frame(given, by="entity")).scores["x"])
        case "aggregate" | "missing":
            lines = (
                f"aggregate {call}\nmissing null"
                if entry.kind == "aggregate"
                else f"aggregate arithmetic\nmissing {call}"
            )
            return [combined(lines, example)]
        case _:
            # Differences of these values are the example's growth.
            steps = [step or 0.0 for step in given]
            values = [None if at and given[at] is None else sum(steps[: at + 1]) for at in range(len(given))]
            link = f"normalise difference\nweighting equal\naggregate arithmetic\nmissing null\nlink {call}"
            return list(loads(text(link, "  x\n")).evaluate(frame(values, by="period")).indices["total"])


def computed_weights(call: str, example: Example) -> list[float]:
    """Return the first entity's weights of children with the example's scores, those of each child together."""
    children, entities = len(example.gives), len(example.given) // len(example.gives)
    columns = {
        f"c{number}": pl.Series(example.given[number * entities : (number + 1) * entities], dtype=pl.Float64)
        for number in range(children)
    }
    tree = "".join(f"  {name}\n" for name in columns)
    framework = loads(text(f"{LEVELS.splitlines()[0]}\nweighting {call}\naggregate arithmetic", tree))
    data = pl.DataFrame({"entity": [f"E{number:02}" for number in range(entities)], **columns})
    table = framework.evaluate(data).table
    return [table.filter(node=name, entity="E00")["weight"].item() for name in columns]


def read(entry: Method[Any], example: Example) -> Sequence[float | None]:
    """Return what reading the example's quarters, or its members, gives."""
    given = pl.Series(example.given, dtype=pl.Float64)
    if entry.kind == "convert":
        quarters = [f"{year}Q{part}" for year in (2020, 2021) for part in range(1, 5)]
        data = pl.DataFrame({"period": quarters, "x": pl.concat([given, pl.Series([1.0] * 4)])})
        framework = loads(text(f"periods 2020..2020\n{PLAIN}", f"  x convert {example.call}\n"))
        return list(framework.evaluate(data).raw["x"])
    weights = pl.Series(example.weights or [1.0] * len(given), dtype=pl.Float64)
    beside = 'series gdp across sum\nentity made where entity is not "made"\nmethod {'
    tree = f"  x across {example.call}\n  y across sum\n"
    framework = loads(text(PLAIN, tree).replace("method {", beside))
    return list(
        framework.evaluate(frame(list(given), by="entity").with_columns(gdp=weights)).raw.filter(entity="made")["x"]
    )


def combined(lines: str, example: Example) -> float | None:
    """Return the total of children with the example's scores and weights."""
    tree = "".join(f"  c{number} weight {Fraction(str(weight))}\n" for number, weight in enumerate(example.weights))
    columns = {f"c{number}": pl.Series([score, OTHER], dtype=pl.Float64) for number, score in enumerate(example.given)}
    data = pl.DataFrame({"entity": ["A", "B"], **columns})
    value: float | None = loads(text(LEVELS + lines, tree)).evaluate(data).scores["total"][0]
    return value


ENTRIES = [
    (entry, example)
    for kind in registry.KINDS
    for name in registry.names(kind)
    if (entry := registry.find(kind, name)) is not None
    for example in entry.examples
]


@pytest.mark.parametrize(("entry", "example"), ENTRIES, ids=[example.call for _, example in ENTRIES])
def test_example(entry: Method[Any], example: Example) -> None:
    """An example gives what it says, missing values included."""
    got = (read if entry.kind in {"convert", "across"} else run)(entry, example)
    assert len(got) == len(example.gives)
    for number, expected in zip(got, example.gives, strict=True):
        assert number == (None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-12))


@pytest.mark.parametrize("kind", registry.KINDS)
def test_every_method_is_documented(kind: str) -> None:
    """A method's page says what it does, where it comes from, what its arguments are, and shows examples."""
    for name in registry.names(kind):
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
