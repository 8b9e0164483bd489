"""Small forms of what the fuzz run found, each by a test of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl
import pytest

from idx import IdxError, graph, loads
from idx.check import check
from idx.evaluate import evaluate
from idx.plan import make_plan
from idx.project.fix import mend
from idx.project.versions import compile_text
from idx.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from idx.model import Framework

METHOD = "method {\n  normalise none\n  weighting equal\n  aggregate arithmetic\n}\n"
HEAD = 'framework f\nversion "1"\n' + METHOD


def codes(text: str) -> list[str]:
    """Return the codes found in a text."""
    return [item.code for item in compile_text(Source("f.idx", text)).diagnostics]


def test_a_composite_of_nothing_combines_nothing() -> None:
    """Empty braces under an aggregation that asks something of its children are reported as what they are."""
    assert codes(HEAD + "index total aggregate geometric(zero = keep) {\n}\n") == ["IDX211"]


def test_a_property_without_its_value_is_not_taken_for_misspelt() -> None:
    """A keyword that is well spelt is no misspelling of itself, and no edit offers it."""
    source = Source("f.idx", "framework e direction")
    assert mend(source).applied == ()
    assert all(item.edits == () for item in compile_text(source).diagnostics)


def test_no_period_can_be_read() -> None:
    """A column of periods that are none is reported cell by cell, in a table that names entities too."""
    frame = pl.DataFrame({"entity": ["X", "Y"], "period": ["now", "then"], "a": ["1", "2"]})
    with pytest.raises(IdxError, match="`now` is no period"):
        loads(HEAD + "index total {\n  a\n}\n").evaluate(frame)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the frameworks whose graphs are built from now on."""
    names: list[str] = []
    build = graph.build

    def counted(framework: Framework) -> graph.Graph:
        names.append(framework.name)
        return build(framework)

    monkeypatch.setattr(graph, "build", counted)
    return names


def test_many_trees_build_one_graph(built: list[str]) -> None:
    """The work of checking grows with the trees, not with their square."""
    trees = "".join(f"index r{tree} {{\n  a{tree} unit %\n  b{tree} unit %\n}}\n" for tree in range(30))
    model = loads(HEAD + trees).model
    built.clear()
    check(model)
    assert built == ["f"]


def test_many_composites_past_levels_build_one_graph(built: list[str]) -> None:
    """So does the work of planning and of evaluating."""
    tree = "".join(f"  c{n} {{\n    p{n} {{\n      a{n}\n      b{n}\n    }}\n  }}\n" for n in range(20))
    method = METHOD.replace("none", "symmetric_growth").replace("arithmetic", "arithmetic over indicators")
    text = HEAD.replace(METHOD, method.replace("}", "  link chain(base = 2019, value = 100)\n}"))
    framework = loads(f"{text}index total {{\n{tree}}}\n")
    built.clear()
    plan = make_plan(framework.model)
    assert built == ["f"]
    columns = {f"{letter}{n}": [0, 1, n] for letter in "ab" for n in range(20)}
    panel = framework.read(pl.DataFrame({"period": ["2019", "2020", "2021"], **columns, "a0": [1, 1, 1]}))
    assert evaluate(plan, panel).value is None  # some begin at zero, which asks for all that they combine
    assert built == ["f", "f"]


@pytest.mark.parametrize("raised", [pl.exceptions.PanicException, pl.exceptions.ComputeError])
def test_a_damaged_parquet_file_is_reported(
    raised: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever its reader does with damaged bytes, the file is named, and the reader's own words are not heard."""

    def reads(_: object) -> pl.DataFrame:
        os.write(2, b"thread panicked\n")
        raise raised("assertion failed")

    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and so on")
    monkeypatch.setattr(pl, "read_parquet", reads)
    with pytest.raises(IdxError) as caught:
        loads(HEAD + "index total {\n  a\n}\n").evaluate(path)
    assert [item.code for item in caught.value.diagnostics] == ["IDX401"]
    assert capfd.readouterr().err == ""
