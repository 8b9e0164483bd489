"""Framework files as text, whatever kind of UTF-8 they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, DataPlace, Outcome, Rule, Wording
from idx.source import Source

if TYPE_CHECKING:
    from pathlib import Path

NOT_TEXT = Rule(
    "IDX009",
    Wording("a file that is not UTF-8 text", "文件不是 UTF-8 文本"),
    Wording(
        "Framework files are UTF-8 (with or without a byte-order mark), so that every editor and Git show them alike.",
        "指标体系文件采用 UTF-8 编码（有无字节顺序标记均可），这样在各种编辑器和 Git 中显示一致。",
    ),
)

BYTE_ORDER_MARK = "\ufeff"


def decoded(name: str, content: bytes) -> Outcome[str]:
    """Return a file's content as text, its byte-order mark and line ends as they are."""
    try:
        return Outcome(content.decode())
    except UnicodeDecodeError as error:
        found = Collector()
        message = Wording(
            f"{name} is not UTF-8 text: byte {error.start} begins no character",
            f"{name} 不是 UTF-8 文本：第 {error.start} 字节处不是字符的开头",
        )
        help_ = Wording("save the file as UTF-8", "请把文件另存为 UTF-8 编码")
        return found.add(NOT_TEXT, message, DataPlace(name), help=help_).outcome(None)


def read_source(path: Path, name: str | None = None, folder: Path | None = None) -> Outcome[Source]:
    """Read a framework file's text; messages call it by `name`, else by its path.

    Its own paths are relative to `folder`, else to where it lies.

    Raises:
        OSError: if the file cannot be read.
    """
    called = name or str(path)
    text = decoded(called, path.read_bytes())
    if text.value is None:
        return Outcome(None, text.diagnostics)
    plain = text.value.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")
    return Outcome(Source(called, plain, folder or path.parent))
