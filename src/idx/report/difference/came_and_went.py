"""The periods and entities that came, went, or have another name, as a release note lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording, said
from idx.edits.entities import names_of
from idx.report.difference.escaping import escaped
from idx.report.difference.reasons import because_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from idx.edits.changes import Change
    from idx.project.compare import Comparison
    from idx.report.difference.wish import Wish


def came_and_went(comparison: Comparison, wish: Wish) -> list[str]:
    """Return a heading and a list of what came, what went and what was renamed; nothing where nothing did."""
    before, after = comparison.before.result, comparison.after.result
    if before is None or after is None:
        return []
    renamed = [(change, *_names(comparison, change)) for change in comparison.changes if change.verb == "rename entity"]
    called = {old: new for _, old, new in renamed}
    entities = [called.get(str(name), name) for name in before.entities]
    lines = [
        *_listed(Wording("periods", "时期"), before.periods, after.periods),
        *_listed(Wording("entities", "评价对象"), entities, after.entities),
        *(_renamed(*item) for item in renamed),
    ]
    if not lines:
        return []
    title = said(Wording("Periods and entities", "时期和评价对象"), wish.speech)
    return [f"### {title}", "\n".join(f"- {escaped(said(line, wish.speech))}" for line in lines)]


def _names(comparison: Comparison, change: Change) -> tuple[str, str]:
    """Return what a renamed entity is called before and after."""
    (key,) = change.keys
    old, new = (names_of(stated.facts).get(key.subject, key.subject) for stated in comparison.stated)
    return old, new


def _listed(what: Wording, old: Iterable[str | None], new: Iterable[str | None]) -> Iterator[Wording]:
    """Yield a line of what came, and one of what went."""
    there, now = list(old), list(new)
    came = [name for name in now if name is not None and name not in there]
    went = [name for name in there if name is not None and name not in now]
    if came:
        yield Wording(f"New {what.en}: {', '.join(came)}.", f"新增{what.zh}：{'、'.join(came)}。")
    if went:
        yield Wording(
            f"{what.en.capitalize()} no longer there: {', '.join(went)}.", f"不再有的{what.zh}：{'、'.join(went)}。"
        )


def _renamed(change: Change, old: str, new: str) -> Wording:
    reason = because_of(change.because.text if change.because else None)
    return Wording(f"Renamed: {old} → {new}.{reason.en}", f"改名：{old} → {new}。{reason.zh}")
