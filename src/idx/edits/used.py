"""What was removed and is still spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Wording
from idx.edits.facts import Key
from idx.edits.references import references
from idx.resolve.example import HEADER, METHOD
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idx.diagnostics import Collector
    from idx.edits.draft import Draft

STILL_USED = Rule(
    "IDX121",
    Wording("something removed that is still used", "删除了仍在使用的内容"),
    Wording(
        "A formula, a condition or a method still names what an edit removes. Change these with edits too, or keep it.",
        "公式、条件或方法仍然用到被删除的内容。请一并修改它们，或保留该内容。",
    ),
    bad=HEADER + METHOD + "index total {\n  a unit %\n  b unit % formula a * 2\n}\nscenario s {\n  remove a\n}\n",
)


def report_used(draft: Draft, gone: Mapping[str, tree.Edit], file: tree.File, found: Collector) -> None:
    """Report the nodes that are gone in the end and that something still names."""
    lost = {name: edit for name, edit in gone.items() if Key("node", name) not in draft.facts}
    if not lost:
        return
    for key, fact in draft.facts.items():
        if not isinstance(fact, tree.Property):
            continue
        for word in references(fact):
            edit = lost.get(word.text)
            if edit is None or word.text in draft.names:
                continue
            user = draft.name(key.subject) if key.kind == "property" else "method"
            message = Wording(f"`{user}` still uses `{word.text}`", f"`{user}` 仍在使用 `{word.text}`")
            related = [Related(Wording("here", "在这里"), file.span(word))]
            help_ = Wording(
                f"change it too: `set {user}.{fact.keyword} … -> …`", f"请一并修改：`set {user}.{fact.keyword} … -> …`"
            )
            found.add(STILL_USED, message, file.span(edit.path), related=related, help=help_)
