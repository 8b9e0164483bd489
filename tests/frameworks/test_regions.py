"""The second framework: formulas, groups, conditions and pipelines on a panel, held to figures computed by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from idx import load
from idx.cli import main
from idx.evaluate.result import STAGES
from idx.project.checking import check_with_data

ROOT = Path(__file__).parents[2]
FILE = ROOT / "frameworks" / "regions.idx"
RESULT = load(FILE).evaluate()


def table() -> dict[tuple[str, str], dict[str, float | None]]:
    """Return the data by entity and year."""
    with (ROOT / "frameworks" / "data" / "regions.csv").open(encoding="utf-8") as lines:
        return {
            (row["地区"], row["年份"]): {
                name: None if text == "…" else float(text)
                for name, text in row.items()
                if name not in {"地区", "区域", "年份"}
            }
            for row in csv.DictReader(lines)
        }


def value(node: str, entity: str, period: str, column: str = "raw") -> float | None:
    """Return one cell of the results."""
    rows = RESULT.table.filter(node=node, entity=entity, period=period)
    cell: float | None = rows[column][0]
    return cell


def status(node: str, entity: str, period: str) -> str:
    """Return the status of one cell of the results."""
    return str(RESULT.table.filter(node=node, entity=entity, period=period)["status"][0])


def test_formulas_over_series() -> None:
    """A share of the nation, a growth rate, and a ratio are what the data give."""
    data = table()
    for (entity, year), cells in data.items():
        if entity == "全国":
            continue
        contracts, gdp, spent = cells["技术合同成交额"], cells["GDP（现价）"], cells["研发经费"]
        nation = data["全国", year]["技术合同成交额"]
        assert contracts
        assert nation
        assert value("market_share", entity, year) == pytest.approx(contracts / nation * 100, rel=1e-12)
        before = data.get((entity, str(int(year) - 1)))
        grown = (contracts / before["技术合同成交额"] - 1) * 100 if before and before["技术合同成交额"] else None
        assert value("market_growth", entity, year) == (grown if grown is None else pytest.approx(grown, rel=1e-12))
        if spent is not None:
            assert value("rd_intensity", entity, year) == pytest.approx(spent / (gdp or 1) * 100, rel=1e-12)


def test_gaps_are_filled_after_the_formula() -> None:
    """A gap in a series is one of the indicator, and is marked there."""
    before, after = (value("researchers_per_10000", "庚省", year) for year in ("2020", "2022"))
    assert before
    assert after
    assert value("researchers_per_10000", "庚省", "2021") == pytest.approx((before * after) ** 0.5, rel=1e-12)
    assert status("researchers_per_10000", "庚省", "2021") == "I"
    assert value("rd_intensity", "壬省", "2023") == value("rd_intensity", "壬省", "2022")
    assert status("rd_intensity", "壬省", "2023") == "E"
    assert value("capacity", "壬省", "2023", "estimated_share") == pytest.approx(0.3)


def test_who_takes_part() -> None:
    """The nation is a denominator and nothing else."""
    assert "全国" not in RESULT.entities
    assert set(RESULT.table["entity"]) == set(RESULT.entities)
    assert len(RESULT.entities) == len({entity for entity, _ in table()}) - 1
    scores = RESULT.table.filter(node="rd_intensity")["score"]
    assert (scores.min(), scores.max()) == (0, 100)


def test_within_groups() -> None:
    """In every region and year one province scores 0 and one 100."""
    regions = RESULT.panel.groups["region"]
    for year in RESULT.periods:
        for region in set(regions) - {"全国"}:
            members = [entity for entity, at in zip(RESULT.panel.entities, regions, strict=True) if at == region]
            scores = [value("regional_intensity", str(member), str(year), "score") for member in members]
            assert sorted(score for score in scores if score in {0, 100}) == [0, 100]


def test_formula_over_results() -> None:
    """The lead is a ratio of two scores of the same year."""
    for entity in RESULT.entities:
        own, other = (value("capacity", str(name), "2022", "score") for name in (entity, "丁省"))
        assert own is not None
        assert other
        assert value("lead", str(entity), "2022", "score") == pytest.approx(own / other * 100, rel=1e-12)


def test_clean_and_verified() -> None:
    """Nothing is found in it but what it allows, and its expectations are met."""
    assert check_with_data(load(FILE)).diagnostics == ()
    assert load(FILE).verify().passed


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_every_stage_is_shown(stage: str, form: str) -> None:
    """Each stage prints, series and formulas included."""
    result = CliRunner().invoke(main, ["eval", str(FILE), "--stage", stage, "--format", form])
    assert result.exit_code == 0, result.output
    assert "甲省" in result.stdout
