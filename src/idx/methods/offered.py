"""Methods that other distributions offer: their entry points, read once, and what one of them leads to."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from idx.diagnostics import Wording
from idx.methods.contracts import Method, Origin
from idx.methods.registry import parameters

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "idx.methods"


class Offer(NamedTuple):
    """An entry point `KIND.NAME` of the group, and the distribution that declares it; no `name` without a dot."""

    kind: str
    name: str
    origin: Origin
    point: EntryPoint


class Fault(NamedTuple):
    """Why a method that is offered cannot be had: several offer it, it cannot be loaded, or it is something else."""

    sort: Literal["several", "unloadable", "unfit"]
    message: Wording
    advice: Wording


@cache
def offers() -> tuple[Offer, ...]:
    """Return what the distributions on Python's path offer, in the order of names and distributions."""
    found = []
    for point in entry_points(group=GROUP):
        kind, _, name = point.name.partition(".")
        distribution = point.dist
        origin = Origin(distribution.name, distribution.version) if distribution else Origin("?", "?")
        found.append(Offer(kind, name, origin, point))
    return tuple(sorted(found, key=lambda offer: (offer.kind, offer.name, offer.origin)))


def offered(kind: str) -> tuple[str, ...]:
    """Return the names of the methods of a kind that are offered, each once."""
    return tuple(dict.fromkeys(offer.name for offer in offers() if offer.kind == kind and offer.name))


@cache
def taken(kind: str, name: str) -> Method[Any] | Fault | None:
    """Return the method of a name, with its origin; or why it cannot be had; or None where nobody offers it."""
    found = [offer for offer in offers() if (offer.kind, offer.name) == (kind, name) and name]
    if not found:
        return None
    if len(found) > 1:
        names = [str(offer.origin) for offer in found]
        return Fault(
            "several",
            Wording(
                f"`{kind} {name}` is offered by {' and by '.join(names)}",
                f"有多个软件包提供 `{kind} {name}`：{'、'.join(names)}",
            ),
            Wording("uninstall all but one", "请只保留其中一个，卸载其余的"),
        )
    return loaded(found[0])


def loaded(offer: Offer) -> Method[Any] | Fault:
    """Return the registry entry that an entry point leads to, with its origin, or what is wrong with it."""
    whose = f"`{offer.kind} {offer.name}` ({offer.origin})"
    value = offer.point.value
    try:
        entry = offer.point.load()
        if isinstance(entry, Method):
            parameters(entry)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever another's module raises when it is imported
        said = f"{type(error).__name__}: {error}"
        return Fault(
            "unloadable",
            Wording(f"{whose} cannot be loaded from `{value}`: {said}", f"{whose} 无法从 `{value}` 载入：{said}"),
            Wording(
                f"ask whoever maintains {offer.origin.distribution}, or install what it needs",
                f"请联系 {offer.origin.distribution} 的维护者，或安装它所需要的软件包",
            ),
        )
    wrong = _unfit(offer, entry)
    if wrong is not None:
        advice = Wording(
            f'an entry point `{offer.kind}.{offer.name}` leads to a function under `@method("{offer.kind}", …)`',
            f'入口点 `{offer.kind}.{offer.name}` 应当指向用 `@method("{offer.kind}", …)` 登记的函数',
        )
        return Fault("unfit", Wording(f"{whose}: {wrong.en}", f"{whose}：{wrong.zh}"), advice)
    found: Method[Any] = entry.of(offer.origin)
    return found


def _unfit(offer: Offer, entry: object) -> Wording | None:
    value = offer.point.value
    if offer.kind == "link":
        return Wording("links are the engine's own, and cannot be added", "链接由计算引擎自身完成，不能添加")
    if not isinstance(entry, Method):
        return Wording(f"`{value}` is no registered method", f"`{value}` 不是登记过的方法")
    if (entry.kind, entry.name) != (offer.kind, offer.name):
        return Wording(f"`{value}` is `{entry.kind} {entry.name}`", f"`{value}` 实际是 `{entry.kind} {entry.name}`")
    if not entry.page.strip():
        return Wording(f"`{value}` has no page: a docstring", f"`{value}` 没有说明（docstring）")
    return None
