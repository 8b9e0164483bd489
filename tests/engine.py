"""The one place where tests touch the real engine: evaluate a text and a frame, and give rows like the oracle's."""

import polars as pl

import idx
from descriptions import Description
from oracle import Evaluation, Refusal, Row
from period_names import period_number
from rendering import render


def evaluate(text: str, frame: pl.DataFrame) -> Evaluation:
    """Evaluate a framework; the engine's error about the data is a Refusal, a fault of the text is raised as it is."""
    return rows(result(text, frame).table)


def evaluate_description(description: Description) -> Evaluation:
    """Render a description and evaluate it, in the form that the laws ask of an evaluator."""
    return evaluate(*render(description))


def result(text: str, frame: pl.DataFrame) -> idx.Result:
    """Evaluate a framework and give the engine's own result."""
    framework = idx.loads(text)
    try:
        return framework.evaluate(frame)
    except idx.IdxError as error:
        told = "; ".join(f"{diagnostic.code} {diagnostic.message}" for diagnostic in error.diagnostics)
        raise Refusal(told) from error


def rows(table: pl.DataFrame) -> Evaluation:
    """Turn the long table of a result into rows by parent, node, entity and period."""
    evaluation: Evaluation = {}
    for record in table.iter_rows(named=True):
        key = record["parent"], record["node"], record["entity"], period_number(record["period"])
        assert key not in evaluation, f"two rows for {key}"
        evaluation[key] = Row(
            record["raw"],
            record["score"],
            record["index"],
            record["weight"],
            record["contribution"],
            record["status"],
            record["estimated_share"],
        )
    return evaluation
