"""Editions as tables call them, and what stands in the way of those that cannot be read or have no values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from idx.diagnostics import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.project.editions import Edition

VERSION = Wording("version", "版本")
REVISION = Wording("revision", "修订版本")
DATE = Wording("date", "日期")


def titles(editions: Sequence[Edition], language: str) -> list[str]:
    """Return each edition's version, or what its scenario is called; empty where it cannot be read."""
    return [edition.side.title(language) if edition.side is not None else "" for edition in editions]


def short_names(editions: Sequence[Edition]) -> list[str]:
    """Return the shortest name of each edition that commands take: a revision alone where all have the same path."""
    return [
        edition.revision.commit if edition.revision and one_path(editions) else edition.name for edition in editions
    ]


def headings(editions: Sequence[Edition], language: str) -> list[str]:
    """Return a heading for each edition that tells it from the others: its title, or else its short name."""
    shown, names = titles(editions, language), short_names(editions)
    commits = [edition.revision.commit for edition in editions if edition.revision]
    if len(set(commits)) == len(editions):
        names = commits
    counts = Counter(shown)
    return [title if title and counts[title] == 1 else name for title, name in zip(shown, names, strict=True)]


def one_path(editions: Sequence[Edition]) -> str | None:
    """Return the path that all editions have, if they are revisions of one file in git."""
    paths = {(edition.revision.path, edition.revision.scenario) if edition.revision else None for edition in editions}
    path = next(iter(paths)) if len(paths) == 1 else None
    return None if path is None else "@".join(filter(None, path))


def obstacle(edition: Edition) -> Wording | None:
    """Return why an edition cannot be read, or has no values; None where it has them."""
    if edition.result is not None:
        return None
    reason = edition.obstacle.message if edition.obstacle else Wording("no reason is known", "原因不明")
    en, zh = (" ".join(text.split()) for text in reason)
    if edition.side is None:
        return Wording(f"cannot be read: {en}", f"无法读取：{zh}")
    return Wording(f"no values: {en}", f"没有数值：{zh}")


def obstacles(editions: Sequence[Edition]) -> list[Wording]:
    """Return a sentence for each edition that cannot be read or has no values."""
    found = []
    for edition in editions:
        reason = obstacle(edition)
        if reason is not None:
            found.append(Wording(f"{edition.name}: {reason.en}", f"{edition.name}：{reason.zh}"))
    return found
