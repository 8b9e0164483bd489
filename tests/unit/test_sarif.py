"""`idx check --format sarif`: the shape that SARIF 2.1.0 asks for, and what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from idx.cli import main

FAULTY = Path(__file__).parents[1] / "golden" / "faulty"
LEVELS = {"none", "note", "warning", "error"}


def log(*arguments: str | Path) -> dict[str, Any]:
    """Return what a check prints as SARIF."""
    result = CliRunner().invoke(main, ["check", "--format", "sarif", *map(str, arguments)])
    content: dict[str, Any] = json.loads(result.output)
    return content


def is_region(region: dict[str, Any]) -> bool:
    """Whether a region counts from 1 and ends behind its start."""
    numbers = ("startLine", "startColumn", "endLine", "endColumn")
    assert set(region) <= set(numbers)
    assert all(isinstance(number, int) and number >= 1 for number in region.values())
    line, column = region["startLine"], region.get("startColumn", 1)
    return (line, column) <= (region.get("endLine", line), region.get("endColumn", column))


def check_location(location: dict[str, Any]) -> None:
    """Assert that a location names a file by a URI, and a region in it."""
    physical = location["physicalLocation"]
    assert re.fullmatch(r"[A-Za-z0-9/._~%:-]+", physical["artifactLocation"]["uri"])
    assert "region" not in physical or is_region(physical["region"])


def check_shape(content: dict[str, Any]) -> None:
    """Assert the properties that the standard requires, and the form of those that we use."""
    assert content["version"] == "2.1.0"
    assert content["$schema"].endswith("sarif-schema-2.1.0.json")
    for run in content["runs"]:
        driver = run["tool"]["driver"]
        assert driver["name"] == "idx"
        assert driver["version"]
        assert run["language"] == driver["language"]
        assert re.fullmatch(r"[a-zA-Z]{2}(-[a-zA-Z]{2})?", run["language"])
        assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
        identifiers = [rule["id"] for rule in driver["rules"]]
        assert len(identifiers) == len(set(identifiers))
        for rule in driver["rules"]:
            assert rule["shortDescription"]["text"]
            assert rule["fullDescription"]["text"]
            assert rule["defaultConfiguration"]["level"] in LEVELS
        for result in run["results"]:
            check_result(result, identifiers)


def check_result(result: dict[str, Any], rules: list[str]) -> None:
    """Assert the form of one result."""
    assert rules[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in LEVELS
    assert result["message"]["text"]
    for location in (*result["locations"], *result.get("relatedLocations", ())):
        check_location(location)
    assert all(location["message"]["text"] for location in result.get("relatedLocations", ()))
    for fix in result.get("fixes", ()):
        assert fix["artifactChanges"]
        for change in fix["artifactChanges"]:
            assert change["artifactLocation"]["uri"]
            assert change["replacements"]
            assert all(is_region(replacement["deletedRegion"]) for replacement in change["replacements"])
            assert all("text" in replacement["insertedContent"] for replacement in change["replacements"])


@pytest.mark.parametrize("name", ["words.idx", "meaning.idx", "structure.idx", "data.idx"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_shape(name: str, language: str) -> None:
    """Each faulty file gives a well-formed log with all its results."""
    content = log(FAULTY / name, "--data", "--lang", language)
    check_shape(content)
    plain = CliRunner().invoke(main, ["check", "--format", "json", str(FAULTY / name), "--data"])
    codes = [item["code"] for item in json.loads(plain.output)]
    assert [result["ruleId"] for result in content["runs"][0]["results"]] == codes
    assert codes


def test_a_sound_file_has_no_results() -> None:
    """Without a finding the log is whole and empty."""
    content = log(FAULTY.parents[2] / "frameworks" / "2025.idx")
    check_shape(content)
    assert content["runs"][0]["results"] == content["runs"][0]["tool"]["driver"]["rules"] == []


def test_what_a_result_says() -> None:
    """Message and help, the place, the second place and the edit are those of the diagnostic."""
    words = log(FAULTY / "words.idx")["runs"][0]["results"]
    first = words[0]
    assert first["message"]["text"] == "`framwork` is no keyword that can stand here\nhelp: did you mean `framework`?"
    region = {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 9}
    assert first["locations"][0]["physicalLocation"]["region"] == region
    change = first["fixes"][0]["artifactChanges"][0]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "framework"}}]
    braces = log(FAULTY / "structure.idx", "--lang", "zh")["runs"][0]["results"][0]
    assert braces["relatedLocations"][0]["message"]["text"] == "应在此处之前闭合"
    assert braces["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 8


def test_a_place_in_a_table() -> None:
    """A row of a text table is its line; the location says row and column in words."""
    results = log(FAULTY / "data.idx", "--data")["runs"][0]["results"]
    result = next(result for result in results if result["ruleId"].startswith("IDX4"))
    location = result["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 3}
    assert location["message"]["text"].endswith("data.csv, row 3, column value")


def test_a_chinese_path_becomes_a_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File names of any script are percent-encoded, relative and absolute ones."""
    (tmp_path / "指标 体系.idx").write_text("framwork f\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for path in (Path("指标 体系.idx"), tmp_path / "指标 体系.idx"):
        content = log(path)
        check_shape(content)
        uri = content["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.endswith("%E6%8C%87%E6%A0%87%20%E4%BD%93%E7%B3%BB.idx")
        assert uri.startswith("file:///") == path.is_absolute()
