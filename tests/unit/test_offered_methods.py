"""Methods of other distributions: found when they are named, never in the place of our own, and told of when faulty."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner

import idx
from idx.canonical import canonical, fingerprint
from idx.cli import main
from idx.methods import registry
from offering import HALF, LOGISTIC, Distribution, offering, one

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic

TEXT = """framework f
version "1"
method {
  normalise %s
  weighting equal
  aggregate arithmetic
}
index total {
  a
  b
}
"""
CALL = "logistic(reference = all_periods)"
DATA = pl.DataFrame({"entity": ["X", "Y"], "a": [1.0, 2.0], "b": [3.0, 4.0]})


def errors(text: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a text, and with its evaluation if there is nothing."""
    try:
        idx.loads(text).evaluate(DATA)
    except idx.IdxError as error:
        return error.diagnostics
    return ()


def imported(path: Path) -> list[tuple[str, str]]:
    """Return the module and the name of all that a file imports from idx."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    lines = [node for node in nodes if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("idx")]
    return [(str(node.module), alias.name) for node in lines for alias in node.names]


def run(*arguments: str) -> tuple[int, str]:
    """Return the status of a command, and all that it prints."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_an_offered_method_is_used_as_any_other() -> None:
    """It is found by its name, listed with where it comes from, and its examples run."""
    with offering(one()):
        assert idx.loads(TEXT % CALL).evaluate(DATA).scores["total"].to_list() == [0.5, 0.5]
        assert "logistic" in registry.names("normalise")
        assert "logistic" not in registry.built_in("normalise")
        assert "Half of one, whatever the value. [curves 1.0]" in run("methods", "normalise")[1]
        assert "From curves 1.0" in run("methods", "normalise", "logistic")[1]
        assert [result.right for result in idx.check_examples("normalise", "logistic")] == [True]
    assert registry.find("normalise", "logistic") is None


def test_a_misspelt_name_leads_to_an_offered_one() -> None:
    """What is offered is among what a slip may have meant."""
    with offering(one()):
        (item,) = errors(TEXT % "logistik(reference = all_periods)")
        assert item.code == "IDX106"
        assert item.help
        assert "logistic" in item.help.en
        assert item.edits[0].replacement == "logistic"


def test_where_a_method_comes_from_is_part_of_the_framework() -> None:
    """Another version of the distribution is another fingerprint; our own methods say nothing."""
    prints = set()
    for version in ("1.0", "1.1"):
        with offering(one()._replace(version=version)):
            model = idx.loads(TEXT % CALL).model
            prints.add(fingerprint(model))
            assert canonical(model)["methods"] == [["normalise", "logistic", "curves", version]]
    assert len(prints) == 2
    assert "methods" not in canonical(idx.loads(TEXT % "none").model)


def test_our_own_methods_hold() -> None:
    """A distribution cannot take the place of one, and `idx methods` says that it tries."""
    shadow = HALF.replace("def logistic", "def min_max").replace("logistic(", "min_max(")
    with offering(one(shadow, name="min_max", to="min_max")):
        entry = registry.find("normalise", "min_max")
        assert entry is not None
        assert entry.origin is None
        status, printed = run("methods")
        assert status == 0
        assert "curves 1.0 offers `normalise.min_max` in vain" in printed
        assert run("methods", "--check") == (1, printed[printed.index("curves 1.0 offers") :])


@pytest.mark.parametrize("point", ["logistic", "normalise", "normalize.logistic", "normalise."])
def test_a_name_without_a_kind_is_told_of(point: str) -> None:
    """An entry point that no file can use is listed with what a name looks like."""
    with offering(Distribution("curves", {point: "curves:logistic"}, HALF)):
        status, printed = run("methods", "--check")
        assert status == 1
        assert f"curves 1.0 offers `{point}` in vain: a name is a kind, a dot and a word" in printed
        assert [item.code for item in errors(TEXT % CALL)] == ["IDX106"]


def test_two_distributions_of_one_name() -> None:
    """Nothing is chosen, and both are named."""
    with offering(one(), Distribution("more-curves", {"normalise.logistic": "more_curves:logistic"}, HALF)):
        (item,) = errors(TEXT % CALL)
        assert item.code == "IDX130"
        assert "curves 1.0 and by more-curves 1.0" in item.message.en


@pytest.mark.parametrize(
    ("distribution", "code", "said"),
    [
        (one("import nothing_like_it\n"), "IDX131", "ModuleNotFoundError: No module named 'nothing_like_it'"),
        (one("1 / 0\n"), "IDX131", "ZeroDivisionError"),
        (one("raise SystemExit(3)\n"), "IDX131", "SystemExit: 3"),
        (one("def logistic(:\n"), "IDX131", "SyntaxError"),
        (one(to="logistik"), "IDX131", "AttributeError"),
        (one("def logistic(): pass\n"), "IDX132", "`curves:logistic` is no registered method"),
        (one(name="softmax"), "IDX132", "`curves:logistic` is `normalise logistic`"),
        (one(kind="aggregate"), "IDX132", "`curves:logistic` is `normalise logistic`"),
        (
            one(HALF.replace("column: Column, *, reference: Reference", "column, *, reference: Unheard")),
            "IDX131",
            "Unh",
        ),
        (one("from __future__ import annotations\n" + HALF.replace(": Reference", ": Unheard")), "IDX131", "Unheard"),
        (one(HALF.partition('    """')[0] + "    return column.now\n"), "IDX132", "has no page"),
        (one(LOGISTIC.format(does="return column.after")), "IDX133", "'Column' object has no attribute 'after'"),
        (one(LOGISTIC.format(does="return pl.col('nowhere')")), "IDX133", "nowhere"),
        (one(LOGISTIC.format(does="return 'text'")), "IDX133", ""),
        (
            one(LOGISTIC.format(does="return column.now.map_batches(lambda v: 1 / 0, return_dtype=pl.Float64)")),
            "IDX133",
            "",
        ),
        (one(HALF.replace('"normalise", ', '"normalise", refuses=lambda a: a["b"], ')), "IDX133", "KeyError"),
    ],
)
def test_faults_are_told_at_the_word(distribution: Distribution, code: str, said: str) -> None:
    """Whatever is wrong with a distribution's method, the diagnostic names the distribution and the fault."""
    (point,) = distribution.points
    kind, _, name = point.partition(".")
    text = TEXT % CALL.replace("logistic", name)
    if kind == "aggregate":
        text = (TEXT % "none").replace("aggregate arithmetic", "aggregate logistic")
    with offering(distribution):
        (item,) = errors(text)
        assert item.code == code
        assert "curves 1.0" in item.message.en
        assert "curves 1.0" in item.message.zh
        assert said in item.message.en
        assert item.place is not None
        status, printed = run("methods", kind)
        assert status == 0
        assert name in printed
        assert run("methods", "--check")[0] == 1


def test_links_are_not_offered() -> None:
    """The engine chains indices itself."""
    module = HALF.replace('"normalise"', '"link"')
    with offering(one(module, kind="link")):
        fault = registry.fault("link", "logistic")
        assert fault is not None
        assert "links are the engine's own" in fault.message.en


def test_wrong_examples_are_told_of() -> None:
    """`idx methods --check` says what an example gives, and ends with status 1."""
    with offering(one(HALF.replace("(0.5, 0.5)", "(0.5, 0.6)"))):
        status, printed = run("methods", "normalise", "logistic", "--check")
        assert status == 1
        assert "0 of 1 examples" in printed
        assert "gives 0.5, 0.5, and its page says 0.5, 0.6" in printed
        assert not idx.check_examples("normalise", "logistic")[0].right


def test_checking_what_is_not_there() -> None:
    """A name that nothing has is an error with the nearest; without offers there is nothing to check."""
    for kind, name in (("normalise", "min_mux"), ("normalize", "min_max")):
        with pytest.raises(idx.IdxError, match="IDX106: there is no method"):
            idx.check_examples(kind, name)
    assert run("methods", "--check") == (0, "no installed package offers methods\n")


def test_nothing_is_looked_up_for_our_own_names() -> None:
    """A framework of our own methods does not read entry points, nor does the help."""
    file = Path(__file__).parents[2] / "frameworks" / "2025.idx"
    for arguments in (["--help"], ["check", str(file)], ["eval", str(file)]):
        script = f"import sys\nfrom idx.cli import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        script += "sys.exit('idx.methods.offered' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    with offering(one("raise RuntimeError('imported')\n")):
        assert not errors(TEXT % "none")


def test_authors_have_all_that_our_own_files_use() -> None:
    """`idx.methods.authoring` exports every name that a method's file in idx imports from outside its own kind."""
    authoring = importlib.import_module("idx.methods.authoring")
    for name in authoring.__all__:
        assert getattr(authoring, name) is not None
    home = Path(registry.__file__).parent
    for path in home.glob("*/*.py"):
        for module, name in imported(path):
            if not module.startswith(f"idx.methods.{path.parent.name}."):
                assert name in authoring.__all__, (path.name, name)
                assert getattr(authoring, name) is getattr(importlib.import_module(module), name)
