"""Comparisons as files: JSON by the schema `docs/diff.schema.json`, and CSV with a column per cause."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from idx.diagnostics import said
from idx.edits.changes import OF_DATA
from idx.report.difference.changes import cause_numbers
from idx.report.difference.described import Describer
from idx.report.difference.stat import stat_of
from idx.report.difference.weights import weight_rows
from idx.report.files import provenance
from idx.report.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.edits.changes import Change
    from idx.project.compare import Comparison
    from idx.project.sides import Side
    from idx.report.difference.wish import Wish

SCHEMA = "https://idx-lang.org/schema/diff-1.json"


def json_bytes(comparison: Comparison, wish: Wish) -> bytes:
    """Return a comparison as JSON, in full precision; values and shares of the nodes and rows that are wished."""
    verdict = comparison.verdict
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "verdict": {
            "word": verdict.word,
            "words": [word.text for word in verdict.words],
            "factors": [exact(factor) for factor in verdict.factors],
            "kind": verdict.kind.name.lower(),
            "effect": verdict.effect.value,
            "extreme": verdict.extreme._asdict() if verdict.extreme else None,
        },
        "stat": _stat(comparison),
        "changes": [*_changes(comparison)],
        "guesses": [{"before": guess.before, "after": guess.after, "edit": guess.edit} for guess in comparison.guesses],
        "weights": [row._asdict() for row in weight_rows(comparison)],
        "groups": [*_groups(comparison)],
        "merges": [*_merges(comparison)],
        "values": [] if comparison.values is None else _chosen(comparison.values, wish).to_dicts(),
        "attribution": [*_attribution(comparison, wish)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _stat(comparison: Comparison) -> dict[str, Any]:
    stat = stat_of(comparison)
    moved = stat.movement
    return {
        "changes": [
            {"kind": kind.name.lower(), "verb": verb, "count": count} for (kind, verb), count in stat.changes.items()
        ],
        "cells": stat.cells._asdict(),
        "nodes": {"all": stat.nodes, "differ": stat.differing, "only_before": stat.before, "only_after": stat.after},
        "published": moved
        and {
            "compared": moved.compared,
            "beyond": moved.beyond,
            "new": moved.new.height,
            "withdrawn": moved.withdrawn.height,
        },
        "causes": [
            {"group": item.cause, **{name: value for name, value in item._asdict().items() if name != "cause"}}
            for item in stat.causes or ()
        ],
        "proposal": stat.proposal._asdict(),
    }


def _side(side: Side) -> dict[str, Any]:
    model = side.framework.model
    return {
        "name": side.name,
        "framework": model.name,
        "version": model.version,
        "provenance": provenance(side.result) if side.result else None,
        "obstacles": [{"code": item.code, "message": item.message.en} for item in side.obstacles],
    }


def _changes(comparison: Comparison) -> Iterator[dict[str, Any]]:
    describer = Describer(comparison, whole=True)
    numbers = cause_numbers(comparison)
    for change in comparison.changes:
        described = describer.described(change)
        yield {
            "kind": change.kind.name.lower(),
            "verb": change.verb,
            "node": comparison.name(change.subject) if change.subject else None,
            "text": described.text.en,
            "before": described.old,
            "after": described.new,
            "because": change.because.text if change.because else None,
            "group": numbers.get(id(change)),
            "cells": _cells(comparison, change),
        }


def _cells(comparison: Comparison, change: Change) -> list[dict[str, Any]]:
    """Return the cells that a change of data is about; those of rows that came or went say of which node each is."""
    if change.verb == "revise":
        return comparison.cells[change.subject].to_dicts()
    if change.verb not in OF_DATA or change.verb == "rescale":
        return []
    cells = comparison.rows[change.keys[0]].cells.to_dicts()
    return [{**cell, "node": comparison.name(cell["node"])} for cell in cells]


def _groups(comparison: Comparison) -> Iterator[dict[str, Any]]:
    describer = Describer(comparison)
    for number, cause in enumerate(comparison.attribution.causes if comparison.attribution else (), 1):
        yield {
            "group": number,
            "kind": cause.kind.name.lower(),
            "text": describer.cause(cause).en,
            "because": list(cause.reasons),
        }


def _merges(comparison: Comparison) -> Iterator[dict[str, Any]]:
    describer = Describer(comparison)
    for merge in comparison.attribution.merges if comparison.attribution else ():
        yield {
            "causes": [describer.cause(cause).en for cause in merge.causes],
            "obstacles": [{"code": item.code, "message": item.message.en} for item in merge.diagnostics],
        }


def _chosen(table: pl.DataFrame, wish: Wish) -> pl.DataFrame:
    """Return the rows of the nodes, entities and periods that are wished."""
    for column, names in (("node", wish.nodes), ("entity", wish.entities), ("period", wish.periods)):
        if names:
            table = table.filter(pl.col(column).is_in(list(names)))
    return table


def _attribution(comparison: Comparison, wish: Wish) -> Iterator[dict[str, Any]]:
    if comparison.attribution is None or comparison.keys is None:
        return
    keys = comparison.keys.rows()
    for identity, pair in comparison.pairs.items():
        node = comparison.attribution.nodes.get(identity)
        if node is None:
            continue
        for number, shares in enumerate(node.shares.tolist()):
            for row, share in enumerate(shares):
                if share == 0.0:
                    continue
                entity, period = keys[row]
                if (wish.entities and entity not in wish.entities) or (wish.periods and period not in wish.periods):
                    continue
                missing = share != share  # noqa: PLR0124 - NaN is the only number that is not itself
                first = int(node.joined[number][row])
                yield {
                    "node": pair.name,
                    "entity": entity,
                    "period": period,
                    "group": number + 1,
                    "share": None if missing else share,
                    "error": None if node.errors is None or missing else float(node.errors[number][row]),
                    "joined": first + 1 if first >= 0 else None,
                }


def csv_bytes(comparison: Comparison, wish: Wish) -> bytes:
    """Return the table of differences as CSV, with a column for the share of each cause; UTF-8, empty for null."""
    values = comparison.values
    if values is None:
        return b""
    attribution, keys = comparison.attribution, comparison.keys
    if attribution is not None and keys is not None:
        describer = Describer(comparison)
        columns = []
        for number, cause in enumerate(attribution.causes):
            parts = [
                pl.Series(attribution.nodes[identity].shares[number])
                if identity in attribution.nodes
                else pl.Series([None], dtype=pl.Float64).new_from_index(0, keys.height)
                for identity in comparison.pairs
            ]
            name = f"[{number + 1}] {said(describer.cause(cause), wish.speech)}"
            columns.append(pl.concat(parts).fill_nan(None).alias(name))
        values = values.hstack(columns)
    return _chosen(values, wish).write_csv().encode()
