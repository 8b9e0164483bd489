"""A profile as JSON by the schema `docs/profile.schema.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from idx.report.files import provenance

if TYPE_CHECKING:
    from idx.analysis.profile.whole import Profile

SCHEMA = "https://idx-lang.org/schema/profile-1.json"


def json_bytes(profile: Profile, top: int) -> bytes:
    """Return a profile as JSON, in full precision; `strengths`, `weaknesses` and `peers` hold as many as `top`."""
    framework = profile.result.framework
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "framework": {"name": framework.name, "labels": framework.labels, "version": framework.version},
        "provenance": provenance(profile.result),
        "entity": profile.entity,
        "period": profile.period,
        "ties": profile.ties,
        "group": None if profile.group is None else {"name": profile.group, "of_entity": profile.in_group},
        "nodes": profile.nodes.to_dicts(),
        "indicators": profile.indicators.select("node", "raw", "status", "filled").to_dicts(),
        "strengths": profile.strengths.head(top)["node"].to_list(),
        "weaknesses": profile.weaknesses.head(top)["node"].to_list(),
        "headline": profile.headline,
        "peers": profile.peers.head(top).to_dicts(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
