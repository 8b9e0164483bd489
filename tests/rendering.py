"""Write a description as an .idx file and a table.

One meaning has many spellings (inherited or stated properties, weights as fractions, decimals or per cents, labels,
codes, blocks). The choice among them hangs on positions alone, so that a failing example prints the same twice.
"""

import polars as pl

from all_nodes import late_names
from descriptions import Composite, Description, Indicator
from period_names import Frequency, period_text
from spelling import (
    aggregate_text,
    chain_text,
    impute_texts,
    missing_text,
    normaliser_text,
    pipeline_text,
    where_text,
)
from tables import code_of, group_code, table
from walks import indicators
from writing import InForce, Writer, common

__all__ = ["code_of", "render"]


def render(description: Description) -> tuple[str, pl.DataFrame]:
    """Give the text of the framework and the data for it."""
    return _text(description), table(description)


def _text(description: Description) -> str:
    """Write the file: header, columns, a method block that speaks for the first root, and what differs from it."""
    writer = Writer(description, _in_force(description))
    late = late_names(description)
    chains = {tree.chain for tree in description.trees if tree.node.name not in late}
    together = len(chains) == 1 and description.first % 2 == 0
    trees = [
        writer.tree(tree.node, chain_text(tree.chain, description.frequency) if tree.chain and not together else "")
        for tree in description.trees
    ]
    link = chain_text(description.chain, description.frequency) if description.chain and together else ""
    aside = [writer.aside(indicator) for indicator in description.aside]
    parts = [
        'framework trial "试验" en "Trial"\nversion "1"',
        "\n".join([*_columns(description)]),
        _method(description, writer.above, link),
        *writer.blocks,
        *aside,
        *trees,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _in_force(description: Description) -> InForce:
    """Say in the method block what the first root's first indicator says, and how all of its indicators are filled."""
    late = late_names(description)
    leaves = [leaf for leaf in indicators(description.root) if leaf.name not in late]
    frequency = description.frequency
    imputed = tuple(common(texts) for texts in zip(*(impute_texts(leaf, frequency) for leaf in leaves), strict=True))
    pipeline = pipeline_text(normaliser_text(leaves[0].normaliser, frequency), leaves[0], frequency)
    beside = (*(tree.node for tree in description.trees), *description.aside)
    everywhere = all(_takes(node, imputed, late, frequency) for node in beside)
    return InForce(pipeline, imputed if everywhere else ("",) * len(imputed))


def _takes(root: Composite | Indicator, imputed: tuple[str, ...], late: frozenset[str], frequency: Frequency) -> bool:
    """Tell whether all indicators of a tree are filled in each of these ways, which none of them could take back."""
    leaves = [leaf for leaf in indicators(root) if leaf.name not in late]
    return all(not text or text in impute_texts(leaf, frequency) for leaf in leaves for text in imputed)


def _columns(description: Description) -> list[str]:
    lines = [
        f'series {name} "序列 {place}"' + (f' code "{code}"' if (code := code_of(description, name)) != name else "")
        for place, name in enumerate(description.series)
    ]
    return lines + [f'group {name} code "{group_code(description, name)}"' for name in description.groups]


def _method(description: Description, above: InForce, link: str) -> str:
    root, frequency = description.root, description.frequency
    lines = [
        f"periods {period_text(description.first, frequency)}..{period_text(description.last, frequency)}",
        f"entities{where_text(description.screen, frequency)}" if description.screen is not None else "",
        *above.impute,
        f"normalise {above.normalise}",
        "weighting equal",
        f"aggregate {pipeline_text(aggregate_text(root.aggregate), root, frequency)}",
        f"missing {missing_text(root.missing)}" if root.missing != "error" else "",
        link,
    ]
    block = "".join(f"  {line}\n" for line in lines if line)
    return f"method {{\n{block}}}"
