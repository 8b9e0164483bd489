"""Frequent slips in edits, scenarios and conditions, each with a message that teaches the form."""

from __future__ import annotations

import re

from idx.diagnostics import Diagnostic, TextEdit, Wording, sole
from idx.syntax.condition_slips import condition_slip
from idx.syntax.entity_slips import entity_slip
from idx.syntax.errors import DIGIT_NAME, MISSPELT, PROPERTIES
from idx.syntax.fault import Fault, missing_arrow, unexpected, unquoted
from idx.syntax.set_slips import INSTEAD, SAID, UNQUOTED, bare_unit, read_set, set_slip

VERBS = {"SET", "ADD", "REMOVE", "RENAME", "MOVE"}
OF_FILES_ONLY = {"framework", "version", "source", "note", "extends", "method", "scenario"}
DIGIT_FIRST = re.compile(r"[0-9]+[^\W\d]\w*")
ADD_TO = re.compile(r"add[^\S\n]+(?P<node>[^\W\d]\w*)\b.*?\bto[^\S\n]+(?P<composite>[^\W\d]\w*)")


def slip(fault: Fault) -> Diagnostic | None:
    """Return the diagnostic for a frequent slip, or None."""
    if not fault.tokens:
        return _out_of_place(fault)
    looks = (
        condition_slip,
        _bare_reason,
        _digit_first,
        set_slip,
        _add,
        entity_slip,
        _without_arrow,
        _bare_path,
        _before_last,
        _before,
    )
    return next((found for look in looks if (found := look(fault))), None)


def instead_of_arrow(fault: Fault) -> Diagnostic | None:
    """Return what is wrong where something else stands for `->`, or None; reading can go on as if it stood there."""
    match = INSTEAD.match(fault.text, fault.position)
    if match is None or "ARROW" not in fault.expected:
        return None
    stated = read_set(fault)
    if stated and (stated.says_only(SAID) or bare_unit(stated)):
        return None
    span = fault.span(*match.span())
    message = Wording(f"`{span.text}` does not fit here", f"此处不能出现 `{span.text}`")
    help_ = Wording("between what is and what comes stands `->`", "原来的与新的之间写 `->`")
    return unexpected(message, span, help_, TextEdit(span, "->"))


def _out_of_place(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with a statement of a whole file in a scenario."""
    if "SET" not in fault.expected or "FRAMEWORK" in fault.expected or fault.word not in OF_FILES_ONLY:
        return None
    message = Wording(f"`{fault.word}` cannot stand in a scenario", f"情景中不能写 `{fault.word}`")
    help_ = Wording(
        "a scenario holds edits, such as `set method.normalise OLD -> NEW`, and statements that only add",
        "情景中只写修改（如 `set method.normalise 旧值 -> 新值`）和只作增加的语句",
    )
    return unexpected(message, fault.at, help_)


def _bare_reason(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with a reason that lacks its quotes."""
    if fault.tokens[-1].type != "BECAUSE":
        return None
    return unquoted(fault, Wording("a reason stands in quotes", "理由要写在引号中"), fault.position, fault.rest)


def _bare_path(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with a file that lacks its quotes."""
    if fault.tokens[-1].type != "EXTENDS":
        return None
    match = UNQUOTED.match(fault.text, fault.position)
    message = Wording("the path of a file stands in quotes", "文件路径要写在引号中")
    return unquoted(fault, message, fault.position, match.group()) if match else None


def _digit_first(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with a name that begins with a digit, where a node is named that stands elsewhere."""
    match = DIGIT_FIRST.match(fault.text, fault.position)
    if match is None or "NAME" not in fault.expected or fault.tokens[0].type not in VERBS:
        return None
    span = fault.span(*match.span())
    message = Wording(f"a name cannot begin with a digit: `{span.text}`", f"名称不能以数字开头：`{span.text}`")
    help_ = Wording("write the name that it has in the trees", "请写它在指标树中的名称")
    if any(token.type == "ARROW" for token in fault.tokens):
        help_ = Wording("begin it with a letter or `_`", "请以文字或 `_` 开头")
    return Diagnostic(DIGIT_NAME, message, span, help=help_)


def _add(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with an `add` that does not go on with `to NAME {`."""
    match [token.type for token in fault.tokens]:
        case ["ADD"]:
            match = ADD_TO.match(fault.text, fault.tokens[0].start_pos or 0)
            message = Wording("`add` says first what it adds to", "`add` 要先写加到哪里")
            return _in_braces(fault, message, match["composite"], match["node"]) if match else None
        case ["ADD", "TO", "NAME"] if fault.kind != "DOT":
            message = Wording("what is added stands in braces", "新增的节点要写在花括号中")
            return _in_braces(fault, message, str(fault.tokens[2]), "" if fault.ends else fault.rest)
        case _:
            return None


def _in_braces(fault: Fault, message: Wording, composite: str, node: str) -> Diagnostic:
    added = Wording(f"`{node}`", f"`{node}` ") if node else Wording("what is added", "新增的节点")
    help_ = Wording(
        f"write `add to {composite} {{`, then {added.en} on a line of its own, then `}}`",
        f"先写 `add to {composite} {{`，{added.zh}另起一行，最后写 `}}`",
    )
    return unexpected(message, fault.at, help_)


def _before_last(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with a property behind `before`."""
    if [token.type for token in fault.tokens[-2:]] != ["BEFORE", "NAME"] or fault.word not in PROPERTIES:
        return None
    message = Wording(f"`{fault.word}` stands in front of `before`", f"`{fault.word}` 要写在 `before` 前面")
    help_ = Wording("`before NAME` comes last, behind all properties", "`before 名称` 写在最后，在所有属性之后")
    return unexpected(message, fault.at, help_)


def _before(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with `before` where it is misspelt, or where its node is not added by an edit."""
    word = fault.tokens[-1]
    if fault.expected != {"STRING"} or word.type != "NAME" or len(fault.tokens) < 2 or fault.kind != "NAME":
        return None
    place = fault.span(word.start_pos or 0, word.end_pos or 0)
    if fault.block == "add" and sole(str(word), (*PROPERTIES, "before")) == "before":
        message = Wording(f"`{word}` is no property", f"`{word}` 不是属性")
        help_ = Wording("did you mean `before`?", "是否想写 `before`？")
        return Diagnostic(MISSPELT, message, place, help=help_, edits=(TextEdit(place, "before"),))
    if word == "before":
        message = Wording("`before` belongs to what an edit adds or moves", "`before` 只用于修改中新增或移动的节点")
        return unexpected(message, place, Wording("move the line to its place", "请把这一行移到应在的位置"))
    return None


def _without_arrow(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with a `rename` or `move` that does not say what comes."""
    verb = str(fault.tokens[0])
    if verb not in {"rename", "move"} or "ARROW" not in fault.expected:
        return None
    if fault.ends:
        new = Wording("name", "名称") if verb == "rename" else Wording("parent", "上级")
        message = Wording(f"the new {new.en} is missing", f"缺少新的{new.zh}")
        help_ = Wording(f"write `{fault.before} -> {new.en.upper()}`", f"写成 `{fault.before} -> 新{new.zh}`")
        return unexpected(message, fault.at, help_)
    if fault.kind == "DOT":
        message = Wording("a node is renamed by its own name, without its parent", "重命名只写节点自己的名称")
        return unexpected(message, fault.at, Wording("write `rename OLD -> NEW`", "写成 `rename 旧名 -> 新名`"))
    if fault.word == "before":
        message = Wording("a `move` says the parent, even where it stays", "`move` 要写上级，即使上级不变")
        forms = (f"{fault.before} -> {parent} {fault.rest}" for parent in ("PARENT", "上级"))
        return unexpected(message, fault.at, Wording(f"write `{next(forms)}`", f"写成 `{next(forms)}`"))
    return missing_arrow(fault) if fault.kind == "NAME" else None
