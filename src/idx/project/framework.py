"""Load frameworks, and ask them for their graph, plan, results and verification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from idx import graph
from idx.analysis.verify import Verification, verify
from idx.diagnostics import Outcome
from idx.edits.reading import stated_of
from idx.evaluate import evaluate
from idx.panel import read_panel
from idx.panel.model import Panel
from idx.plan import make_plan
from idx.project.sources import read_source
from idx.project.versions import Compiled, compile_text, edited, in_scenario
from idx.source import Source
from idx.syntax import tree

if TYPE_CHECKING:
    import polars as pl

    from idx.diagnostics import Diagnostic
    from idx.edits.facts import Stated
    from idx.evaluate.result import Result
    from idx.plan import Plan

    Table = pl.DataFrame | str | Path
    Tables = Table | Mapping[str, Table] | None


class Framework:
    """A loaded framework: its model, and what can be computed from it."""

    def __init__(self, compiled: Compiled, folder: Path, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        """Keep what a text states and the folder that its data paths are relative to."""
        self.compiled = compiled
        self.model = compiled.model
        self.folder = folder
        self.diagnostics = diagnostics
        self.in_scenario: tree.Scenario | None = None  # which of the file's scenarios it is
        self.keep: object = None  # what has to live as long as the framework: the folder of files taken from git

    @cached_property
    def stated(self) -> Stated:
        """What the file and its bases state, fact by fact: what edits change and diffs compare."""
        return self.compiled.stated or stated_of(self.compiled.file)

    @property
    def scenarios(self) -> dict[str, tree.Scenario]:
        """The scenarios of the file by name."""
        return {item.name.text: item for item in self.compiled.file.statements if isinstance(item, tree.Scenario)}

    def scenario(self, name: str) -> Outcome[Framework]:
        """Return the framework with the edits of one of its scenarios.

        Raises:
            KeyError: if there is none of that name.
        """
        scenario = self.scenarios[name]
        version = self._version(in_scenario(self.stated, scenario))
        if version.value is not None:
            version.value.in_scenario = scenario
            version.value.model = replace(version.value.model, version=f"{self.model.version}@{name}")
        return version

    def edited(self, edits: str, *, name: str = "<edits>") -> Outcome[Framework]:
        """Return the framework with edits, written as in a file that extends this one."""
        return self._version(edited(self.stated, Source(name, edits)))

    def _version(self, compiled: Outcome[Compiled]) -> Outcome[Framework]:
        if compiled.value is None:
            return Outcome(None, compiled.diagnostics)
        version = Framework(compiled.value, self.folder, compiled.diagnostics)
        version.keep = self.keep
        return Outcome(version, compiled.diagnostics)

    @cached_property
    def graph(self) -> graph.Graph:
        """The networkx `DiGraph`: an edge from each composite to each child, with its exact `weight`."""
        return graph.build(self.model)

    @cached_property
    def plan(self) -> Plan:
        """The steps of an evaluation, in levels."""
        return make_plan(self.model)

    def read(self, data: Tables = None, *, allow_outside: bool = False) -> Panel:
        """Read the framework's data, or those handed over in their place, into a panel.

        Args:
            data: a path or a polars frame (long: indicator, entity, period, value; or wide: a column per indicator)
                that replaces the data statement, or a mapping from names of data statements to such.
            allow_outside: whether data paths in the file may leave its folder.

        Raises:
            IdxError: if the data have errors; all of them are among its diagnostics.
        """
        tables = dict(data) if isinstance(data, Mapping) else {} if data is None else {"": data}
        return read_panel(self.model, self.folder, tables, allow_outside=allow_outside).unwrap()

    def evaluate(self, data: Tables | Panel = None, *, allow_outside: bool = False) -> Result:
        """Compute every node for every entity and period.

        Args:
            data: as for `read`; or a panel that `read` returned.
            allow_outside: whether data paths in the file may leave its folder.

        Raises:
            IdxError: if the data have errors, or do not allow the framework's methods.
        """
        panel = data if isinstance(data, Panel) else self.read(data, allow_outside=allow_outside)
        return evaluate(self.plan, panel).unwrap()

    def verify(self, result: Result | None = None, *, allow_outside: bool = False) -> Verification:
        """Hold results against the framework's expectations, those of its tables among them."""
        result = result or self.evaluate(allow_outside=allow_outside)
        return verify(result, self.folder, allow_outside=allow_outside)

    def __repr__(self) -> str:
        """Say what the framework holds, in a line."""
        counts = f"{len(self.model.composites)} composites, {len(self.model.indicators)} indicators"
        return f"<Framework {self.model.name} {self.model.version}: {counts}>"


def load_outcome(path: Path, *, name: str | None = None, folder: Path | None = None) -> Outcome[Framework]:
    """Load a framework file, problems as values; messages call it by `name`, else by its path.

    Bases and data are looked for in `folder`, else beside the file.

    Raises:
        OSError: if the file cannot be read.
    """
    folder = folder or path.parent
    source = read_source(path, name, folder)
    if source.value is None:
        return Outcome(None, source.diagnostics)
    compiled = compile_text(source.value)
    framework = Framework(compiled.value, folder, compiled.diagnostics) if compiled.value else None
    return Outcome(framework, compiled.diagnostics)


def load(path: str | Path) -> Framework:
    """Load a framework file.

    Raises:
        OSError: if the file cannot be read.
        IdxError: if it has errors; all of them are among its `diagnostics`.
    """
    return load_outcome(Path(path)).unwrap()


def loads(text: str, *, folder: str | Path = ".", name: str = "<text>") -> Framework:
    """Load a framework from its text; data paths are relative to `folder`.

    Raises:
        IdxError: if it has errors; all of them are among its `diagnostics`.
    """
    compiled = compile_text(Source(name, text, Path(folder)))
    return Framework(compiled.unwrap(), Path(folder), compiled.diagnostics)
