"""Distributions that offer methods, laid into a folder as an installer lays them, for as long as a test needs them."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from idx.methods import offered, registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOGISTIC = '''
import polars as pl

from idx.methods.authoring import Column, Example, Reference, method


@method("normalise", examples=(Example("logistic(reference = all_periods)", (7, 7), (0.5, 0.5)),))
def logistic(column: Column, *, reference: Reference) -> pl.Expr:
    """Half of one, whatever the value.

    Args:
        reference: not looked at.
    """
    {does}
'''
HALF = LOGISTIC.format(does="return column.now * 0 + 0.5")


class Distribution(NamedTuple):
    """A distribution: its name, what its entry points lead to by their names, and the text of its one module."""

    name: str
    points: Mapping[str, str]
    module: str = ""
    version: str = "1.0"

    @property
    def module_name(self) -> str:
        """What its module is called."""
        return self.name.replace("-", "_")

    def write(self, folder: Path) -> None:
        """Lay the module and its metadata into a folder."""
        home = folder / f"{self.module_name}-{self.version}.dist-info"
        home.mkdir()
        (home / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {self.name}\nVersion: {self.version}\n")
        points = "".join(f"{name} = {value}\n" for name, value in self.points.items())
        (home / "entry_points.txt").write_text(f"[idx.methods]\n{points}")
        (folder / f"{self.module_name}.py").write_text(self.module, encoding="utf-8")


def one(module: str = HALF, *, name: str = "logistic", kind: str = "normalise", to: str = "logistic") -> Distribution:
    """Return a distribution `curves` with one entry point."""
    return Distribution("curves", {f"{kind}.{name}": f"curves:{to}"}, module)


FAULTY: dict[str, tuple[Distribution, ...]] = {
    "IDX130": (one(), Distribution("other-curves", {"normalise.logistic": "other_curves:logistic"}, HALF)),
    "IDX131": (one("import nothing_of_this_name\n"),),
    "IDX132": (one("logistic = 1\n"),),
    "IDX133": (one(LOGISTIC.format(does="return column.after")),),
}


def forget() -> None:
    """Let the registry look again at what other distributions offer."""
    for known in (offered.offers, offered.taken, registry.find, registry.imputations):
        known.cache_clear()


@contextmanager
def on_path(folder: Path) -> Iterator[None]:
    """Let Python find the modules and distributions of a folder, and forget them afterwards."""
    sys.path.insert(0, str(folder))
    forget()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]
        sys.path_importer_cache.pop(str(folder), None)
        forget()


@contextmanager
def offering(*distributions: Distribution) -> Iterator[None]:
    """Let distributions be installed."""
    with tempfile.TemporaryDirectory() as name:
        for distribution in distributions:
            distribution.write(Path(name))
        with on_path(Path(name)):
            yield
