"""The worked examples of a method, run through the language and the engine: what its page says it gives."""

from __future__ import annotations

from fractions import Fraction
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from idx.diagnostics import Collector, IdxError, Wording, choose_from, did_you_mean
from idx.evaluate import evaluate
from idx.methods import registry
from idx.methods.values import Scale
from idx.model import Composite
from idx.panel import read_panel
from idx.plan import make_plan
from idx.resolve import resolve
from idx.resolve.bind import UNKNOWN_METHOD
from idx.resolve.foreign import RULES
from idx.source import Source
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.evaluate.result import Result
    from idx.methods.contracts import Example, Method
    from idx.model import Framework

    Numbers = Sequence[float | None]

CLOSE = 1e-12
LEVELS = "normalise goalposts(worst = 0, best = 1, clip = low)\nweighting relative\n"
PLAIN = "weighting equal\naggregate arithmetic\nmissing null"
OTHER = 0.5  # what the other entity scores on every child


class ExampleResult(NamedTuple):
    """A worked example, and what the engine gives for it."""

    example: Example
    got: tuple[float | None, ...]

    @property
    def right(self) -> bool:
        """Whether it gives what the example says, missing values included."""
        return len(self.got) == len(self.example.gives) and all(map(_same, self.got, self.example.gives))

    @property
    def shown(self) -> Wording:
        """The call, what it gives and what it should give."""
        call, gives, should = self.example.call, _shown(self.got), _shown(self.example.gives)
        return Wording(
            f"{call}: gives {gives}, and its page says {should}", f"{call}：结果为 {gives}，而说明中为 {should}"
        )

    def __str__(self) -> str:
        """Return the same in English."""
        return self.shown.en


def check_examples(kind: str, name: str) -> tuple[ExampleResult, ...]:
    """Run the worked examples of a method as a user would write them, and return what each gives.

    Args:
        kind: the property of the language that the method serves, such as `normalise`.
        name: the method's name; one that another distribution offers has to be installed.

    Raises:
        IdxError: if there is no such method, or it is offered and cannot be had, or an example cannot be carried out.
    """
    entry = registry.find(kind, name) if kind in registry.KINDS else None
    if entry is None:
        raise IdxError(tuple(_unfound(kind, name).items))
    return tuple(ExampleResult(example, tuple(_run(entry, example))) for example in entry.examples)


def _unfound(kind: str, name: str) -> Collector:
    fault = registry.fault(kind, name) if kind in registry.KINDS else None
    if fault is not None:
        return Collector().add(RULES[fault.sort], fault.message, help=fault.advice)
    known = registry.names(kind) if kind in registry.KINDS else tuple(registry.KINDS)
    message = Wording(f"there is no method `{kind} {name}`", f"没有方法 `{kind} {name}`")
    help_ = did_you_mean(name if kind in registry.KINDS else kind, known, otherwise=choose_from(known))
    return Collector().add(UNKNOWN_METHOD, message, help=help_)


def _same(got: float | None, said: float | None) -> bool:
    if got is None or said is None:
        return got is said
    return isclose(got, said, rel_tol=CLOSE, abs_tol=CLOSE)


def _shown(values: Numbers) -> str:
    return ", ".join("–" if value is None else f"{value:.12g}" for value in values)


def _model(method: str, tree: str = "  x\n  y\n", before: str = "") -> Framework:
    """Return a framework with a method block of these lines."""
    text = f'framework example\nversion "1"\n{before}method {{\n{method}\n}}\nindex total {{\n{tree}}}\n'
    return resolve(parse(Source("<example>", text)).unwrap()).unwrap()


def _evaluated(model: Framework, data: pl.DataFrame) -> Result:
    panel = read_panel(model, Path(), {"": data}).unwrap()
    return evaluate(make_plan(model), panel).unwrap()


def _frame(values: Numbers, *, by: str) -> pl.DataFrame:
    """Return one indicator's values, along periods or across entities."""
    keys: dict[str, list[str]] = {
        "period": [str(2019 + step) for step in range(len(values))],
        "entity": [f"E{number:02}" for number in range(len(values))],
    }
    return pl.DataFrame({by: keys[by], "x": pl.Series(values, dtype=pl.Float64), "y": [1.0] * len(values)})


def _run(entry: Method[Any], example: Example) -> Numbers:  # noqa: PLR0911 - a case a kind
    """Return what the engine gives for an example."""
    call, given = example.call, example.given
    match entry.kind:
        case "normalise":
            along = entry.yields is Scale.GROWTH or any(item.name == "base" for item in registry.parameters(entry))
            model = _model(f"normalise {call}\n{PLAIN}")
            return list(_evaluated(model, _frame(given, by="period" if along else "entity")).scores["x"])
        case "convert" | "across":
            return _read(entry, example)
        case "impute":
            return _filled(entry, example)
        case "treat":
            model = _model(f"treat {call}\nnormalise none\n{PLAIN}")
            return list(_evaluated(model, _frame(given, by="entity")).stage("treated")["x"])
        case "weighting":
            return (_computed_weights if entry.computed else _weights)(entry, example)
        case "then":
            model = _model(f"normalise none then {call}\n{PLAIN}")
            return list(_evaluated(model, _frame(given, by="entity")).scores["x"])
        case "aggregate":
            return [_combined(f"aggregate {call}\nmissing null", example)]
        case "missing":
            return [_combined(f"aggregate arithmetic\nmissing {call}", example)]
        case _:
            return _linked(call, given)


def _read(entry: Method[Any], example: Example) -> Numbers:
    """Return what reading the example's quarters, or its members, gives."""
    given = pl.Series(example.given, dtype=pl.Float64)
    if entry.kind == "convert":
        quarters = [f"{year}Q{part}" for year in (2020, 2021) for part in range(1, 5)]
        data = pl.DataFrame({"period": quarters, "x": pl.concat([given, pl.Series([1.0] * 4)])})
        model = _model(f"periods 2020..2020\nnormalise none\n{PLAIN}", f"  x convert {example.call}\n")
        return list(_evaluated(model, data).raw["x"])
    weights = pl.Series(example.weights or [1.0] * len(given), dtype=pl.Float64)
    made = 'series gdp across sum\nentity made where entity is not "made"\n'
    model = _model(f"normalise none\n{PLAIN}", f"  x across {example.call}\n  y across sum\n", made)
    data = _frame(list(given), by="entity").with_columns(gdp=weights)
    return list(_evaluated(model, data).raw.filter(entity="made")["x"])


def _filled(entry: Method[Any], example: Example) -> Numbers:
    series = "".join(f"series {name}\n" for name, _ in example.beside)
    model = _model(f"impute {entry.places[0]} by {example.call}\nnormalise none\n{PLAIN}", before=series)
    columns = [pl.Series(name, values, dtype=pl.Float64) for name, values in example.beside]
    return list(_evaluated(model, _frame(example.given, by="period").with_columns(columns)).raw["x"])


def _weights(entry: Method[Any], example: Example) -> Numbers:
    tree = "".join(
        f"  c{number}{'' if share is None else f' weight {share}'}\n" for number, share in enumerate(example.given)
    )
    aggregate = "arithmetic" if entry.sums_to_one else "sum"
    lines = f"normalise none\nweighting {example.call}\naggregate {aggregate}"
    total = _model(lines.replace("weighting as_written\n", ""), tree).nodes["total"]
    return [float(child.weight) for child in total.children] if isinstance(total, Composite) else []


def _computed_weights(entry: Method[Any], example: Example) -> Numbers:
    """Return the first entity's weights of children with the example's scores, those of each child together."""
    del entry
    children, entities = len(example.gives), len(example.given) // len(example.gives)
    columns = {
        f"c{number}": pl.Series(example.given[number * entities : (number + 1) * entities], dtype=pl.Float64)
        for number in range(children)
    }
    tree = "".join(f"  {name}\n" for name in columns)
    model = _model(f"{LEVELS.splitlines()[0]}\nweighting {example.call}\naggregate arithmetic", tree)
    data = pl.DataFrame({"entity": [f"E{number:02}" for number in range(entities)], **columns})
    table = _evaluated(model, data).table
    return [table.filter(node=name, entity="E00")["weight"].item() for name in columns]


def _combined(lines: str, example: Example) -> float | None:
    """Return the total of children with the example's scores and weights."""
    tree = "".join(f"  c{number} weight {Fraction(str(weight))}\n" for number, weight in enumerate(example.weights))
    columns = {f"c{number}": pl.Series([score, OTHER], dtype=pl.Float64) for number, score in enumerate(example.given)}
    data = pl.DataFrame({"entity": ["A", "B"], **columns})
    value: float | None = _evaluated(_model(LEVELS + lines, tree), data).scores["total"][0]
    return value


def _linked(call: str, given: Numbers) -> Numbers:
    """Return the index of growth: the differences of its values are the example's growth."""
    steps = [step or 0.0 for step in given]
    values = [None if at and given[at] is None else sum(steps[: at + 1]) for at in range(len(given))]
    model = _model(f"normalise difference\n{PLAIN}\nlink {call}", "  x\n")
    return list(_evaluated(model, _frame(values, by="period")).indices["total"])
