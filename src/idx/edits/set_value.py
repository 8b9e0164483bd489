"""The verb `set`: a value in the place of the one that is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Related, Rule, Wording
from idx.edits.arguments import parameter_of, same_value, stated_argument, value_of, with_argument
from idx.edits.facts import Key
from idx.edits.force import in_force
from idx.edits.meaning import same
from idx.edits.paths import Paths
from idx.edits.references import named_kind, names_entity
from idx.edits.settings import UNFIT, fact_of
from idx.edits.written import written
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.edits.draft import Draft
    from idx.edits.facts import Fact
    from idx.edits.paths import Target

STALE = Rule(
    "IDX116",
    Wording("an edit whose old value does not hold", "修改所写的原值与现状不符"),
    Wording(
        "`set PATH old -> new` names the value in force, stated there or inherited (`unset` where nothing is stated). "
        "When the base no longer says so, the edit was written for another state of things, and somebody has to look.",
        "`set PATH old -> new` 中的 old 是当前有效的值，无论写在该处还是继承而来（未写明时为 `unset`）。"
        "如果基础文件已不是这个值，说明这条修改针对的是另一种情况，需要有人核对。",
    ),
    bad=HEADER + METHOD + INDEX + "scenario s {\n  set a.unit 家 -> 个\n}\n",
)
NO_CHANGE = Rule(
    "IDX117",
    Wording("an edit that changes nothing", "没有任何作用的修改"),
    Wording(
        "An edit that leaves everything as it is would mislead whoever reads it: take it away, or correct it.",
        "不改变任何内容的修改会误导读者：请删去，或加以更正。",
    ),
    bad=HEADER + METHOD + INDEX + "scenario s {\n  set a.unit % -> %\n}\n",
)
SET_TWICE = Rule(
    "IDX118",
    Wording("two edits of one property", "同一属性修改了两次"),
    Wording(
        "Within a file each property is set once, so that no reader has to follow it from edit to edit.",
        "同一文件中每个属性只修改一次，读者不必逐条追踪。",
    ),
    bad=HEADER + METHOD + INDEX + "scenario s {\n  set a.unit % -> 家\n  set a.unit 家 -> 个\n}\n",
)

UNSET = Wording("not stated", "没有写明")


def set_value(
    draft: Draft, edit: tree.Edit, file: tree.File, found: Collector, done: dict[tuple[Key, str], tree.Edit]
) -> None:
    """Carry out a `set`, or report why it cannot be; `done` holds the edits of the file so far."""
    if edit.old is None or edit.new is None:
        raise TypeError(edit)
    target = Paths(draft, file, found).target(edit.path)
    if target is None or _again(target, edit, file, found, done):
        return
    if target.key.kind == "data":
        _set_data(draft, edit, file, found, done)
    elif target.argument is not None:
        _set_argument(draft, edit, target, file, found)
    else:
        _set_fact(draft, edit, target.key, file, found)


def _again(
    target: Target, edit: tree.Edit, file: tree.File, found: Collector, done: dict[tuple[Key, str], tree.Edit]
) -> bool:
    if target.key.kind == "data":
        return False
    argument = target.argument.text if target.argument else ""
    same_key = [name for key, name in done if key == target.key]
    earlier = next((name for name in same_key if not argument or not name or name == argument), None)
    if earlier is None:
        done[target.key, argument] = edit
        return False
    _twice(done[target.key, earlier], edit, file, found)
    return True


def _twice(first: tree.Edit, again: tree.Edit, file: tree.File, found: Collector) -> None:
    related = [Related(Wording("it is set here first", "这里已经修改过"), file.span(first))]
    message = Wording(f"`{again.path}` is set twice", f"`{again.path}` 修改了两次")
    help_ = Wording("keep one of the two", "请只保留其中一条")
    found.add(SET_TWICE, message, file.span(again), related=related, help=help_)


def _set_fact(draft: Draft, edit: tree.Edit, key: Key, file: tree.File, found: Collector) -> None:
    old, new = _side(key, edit.old, file, found), _side(key, edit.new, file, found)
    if isinstance(old, _Refused) or isinstance(new, _Refused):
        return
    stated = draft.facts.get(key)
    now = in_force(draft, key)
    before = draft.guarded(old) if isinstance(old, tree.Property) else old
    after = draft.identified(new) if isinstance(new, tree.Property) else new
    holds = stated is None if old is None else same(before, draft.settled(now))
    if not holds:
        _stale(draft, edit, stated or (now if old is not None else None), file, found)
    elif same(after, draft.settled(stated)) or (old is not None and new is not None and same(before, after)):
        _nothing(edit, file, found)
    else:
        draft.put(key, new)


class _Refused(NamedTuple):
    """What a side of a `set` is that the property cannot have."""


REFUSED = _Refused()


def _side(key: Key, setting: tree.Setting | None, file: tree.File, found: Collector) -> Fact | _Refused | None:
    """Return what one side of a `set` states; `REFUSED` with a diagnostic."""
    if setting is None:
        raise TypeError(key)
    fact = fact_of(key, setting, file, found)
    return REFUSED if fact is None and setting.value is not None else fact


def _set_data(
    draft: Draft, edit: tree.Edit, file: tree.File, found: Collector, done: dict[tuple[Key, str], tree.Edit]
) -> None:
    old, new = _side(Key("data"), edit.old, file, found), _side(Key("data"), edit.new, file, found)
    if isinstance(old, _Refused) or isinstance(new, _Refused):
        return
    stated = {key: fact for key, fact in draft.facts.items() if key.kind == "data"}
    key = next(
        (key for key, fact in stated.items() if isinstance(fact, tree.Data) and _is_named(draft, fact, old)), None
    )
    if old is not None and key is None:
        _stale(draft, edit, next(iter(stated.values()), None) if len(stated) < 2 else None, file, found)
        return
    again = key or (Key("data", new.called) if isinstance(new, tree.Data) else Key("data"))
    if (earlier := done.get((again, "data"))) is not None:
        _twice(earlier, edit, file, found)
        return
    if same(old, new) and not draft.renames_entities:  # with names of now, the same path can hold other names
        _nothing(edit, file, found)
        return
    if key is not None:
        draft.put(key, None)
    now = Key("data", new.called) if isinstance(new, tree.Data) else key
    if isinstance(new, tree.Data):
        draft.put(Key("data", new.called), new)
    if now is not None:
        done[now, "data"] = edit


def _is_named(draft: Draft, data: tree.Data, old: Fact | None) -> bool:
    """Whether a guard names a data statement: what that implies of the names in its table need not be said."""
    return isinstance(old, tree.Data) and same(draft.guarded_data(old), data._replace(implied=()))


def _set_argument(draft: Draft, edit: tree.Edit, target: Target, file: tree.File, found: Collector) -> None:
    prop = in_force(draft, target.key)
    old, new, name = edit.old, edit.new, target.argument
    if old is None or new is None or name is None:
        raise TypeError(edit)
    if not isinstance(prop, tree.Property):
        _stale(draft, edit, None, file, found)
        return
    parameter = parameter_of(prop, name, file, found)
    if parameter is None:
        return
    for side in (old, new):
        if side.value is not None and value_of(side) is None:
            message = Wording(f"`{name.text}` cannot be this", f"`{name.text}` 不能取这样的值")
            found.add(UNFIT, message, file.span(side))
            return
    kind = named_kind(parameter)
    old, new = draft.identified_name(old, kind), draft.identified_name(new, kind)
    if names_entity(parameter):
        old, new = draft.identified_entity(old), draft.identified_entity(new)
    stated = stated_argument(prop, parameter)
    now, before, after = stated.value if stated else None, value_of(old), value_of(new)
    holds = stated is None if before is None else same_value(parameter, now, before)
    if not holds:
        _stale(draft, edit, stated, file, found)
    elif same_value(parameter, now, after) and (stated is None) == (after is None):
        _nothing(edit, file, found)
    else:
        settled = draft.settled(prop)
        if not isinstance(settled, tree.Property):
            raise TypeError(settled)
        changed = with_argument(settled, parameter, new)
        draft.put(target.key, changed)
        del draft.written[target.key]  # its names are identities already


def _nothing(edit: tree.Edit, file: tree.File, found: Collector) -> None:
    message = Wording(f"`{edit.path}` is that already", f"`{edit.path}` 已经是这个值")
    help_ = Wording("take the edit away, or correct its new value", "请删去这条修改，或更正新值")
    found.add(NO_CHANGE, message, file.span(edit), help=help_)


PLACED = tree.Property | tree.Argument | tree.Text | tree.Word | tree.Data


def _stale(draft: Draft, edit: tree.Edit, now: Fact | tree.Argument | None, file: tree.File, found: Collector) -> None:
    """Report a guard that does not hold, with the place of what is in force."""
    if edit.old is None:
        raise TypeError(edit)
    path = str(edit.path)
    value = written(now, draft.text, draft.name, draft.entity_name) if now is not None else None
    taken = f"`{draft.text[edit.old.start : edit.old.end]}`" if edit.old.value is not None else None
    message = Wording(
        f"the edit takes `{path}` to be {taken or UNSET.en}; it is {f'`{value}`' if value else UNSET.en}",
        f"修改认为 `{path}` {f'是 {taken}' if taken else UNSET.zh}，实际{f'是 `{value}`' if value else UNSET.zh}",
    )
    place = now if isinstance(now, PLACED) and now.end else None
    related = [Related(Wording("this is in force", "当前有效的是这里"), file.span(place))] if place else []
    form = f"set {path} {value or 'unset'} -> …"
    help_ = Wording(
        f"if the edit still holds, write `{form}`; look first at what has changed in the base",
        f"如果这条修改仍然成立，请写成 `{form}`；请先核对基础文件有何变化",
    )
    found.add(STALE, message, file.span(edit.old), related=related, help=help_)
