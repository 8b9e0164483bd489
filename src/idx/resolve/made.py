"""Entities that are made of others: of which, and by which rule each series and indicator is put together for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Wording, choose_from
from idx.methods import registry
from idx.model import MadeEntity
from idx.resolve.columns import ALLOWED, own_properties
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.formulas import BUILT_IN_GROUP
from idx.resolve.reading import EXPRESSIONS, text_of
from idx.resolve.statements import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.diagnostics import Collector
    from idx.formula.expression import Formula
    from idx.model import Column, Indicator
    from idx.resolve.formulas import FormulaBinder
    from idx.syntax import tree

GROUP = 'group region "Region"\n'
MADE = 'entity east where region is "east"\n'

SAME_NAME = Rule(
    "IDX126",
    Wording("two entities of one name", "两个评价对象同名"),
    Wording(
        "Results and formulas know an entity by its name, or by the name that `code` gives it; no two have the same.",
        "结果和公式按名称识别评价对象，有 `code` 时按 `code` 写明的名称；任何两个都不能相同。",
    ),
    bad=HEADER + GROUP + MADE + 'entity west where region is "west" code "east"\n' + METHOD + INDEX,
)
MEMBERS = Rule(
    "IDX250",
    Wording("an entity that does not say what it is made of", "没有写明由谁汇总的评价对象"),
    Wording(
        "`entity NAME where CONDITION` makes an entity of others, the same ones in every period: so its condition "
        'speaks of groups and of `entity`, never of numbers (`where region is "east"`, `where entity is not "US"`).',
        "`entity NAME where CONDITION` 由其他评价对象汇总成一个评价对象，各时期的成员相同；因此条件只能引用分组变量和 "
        '`entity`，不能引用数值（`where region is "east"`、`where entity is not "US"`）。',
    ),
    bad=HEADER + "series x unit %\nentity large where x > 100\n" + METHOD + INDEX,
)
UNSTATED = Rule(
    "IDX251",
    Wording("a series without a rule for entities made of others", "没有写明如何汇总的数据序列"),
    Wording(
        "Where a file makes entities of others, each series and each indicator with data of its own says how: "
        "`across sum`, `across mean`, `across mean(weights = …)`. Formulas are computed for the entity after that.",
        "文件中若有由其他评价对象汇总而成的评价对象，每个数据序列和每个有自身数据的指标都要写明如何汇总："
        "`across sum`、`across mean` 或 `across mean(weights = …)`。公式在汇总之后再为它计算。",
    ),
    bad=HEADER + GROUP + MADE + METHOD + INDEX,
)


def made_entities(
    file: tree.File, found: Collector, columns: Iterable[tree.Column], formulas: FormulaBinder
) -> tuple[MadeEntity, ...]:
    """Return the entities that a file makes of others, those with errors left out."""
    shown: dict[str, tree.Column] = {}
    built = []
    for column in columns:
        if column.keyword != "entity":
            continue
        made = _made(file, found, column, formulas)
        if made is None:
            continue
        earlier = shown.setdefault(made.shown, column)
        if earlier is not column:
            message = Wording(f"two entities are called `{made.shown}`", f"有两个评价对象都叫 `{made.shown}`")
            related = [Related(Wording("the other one", "另一个"), file.span(earlier.name))]
            found.add(SAME_NAME, message, file.span(column.name), related=related)
        built.append(made)
    return tuple(built)


def _made(file: tree.File, found: Collector, column: tree.Column, formulas: FormulaBinder) -> MadeEntity | None:
    own = own_properties(file, found, column)
    said = labels(file, found, column.labels, ALLOWED["entity"])
    name = column.name.text
    stated = own.get(("where", ""))
    if stated is None or not isinstance(stated.value, EXPRESSIONS):
        message = Wording(f"`{name}` has no condition", f"`{name}` 没有写条件")
        help_ = Wording('say of which entities it is made: `where GROUP is "…"`', '请写明成员：`where GROUP is "…"`')
        found.add(MEMBERS, message, file.span(column.name), help=help_)
        return None
    where = formulas.condition(stated.value)
    if where is None or _reads_numbers(found, where, formulas):
        return None
    return MadeEntity(
        name=name,
        labels=said,
        source=text_of(own, "source"),
        note=text_of(own, "note"),
        code=text_of(own, "code"),
        where=where,
        span=file.span(column.name),
    )


def _reads_numbers(found: Collector, where: Formula, formulas: FormulaBinder) -> bool:
    """Whether a condition reads data that can differ from period to period; report the first that it reads."""
    for value in where.values:
        if value.name != BUILT_IN_GROUP and formulas.kinds.get(value.name) != "group":
            message = Wording(
                f"`{value.name}` is no group: the members of an entity are the same in every period",
                f"`{value.name}` 不是分组变量：评价对象的成员在各时期都相同",
            )
            groups = [name for name, kind in formulas.kinds.items() if kind == "group"]
            found.add(MEMBERS, message, value.span, help=choose_from([*groups, BUILT_IN_GROUP]))
            return True
    return False


def check_across(found: Collector, made: Sequence[MadeEntity], measured: Iterable[Column | Indicator]) -> None:
    """Report what has data and does not say how an entity gets its own from others, where there is such an entity."""
    silent = [item for item in measured if item.across is None]
    if not made or not silent:
        return
    shown, more = [f"`{item.name}`" for item in silent[:3]], " …" if len(silent) > 3 else ""
    choices = choose_from([*registry.names("across"), "mean(weights = …)"])
    found.add(
        UNSTATED,
        Wording(
            f"`{made[0].name}` is made of others, and {len(silent)} series or indicators do not say how: "
            f"{', '.join(shown)}{more}",
            f"`{made[0].name}` 由其他评价对象汇总，而有 {len(silent)} 个数据序列或指标没有写明如何汇总："
            f"{'、'.join(shown)}{more}",
        ),
        silent[0].span,
        help=Wording(f"state `across` on each; {choices.en}", f"请逐一写明 `across`；{choices.zh}"),
        related=[Related(Wording("the entity", "该评价对象"), made[0].span)],
    )
