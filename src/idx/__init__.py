"""idx: a declarative language and toolchain for composite-indicator frameworks."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from idx.analysis.examples import check_examples
    from idx.analysis.profile.whole import Profile, profile
    from idx.analysis.ranks import ranks
    from idx.analysis.statistics.whole import Statistics, statistics
    from idx.analysis.verify import Verification
    from idx.diagnostics import Diagnostic, IdxError
    from idx.evaluate.result import Result
    from idx.project.compare import Comparison
    from idx.project.comparing import compare
    from idx.project.formatting import format_text
    from idx.project.framework import Framework, load, loads

__all__ = [
    "Comparison",
    "Diagnostic",
    "Framework",
    "IdxError",
    "Profile",
    "Result",
    "Statistics",
    "Verification",
    "check_examples",
    "compare",
    "format_text",
    "load",
    "loads",
    "profile",
    "ranks",
    "statistics",
]
__version__ = "0.1.0"

_HOMES = {
    "Comparison": "idx.project.compare",
    "Diagnostic": "idx.diagnostics",
    "Framework": "idx.project.framework",
    "IdxError": "idx.diagnostics",
    "Profile": "idx.analysis.profile.whole",
    "Result": "idx.evaluate.result",
    "Statistics": "idx.analysis.statistics.whole",
    "Verification": "idx.analysis.verify",
    "check_examples": "idx.analysis.examples",
    "compare": "idx.project.comparing",
    "format_text": "idx.project.formatting",
    "load": "idx.project.framework",
    "loads": "idx.project.framework",
    "profile": "idx.analysis.profile.whole",
    "ranks": "idx.analysis.ranks",
    "statistics": "idx.analysis.statistics.whole",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import idx` costs next to nothing."""
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted([*globals(), *__all__])
