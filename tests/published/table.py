"""All published results that frameworks reproduce, as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from published import coinr, others
from reference_data import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from published.comparing import Compared

SOURCES = {
    "nbs_cii": others.china_innovation,
    "undp_hdi": others.human_development,
    "croatia_devindex_2017": others.croatia,
    "sdg_africa_2019": others.africa,
    "coinr_asem": coinr.compared,
}
HEADINGS = ("framework", "what", "figures", "missing", "largest difference", "tolerance", "")


def all_compared() -> Iterator[Compared]:
    """Compare everything whose published results are at hand."""
    for folder, compared in SOURCES.items():
        path = SHARED / "vectors" / folder
        if path.is_dir():
            yield from compared(path)


def markdown(found: Sequence[Compared]) -> str:
    """Return comparisons as a Markdown table."""
    lines: list[tuple[str, ...]] = [HEADINGS, ("---", "---", "---:", "---:", "---:", "---:", "---")]
    lines += [_row(each) for each in found]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(each: Compared) -> tuple[str, ...]:
    unit = " relative" if each.relative else ""
    missing = str(each.missing) if not each.astray else f"{each.missing}, and {each.astray} on one side alone"
    counted = f"{each.cells:,}".replace(",", " ")
    said = "agrees" if each.agrees else "**differs**"
    if each.ties:
        said += f", but for {each.ties} ranks that part equal scores"
    return each.framework, each.what, counted, missing, f"{each.distance:.2g}", f"{each.tolerance:g}{unit}", said
