"""Files that extend others: read a base and its bases, apply the edits, and resolve what comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Collector, Outcome, Related, Rule, Wording, did_you_mean
from idx.edits.apply import apply_statements
from idx.edits.facts import Key
from idx.edits.layers import shifted
from idx.edits.reading import stated_of
from idx.edits.tree_of import tree_of
from idx.project.sources import read_source
from idx.resolve import resolve
from idx.source import SourceSpan
from idx.syntax import tree
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from idx import model
    from idx.diagnostics import Diagnostic
    from idx.edits.facts import Stated
    from idx.source import Source

BASE = Rule(
    "IDX122",
    Wording("a base that cannot be used", "无法使用的基础文件"),
    Wording(
        'A version says `extends "PATH"`, relative to its own folder: a framework file, or another version, and never '
        "by way of others itself.",
        '版本文件用 `extends "PATH"` 指明基础文件，路径相对于自身所在的文件夹；可以是指标体系文件，也可以是另一个版本，'
        "但不能（直接或间接）引用自身。",
    ),
)


class Compiled(NamedTuple):
    """A text that was read: its tree with those of its bases applied to, and the framework that this states."""

    file: tree.File
    model: model.Framework
    stated: Stated | None = None


def extended(file: tree.File) -> tree.Header | None:
    """Return the statement in which a file names its base, or None."""
    found = (item for item in file.statements if isinstance(item, tree.Header) and item.keyword == "extends")
    return next(found, None)


def compile_text(source: Source) -> Outcome[Compiled]:
    """Parse and resolve a text, its bases included: the passes before any data."""
    parsed = parse(source)
    if parsed.value is None:
        return Outcome(None, parsed.diagnostics)
    base = extended(parsed.value)
    if base is None:
        return _resolved(parsed.value, None, parsed.diagnostics)
    found = Collector(list(parsed.diagnostics))
    stated = _stated(parsed.value, found, ())
    applied = found.outcome(stated)
    edits = Related(Wording("with the edits of this version", "经本版本修改后"), parsed.value.span(base))
    return _compiled(applied, edits, SourceSpan(source, 0, len(source.text)))


def edited(stated: Stated, source: Source) -> Outcome[Compiled]:
    """Return a framework with the edits of a text applied to what is stated."""
    parsed = parse(source)
    if parsed.value is None:
        return Outcome(None, parsed.diagnostics)
    file = _behind(stated, parsed.value)
    applied = apply_statements(stated, file, file.statements)
    own = SourceSpan(source, 0, len(source.text))
    return _compiled(applied, Related(Wording("with these edits", "经这些修改后"), own), own)


def in_scenario(stated: Stated, scenario: tree.Scenario) -> Outcome[Compiled]:
    """Return a framework with the edits of one of its scenarios applied."""
    file = tree.File(stated.source, scenario.statements, stated.texts)
    name = scenario.name.text
    by = Wording(f"with the edits of the scenario `{name}`", f"经情景 `{name}` 修改后")
    whole = tree.Word(name, scenario.start, scenario.end)
    applied = apply_statements(stated, file, scenario.statements)
    return _compiled(applied, Related(by, file.span(scenario.name)), file.span(whole))


def _compiled(applied: Outcome[Stated], edits: Related, own: SourceSpan) -> Outcome[Compiled]:
    """Resolve what is stated once edits are applied; what is found outside them is said to be so through them."""
    if applied.value is None:
        return Outcome(None, applied.diagnostics)
    resolved = _resolved(tree_of(applied.value), applied.value, ())
    told = (item if _lies_in(item, own) else replace(item, related=(*item.related, edits)) for item in resolved.errors)
    others = (item for item in resolved.diagnostics if item not in resolved.errors)
    return Outcome(resolved.value, (*applied.diagnostics, *told, *others))


def _lies_in(item: Diagnostic, own: SourceSpan) -> bool:
    place = item.place
    return isinstance(place, SourceSpan) and place.source == own.source and own.start <= place.start <= own.end


def _resolved(file: tree.File, stated: Stated | None, diagnostics: tuple[Diagnostic, ...]) -> Outcome[Compiled]:
    resolved = resolve(file)
    if resolved.value is None:
        return Outcome(None, (*diagnostics, *resolved.diagnostics))
    framework = resolved.value
    if stated is not None:
        asked = frozenset(code for base in stated.bases for code in _codes(base))
        framework = replace(framework, retired=asked.difference(_codes(stated)))
    return Outcome(Compiled(file, framework, stated), (*diagnostics, *resolved.diagnostics))


def _codes(stated: Stated) -> Iterator[str]:
    """Yield by which codes a framework can find data."""
    for identity in stated.identities():
        code = stated.facts.get(Key("property", identity, "code"))
        value = code.value if isinstance(code, tree.Property) else None
        yield value.text if isinstance(value, tree.Text) else stated.name(identity)


def _behind(stated: Stated, file: tree.File) -> tree.File:
    """Return a file whose positions count on from those of what it edits."""
    by = stated.end
    return tree.File(file.source, shifted(file.statements, by), (*stated.texts, tree.Layer(by, file.source)))


def _stated(file: tree.File, found: Collector, seen: tuple[Path, ...]) -> Stated | None:
    """Return what a file states with its bases, or None with diagnostics."""
    header = extended(file)
    if header is None:
        sound = resolve(file)
        found.items.extend(sound.errors)
        return stated_of(file) if sound.value is not None else None
    base = _base(file, header, found, seen)
    if base is None:
        return None
    source, seen = base
    parsed = parse(source)
    found.items.extend(parsed.diagnostics)
    stated = _stated(parsed.value, found, seen) if parsed.value is not None else None
    if stated is None or found.failed:
        return None
    behind = _behind(stated, file)
    return apply_statements(stated, behind, behind.statements, found).value


def _base(
    file: tree.File, header: tree.Header, found: Collector, seen: tuple[Path, ...]
) -> tuple[Source, tuple[Path, ...]] | None:
    """Read the text of a file's base; report one that is not there, or that extends this file in turn."""
    folder, written = file.source.folder, header.text
    if written is None or folder is None:
        message = Wording("a text that is no file has no base", "不是文件的文本没有基础文件")
        found.add(BASE, message, file.span(header))
        return None
    path = folder / written.text
    known = (*seen, path.resolve())
    span = file.span(written)
    if path.resolve() in seen:
        chain = " → ".join(item.name for item in known)
        message = Wording(f"the versions extend one another: {chain}", f"各版本互相引用：{chain}")
        help_ = Wording("one of them has to be a framework of its own", "其中必须有一个是独立的指标体系")
        found.add(BASE, message, span, help=help_)
        return None
    try:
        source = read_source(path)
    except OSError as error:
        _unreadable(path, written.text, error, span, found)
        return None
    found.items.extend(source.diagnostics)
    return (source.value, known) if source.value is not None else None


def _unreadable(path: Path, written: str, error: OSError, span: SourceSpan, found: Collector) -> None:
    near = [item.name for item in path.parent.glob("*.idx")] if path.parent.is_dir() else []
    reason = Wording(str(error.strerror), str(error.strerror))
    if isinstance(error, FileNotFoundError):
        reason = Wording("there is no such file", "没有这个文件")
    message = Wording(f"cannot read {written}: {reason.en}", f"无法读取 {written}：{reason.zh}")
    found.add(BASE, message, span, help=did_you_mean(path.name, near))
