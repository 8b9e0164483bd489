"""The 4-12-27 framework of 2025 as text for any periods, and random panels for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

FIRST_PERIOD = 1995
PERIODS = 30

Tree: TypeAlias = Mapping[str, "Tree"]
"""Names of nodes, each with its children; an indicator has none."""


def branch(**children: Tree | str) -> Tree:
    """State a composite: each child is a tree, or the names of its indicators in one string."""
    return {
        name: {indicator: {} for indicator in child.split()} if isinstance(child, str) else child
        for name, child in children.items()
    }


FRAMEWORK_2025: Tree = branch(
    total=branch(
        foundation=branch(
            industry_oriented_research="rd_programme joint_fund_share",
            patent_supply="patents pct_share",
        ),
        enterprise=branch(
            innovation_vitality="enterprise_rd rd_personnel innovating_firms_share",
            collaborative_rd="supplier_cooperation_share enterprise_funded_rd_share",
            innovative_firms="fortune500_tech_share unicorn_share hightech_enterprises",
        ),
        pathway=branch(
            innovation_platforms="technology_platforms incubators",
            factor_concentration="equity_investment computing_power",
            service_support="technology_market_share inspection_reports",
            standards_leadership="national_standards international_standards_adopted",
        ),
        effect=branch(
            commercialisation="patent_industrialisation_rate new_product_revenue_share",
            industrial_upgrading="hightech_manufacturing_share numerical_control_rate hightech_export_share",
            industrial_agglomeration="hightech_zone_gdp_share industrial_clusters",
        ),
    )
)


def nodes(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Walk every node with its children, parents first."""
    for name, children in tree.items():
        yield name, children
        yield from nodes(children)


def indicators(tree: Tree) -> list[str]:
    """List the indicators in the order of the tree."""
    return [name for name, children in nodes(tree) if not children]


def levels(tree: Tree) -> list[dict[str, list[str]]]:
    """List the composites with their children's names level by level, the deepest level first."""
    composites = {name: list(children) for name, children in tree.items() if children}
    below = {name: child for children in tree.values() for name, child in children.items()}
    return [*levels(below), composites] if composites else []


INDICATORS = indicators(FRAMEWORK_2025)
LEVELS = levels(FRAMEWORK_2025)
COMPOSITES = [name for level in LEVELS for name in level]
NODES = INDICATORS + COMPOSITES
KEYS = ["entity", "period"]


def text(tree: Tree, periods: int = PERIODS) -> str:
    """Write the framework with the methods of the 2025 report, for so many periods from FIRST_PERIOD."""
    return "\n".join(
        [
            'framework benchmark "Benchmark"',
            'version "1"',
            "method {",
            f"  periods {FIRST_PERIOD}..{FIRST_PERIOD + periods - 1}",
            "  impute gaps by log_linear",
            "  impute latest by carry_forward",
            "  normalise symmetric_growth",
            "  weighting equal",
            "  aggregate arithmetic",
            f"  link chain(base = {FIRST_PERIOD}, value = 100)",
            "}",
            *(f"index {line}" for line in _statements(tree)),
            "",
        ]
    )


def _statements(tree: Tree) -> Iterator[str]:
    for name, children in tree.items():
        yield f"{name} {{\n{_block(children)}\n}}" if children else name


def _block(tree: Tree) -> str:
    return "\n".join(_statements(tree))


def complete(names: Sequence[str], entities: int, periods: int = PERIODS) -> pl.DataFrame:
    """Draw a positive random walk for every name and entity: a wide frame sorted by entity, then period."""
    random = np.random.default_rng(2025)
    codes = pl.Series("entity", [f"{number:06d}" for number in range(entities)])
    years = np.arange(FIRST_PERIOD, FIRST_PERIOD + periods)

    def walk() -> npt.NDArray[np.float64]:
        return np.exp(np.cumsum(random.normal(0.03, 0.08, (entities, periods)), axis=1) + random.uniform(0, 5)).ravel()

    return pl.DataFrame(
        {
            "entity": codes.gather(np.repeat(np.arange(entities), periods)),
            "period": np.tile(years, entities),
            **{name: walk() for name in names},
        }
    )


def with_gaps(frame: pl.DataFrame, share: float = 0.05) -> pl.DataFrame:
    """Empty a random share of the cells, never in the first period, so that every series begins with an observation."""
    random = np.random.default_rng(5)
    later = frame["period"] > FIRST_PERIOD
    return frame.with_columns(
        pl.when(~(later & pl.Series(random.random(frame.height) < share))).then(pl.col(name)).alias(name)
        for name in frame.columns[2:]
    )
