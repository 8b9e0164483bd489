"""The package keeps its own rules: what is loaded when, and who opens files and prints."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "idx"
MODULES = sorted(SOURCE.rglob("*.py"))
OPENS = {"open", ".open", ".read_text", ".read_bytes", ".write_text", ".write_bytes", ".mkstemp"}
MAY_OPEN = (
    "syntax/grammar.py",
    "project/",
    "panel/files.py",
    "panel/parquet.py",
    "report/writing.py",
    "interchange/start.py",
    "cli/",
)
MAY_PRINT = ("cli/",)


def loaded_by(code: str) -> set[str]:
    """Return the modules that are loaded after some code has run in a process of its own."""
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nsys.stderr.write(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_help_loads_next_to_nothing() -> None:
    """`idx --help` loads click and no library that computes, parses or draws."""
    loaded = loaded_by("from idx.cli import main; main(['--help'])")
    assert "click" in loaded
    assert not loaded & {"polars", "numpy", "networkx", "lark", "rich", "xlsxwriter", "idx.model", "idx.diagnostics"}


def test_import_loads_next_to_nothing() -> None:
    """`import idx` loads no library; a public name loads its home."""
    assert not loaded_by("import idx") & {"polars", "numpy", "networkx", "lark", "rich", "click", "idx.project"}
    assert "idx.project.framework" in loaded_by("import idx; idx.load")


def test_a_method_is_loaded_when_it_is_named() -> None:
    """A framework loads the files of its own methods and no others."""
    file = SOURCE.parents[1] / "frameworks" / "2025.idx"
    loaded = loaded_by(f"import idx; idx.load({str(file)!r})")
    assert "idx.methods.normalise.symmetric_growth" in loaded
    assert not loaded & {"idx.methods.normalise.goalposts", "idx.methods.aggregate.geometric"}


def test_plain_output_does_not_draw() -> None:
    """What goes to a pipe does not load what draws on a terminal, nor what writes workbooks."""
    file = SOURCE.parents[1] / "frameworks" / "2025.idx"
    loaded = loaded_by(f"from idx.cli import main; main(['eval', {str(file)!r}])")
    assert "polars" in loaded
    assert not loaded & {"rich", "xlsxwriter", "fastexcel", "numpy"}


def test_formatting_loads_what_parses() -> None:
    """`idx fmt` loads the parser and nothing that computes or draws."""
    file = SOURCE.parents[1] / "frameworks" / "2025.idx"
    loaded = loaded_by(f"from idx.cli import main; main(['fmt', '--check', {str(file)!r}])")
    assert {"lark", "idx.format"} <= loaded
    assert not loaded & {"polars", "numpy", "networkx", "rich", "xlsxwriter", "idx.model", "idx.methods"}


@pytest.mark.parametrize("command", ["['check', {file!r}]", "['rule']"])
def test_rules_are_gathered_without_what_computes_shares(command: str) -> None:
    """Gathering the rules loads the modules that declare some, and none that only computes."""
    file = SOURCE.parents[1] / "frameworks" / "2025.idx"
    loaded = loaded_by(f"from idx.cli import main; main({command.format(file=str(file))})")
    assert "idx.project.rules" in loaded
    assert not loaded & {"numpy", "idx.analysis.attribution.versions", "idx.report.difference.tables"}


@pytest.mark.parametrize("command", ["['data', {file!r}]", "['rule']"])
def test_workbooks_are_loaded_where_one_is_written(command: str) -> None:
    """A table to fill that goes to a pipe does not load what writes workbooks; nor does the list of rules."""
    file = SOURCE.parents[1] / "frameworks" / "2025.idx"
    loaded = loaded_by(f"from idx.cli import main; main({command.format(file=str(file))})")
    assert "idx.interchange" in loaded
    assert "xlsxwriter" not in loaded


def test_statistics_load_scipy_for_kendall_only() -> None:
    """SciPy takes longer to load than most statistics to compute."""
    file = SOURCE.parents[1] / "frameworks" / "2025.idx"
    command = f"from idx.cli import main; main(['stats', {str(file)!r}, '--section', 'correlation', {{option}}])"
    assert "scipy" not in loaded_by(command.format(option="'--correlation', 'spearman'"))
    assert "scipy" in loaded_by(command.format(option="'--correlation', 'kendall'"))


def calls(path: Path) -> set[str]:
    """Return the names of functions and methods that a module calls."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            found.add(function.id if isinstance(function, ast.Name) else f".{getattr(function, 'attr', '')}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_are_opened_and_printed_to_at_the_edges_only(path: Path) -> None:
    """Passes are pure: only the edges open files, only commands print."""
    name = path.relative_to(SOURCE).as_posix()
    called = calls(path)
    if not name.startswith(MAY_OPEN):
        assert not called & OPENS
    if not name.startswith(MAY_PRINT):
        assert not called & {"print", ".echo"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_stand_at_the_top(path: Path) -> None:
    """No function hides an import; the places that load lazily are known by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inner
    lazy = {"__init__.py", "cli/__init__.py", "cli/common.py", "methods/registry.py", "project/rules.py"}
    lazy |= {"methods/authoring.py"}
    lazy |= {
        "evaluate/products.py",
        "evaluate/weight_columns.py",
        "project/checking.py",
        "analysis/statistics/coefficients.py",
    }
    if path.relative_to(SOURCE).as_posix() not in lazy:
        assert not calls(path) & {"import_module", ".import_module"}
