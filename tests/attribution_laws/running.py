"""Run pairs by their numbers: what was counted, which failed and why, and a failing pair made smaller."""

from __future__ import annotations

import re
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attribution_laws.checking import check
from attribution_laws.laws import Told
from attribution_laws.pairs import Pair, Version, make
from attribution_laws.shrinking import shrunk

if TYPE_CHECKING:
    from idx.project.sides import Side

SAID = {
    "entities where": r"\bentities where",
    "periods": r"^  periods ",
    "reference each_period": r"reference = each_period",
    "reference all_periods": r"reference = all_periods",
    "reference of stated periods": r"reference = \d",
    "within a group": r"within = ",
    "computed weights": r"weighting (?:entropy|critic|pca|inverse_sd|target_importance|benefit_of_the_doubt)",
    "ranks as scores": r"normalise (?:rank|percentile_rank|borda)\b",
    "copeland": r"aggregate copeland",
    "growth linked": r"\blink chain",
    "base_period_index": r"base_period_index",
    "imputation from others": r"impute rest by (?:mean|median|regression|nearest_neighbours)",
    "treatment": r"\btreat (?:trim|winsorise)",
    "availability": r"\bavailable\(",
    "x[entity]": r"\w\[(?:[A-H]|河北|云南|East)\]",
    "x[period]": r"\w\[\d{4}\]",
    "prev": r"\bprev\(",
    "formula over results": r"\.(?:score|rank)\b|\b(?:total|p|other)\b(?:\[\w+\])? [-*]",
    "entity made of others": r"^entity ",
    "conversion": r"\bconvert ",
    "missing drop": r"missing drop",
    "steps": r"\bthen ",
}


class Failed(NamedTuple):
    """Why a pair breaks a law, in a line and in full."""

    line: str
    trace: str


def counted(pair: Pair) -> Counter[str]:
    """Count what a pair has."""
    texts = pair.before.text + pair.after.text
    found = Counter({"pairs": 1, "pairs drawn before that are refused": pair.refused})
    found.update(f"changed: {changed}" for changed in dict.fromkeys(pair.changes))
    found.update(f"said: {what}" for what, said in SAID.items() if re.search(said, texts, re.MULTILINE))
    return found


def tried(pair: Pair, sides: tuple[Side, Side], told: Told) -> Failed | None:
    """Check a pair; return why it breaks a law."""
    try:
        check(pair, sides, told)
    except Exception as error:  # noqa: BLE001 - any is a failure
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = "" if type(error).__name__ == "Broken" else f" at {Path(place.filename).name}:{place.lineno}"
        line = f"{pair.number} ({', '.join(pair.changes)}): {type(error).__name__}{where}: {error}"
        return Failed(line, traceback.format_exc())
    return None


def run(seed: int, number: int, keep: Path | None) -> tuple[Counter[str], str | None]:
    """Check the pair of a number; return what was counted and why it failed. What fails is written to a folder."""
    told = Told()
    with tempfile.TemporaryDirectory() as folder:
        pair, sides = make(seed, number, Path(folder))
        told.counts.update(counted(pair))
        failed = tried(pair, sides, told)
    if failed is None:
        return told.counts, None
    if keep is not None:
        write(pair, failed, keep)
    return told.counts, failed.line


def write(pair: Pair, failed: Failed, keep: Path) -> None:
    """Write a pair that failed, and why, into a folder of its number."""
    folder = keep / str(pair.number)
    pair.write(folder)
    (folder / "why.txt").write_text(f"{failed.line}\n\n{failed.trace}", encoding="utf-8")


def smaller(pair: Pair) -> Pair:
    """Return a pair from which nothing can be left out: it fails, with the same words but for names and numbers."""
    with tempfile.TemporaryDirectory() as name:
        kind = _kind(pair, Path(name))
        return shrunk(pair, lambda each: _kind(each, Path(name)) == kind) if kind is not None else pair


def _kind(pair: Pair, folder: Path) -> str | None:
    try:
        sides = pair.evaluated(folder)
    except Exception:  # noqa: BLE001 - a smaller pair may be none
        return None
    failed = tried(pair, sides, Told()) if sides is not None else None
    if failed is None:
        return None
    said = failed.line.partition("): ")[2].partition(";")[0]
    return re.sub(r"\([^)]*\)|\{.*|\[[^]]*\]|^Broken: \w+|[-+.\de]*\d[-+.\de]*|`[^`]*`|nan", "", said)[:60]


def read(folder: Path) -> Pair:
    """Return the pair that lies in a folder."""
    versions = []
    for name in ("before.idx", "after.idx"):
        text = (folder / name).read_text(encoding="utf-8")
        tables = re.findall(r'^data \w+ "([^"]+)"', text, re.MULTILINE)
        versions.append(Version(text, {table: (folder / table).read_text(encoding="utf-8") for table in tables}))
    number = int(folder.name) if folder.name.isdigit() else 0
    return Pair(number, versions[0], versions[1])
