"""Make the files of a new framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.interchange.start import starter

if TYPE_CHECKING:
    from pathlib import Path

    from idx.diagnostics import Language
    from idx.interchange.start import Family


def new_framework(path: Path, family: Family = "growth", language: Language = "en") -> dict[Path, bytes]:
    """Return the contents of a framework to start from, and of the made-up data beside it, by their paths.

    The data lead with a byte-order mark, so that a spreadsheet shows their Chinese.

    Args:
        path: where the framework will stand; the data have its name with the ending `.csv`.
        family: `growth` for an index that is chained from growth rates, `level` for scores that compare entities.
        language: in which the comments teach.
    """
    made = starter(path.stem, family, language)
    return {path: made.framework.encode(), path.with_suffix(".csv"): made.data.encode("utf-8-sig")}
