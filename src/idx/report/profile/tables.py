"""The profile of an entity as tables: where it stands, what it is good and bad at, who is like it, what is lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx import graph
from idx.diagnostics import Wording, said
from idx.model import Composite, label
from idx.report.numbers import rounded
from idx.report.ranking import TIES, moved, place
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from idx.analysis.profile.whole import Profile
    from idx.diagnostics import Language

STANDING = Wording("Where it stands", "总体位置")
STRENGTHS = Wording("Strengths", "优势指标")
WEAKNESSES = Wording("Weaknesses", "弱势指标")
PEERS = Wording("Nearest peers", "最相近的评价对象")
LACKING = Wording("Missing and estimated", "缺失与估计")
VALUE, RANK, OF = Wording("value", "数值"), Wording("rank", "位次"), Wording("of", "参评数")
SD = Wording("sd", "标准差数")
RAW, UNIT, STATUS = Wording("raw", "原始值"), Wording("unit", "单位"), Wording("status", "状态")
ENTITY, DISTANCE = Wording("entity", "评价对象"), Wording("distance", "距离")
NOTE = Wording(
    "Value: the index where it is linked, else the score. sd: standard deviations better (+) or worse (−) than the "
    "mean of all.",
    "数值：有链接的取指数，否则取得分。标准差数：比全体均值好（+）或差（−）多少个标准差。",
)
NEAR = Wording(
    "Distance: over the indicators that both have, the root of the mean squared difference in standard deviations.",
    "距离：就双方都有的指标，以标准差计的差值的均方根。",
)
MISSING = Wording("missing", "缺失")
FILLED = Wording("filled", "插补")
ESTIMATED = Wording("marked as estimated", "标注为估计")


class Wish(NamedTuple):
    """How a profile is said: languages as ever, decimals, and how many strengths, weaknesses and peers."""

    language: str | None = None
    speech: Language = "en"
    digits: int = 1
    top: int = 5

    def say(self, wording: Wording) -> str:
        """Return a wording in the language of remarks."""
        return said(wording, self.speech)

    def number(self, value: float | None) -> Cell:
        """Return a number rounded."""
        return Cell(rounded(value, self.digits).replace("-", "−"), number=value)

    def difference(self, value: float | None) -> Cell:
        """Return a difference rounded, with its sign."""
        text = rounded(value, self.digits)
        plus = "+" if value is not None and value > 0 and set(text) - set("0.") else ""
        return Cell(plus + text.replace("-", "−"), number=value)


def profile_tables(profile: Profile, wish: Wish) -> Iterator[Table]:
    """Yield the tables of a profile; those with nothing in them are left out."""
    framework = profile.result.framework
    title = " · ".join(
        part
        for part in (
            profile.entity,
            label(framework, wish.language),
            framework.version,
            profile.period,
            _group(profile, wish),
        )
        if part
    )
    yield Table((), [], title, ())
    yield _standing(profile, wish)
    for heading, frame in ((STRENGTHS, profile.strengths), (WEAKNESSES, profile.weaknesses)):
        if frame.height:
            yield _best(profile, frame.head(wish.top), heading, wish)
    if profile.peers.height:
        yield _peers(profile, wish)
    if profile.lacking.height:
        yield _lacking(profile, wish)


def _group(profile: Profile, wish: Wish) -> str | None:
    if profile.group is None:
        return None
    column = profile.result.framework.columns[profile.group]
    none = Wording("none", "未分组")
    return f"{label(column, wish.language)} {profile.in_group or wish.say(none)}"


def _standing(profile: Profile, wish: Wish) -> Table:
    framework = profile.result.framework
    levels = graph.levels(graph.build(framework))
    mean, median = Wording("mean", "均值"), Wording("median", "中位数")
    difference = Wording("± mean", "与均值之差"), Wording("± median", "与中位数之差")
    headings = [VALUE, RANK, OF, mean, difference[0], median, difference[1], SD]
    if profile.in_group is not None:
        headings += [
            Wording("group rank", "组内位次"),
            Wording("group mean", "组内均值"),
            Wording("± group", "与组均值之差"),
        ]
    rows = []
    for row in profile.nodes.iter_rows(named=True):
        node = framework.nodes[row["node"]]
        cells = [
            wish.number(row["value"]),
            _rank(row["rank"], row["change"]),
            Cell(str(row["ranked"]), number=row["ranked"]),
            *(wish.number(row["mean"]), wish.difference(row["from_mean"])),
            *(wish.number(row["median"]), wish.difference(row["from_median"])),
            wish.difference(row["standing"]),
        ]
        if profile.in_group is not None:
            within = "–" if row["group_rank"] is None else f"{place(row['group_rank'])} / {row['group_ranked']}"
            cells += [Cell(within), wish.number(row["group_mean"]), wish.difference(row["from_group_mean"])]
        style = "bold" if isinstance(node, Composite) else ""
        rows.append((Cell(label(node, wish.language), style, levels[row["node"]]), *cells))
    columns = (Column("", "left", folds=True), *(Column(wish.say(heading)) for heading in headings))
    ties = TIES[profile.ties]
    arrows = Wording(
        f"1 is best; {ties.en}. ↑ and ↓: places gained and lost since the period before.",
        f"1 为最好；{ties.zh}。↑、↓：与上一期相比上升、下降的位数。",
    )
    return Table(columns, rows, wish.say(STANDING), (wish.say(NOTE), wish.say(arrows)))


def _rank(rank: float | None, change: float | None) -> Cell:
    return Cell(f"{place(rank)} {moved(change)}", number=rank)


def _best(profile: Profile, frame: pl.DataFrame, heading: Wording, wish: Wish) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in frame.iter_rows(named=True):
        node = profile.result.framework.nodes[row["node"]]
        rows.append(
            (
                Cell(label(node, wish.language)),
                Cell(getattr(node, "unit", None) or ""),
                Cell(f"{row['raw']:.6g}".replace("-", "−") if row["raw"] is not None else "–", number=row["raw"]),
                wish.number(row["value"]),
                _rank(row["rank"], row["change"]),
                Cell(str(row["ranked"]), number=row["ranked"]),
                wish.difference(row["standing"]),
            )
        )
    heads = (Column("", "left", folds=True), Column(wish.say(UNIT), "left"))
    columns = (*heads, *(Column(wish.say(each)) for each in (RAW, VALUE, RANK, OF, SD)))
    return Table(columns, rows, wish.say(heading))


def _peers(profile: Profile, wish: Wish) -> Table:
    head = profile.result.framework.nodes[profile.headline]
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(row["entity"]),
            Cell(rounded(row["distance"], 2), number=row["distance"]),
            wish.number(row["value"]),
            Cell(place(row["rank"]), number=row["rank"]),
        )
        for row in profile.peers.head(wish.top).iter_rows(named=True)
    ]
    columns = (Column(wish.say(ENTITY), "left"), *(Column(wish.say(each)) for each in (DISTANCE, VALUE, RANK)))
    named = label(head, wish.language)
    of = Wording(f"Value and rank: those of {named}.", f"数值和位次：{named}。")
    return Table(columns, rows, wish.say(PEERS), (wish.say(NEAR), wish.say(of)))


def _lacking(profile: Profile, wish: Wish) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in profile.lacking.iter_rows(named=True):
        node = profile.result.framework.nodes[row["node"]]
        why = MISSING if row["raw"] is None else FILLED if row["filled"] else ESTIMATED
        raw = Cell("–" if row["raw"] is None else f"{row['raw']:.6g}".replace("-", "−"), number=row["raw"])
        rows.append((Cell(label(node, wish.language)), Cell(f"{row['status']}  {wish.say(why)}"), raw))
    columns = (Column("", "left", folds=True), Column(wish.say(STATUS), "left"), Column(wish.say(RAW)))
    return Table(columns, rows, wish.say(LACKING))
