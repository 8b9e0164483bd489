"""`idx import`: outlines as people keep them, their faults, and what is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from click.testing import CliRunner

import idx
from idx.cli import main
from idx.model import Composite, Indicator

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

OUTLINE = """level,code,label,weight,direction,unit
1,total,Innovation,,,
2,input,Inputs,40%,,
3,rd,R&D spending,1,positive,%
3,staff,Researchers,1,positive,persons
2,output,Outputs,60%,,
3,energy,Energy use,2,negative,"2019=100"
3,patents,Patents,1,1,件
"""
DATA = "year,rd,staff,energy,patents\n2019,1,10,100,5\n2020,2,11,90,6\n"
PANEL = "地区,年份,rd,staff,energy,patents\nA,2019,1,10,100,5\nB,2019,2,11,90,6\n"


def run(*arguments: str | Path) -> Result:
    """Run the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a sound outline."""
    return write(tmp_path / "outline.csv", OUTLINE)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file."""
    path.write_text(text, encoding=encoding)
    return path


def test_an_outline_becomes_a_framework(table: Path, tmp_path: Path) -> None:
    """Tree, weights, directions and units are those of the table; the text passes `idx check`."""
    result = run("import", table, "-o", tmp_path / "innovation")
    assert result.exit_code == 0, result.output
    assert "4 indicators, 3 composites" in result.output
    file = tmp_path / "innovation.idx"
    checked = run("check", file)
    assert checked.exit_code == 0
    assert set(re.findall(r"IDX\d+", checked.output)) == {"IDX307"}  # the table names no sources
    assert run("fmt", "--check", file).exit_code == 0
    model = idx.load(file).model
    assert model.name == "innovation"
    assert [node.name for node in model.nodes.values()] == [line.split(",")[1] for line in OUTLINE.split("\n")[1:-1]]
    total, output, energy = model.nodes["total"], model.nodes["output"], model.nodes["energy"]
    assert isinstance(total, Composite)
    assert [str(child.weight) for child in total.children] == ["2/5", "3/5"]
    assert isinstance(output, Composite)
    assert [str(child.weight) for child in output.children] == ["2/3", "1/3"]
    assert isinstance(energy, Indicator)
    assert energy.negative
    assert (energy.unit, energy.labels) == ("2019=100", {"": "Energy use"})
    text = file.read_text(encoding="utf-8")
    assert text.count("weighting relative") == 2
    assert '  input "Inputs" weight 0.4 {' in text
    assert text.count("# check:") >= 3


def test_without_an_output_the_text_is_shown(table: Path) -> None:
    """What would be written goes to the screen, and passes `idx check` from there."""
    result = run("import", table, "--name", "2025 draft")
    assert result.exit_code == 0
    assert idx.loads(result.stdout).model.name == "_2025_draft"


def test_data_are_copied_beside_the_framework(table: Path, tmp_path: Path) -> None:
    """Data elsewhere are copied and said to be; one series over time gets growth and a base."""
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    data = write(tmp_path / "there" / "d.csv", DATA)
    file = tmp_path / "here" / "f.idx"
    result = run("import", table, "--data", data, "-o", file)
    assert result.exit_code == 0, result.output
    assert f"Copied {data} to {file.parent / 'd.csv'}" in result.output
    assert (file.parent / "d.csv").read_bytes() == data.read_bytes()
    text = file.read_text(encoding="utf-8")
    assert 'data "d.csv" columns(period = year)' in text
    assert "chain(base = 2019, value = 100)" in text
    assert run("check", file, "--data").exit_code == 0
    assert run("eval", file).exit_code == 0
    again = run("import", table, "--data", data, "-o", file.with_name("g.idx"))
    assert "Copied" not in again.output  # the same content lies there


def test_data_beside_the_framework_stay(table: Path, tmp_path: Path) -> None:
    """Data that lie in the framework's folder, or below it, are named where they are; entities get scores."""
    (tmp_path / "data").mkdir()
    data = write(tmp_path / "data" / "d.csv", PANEL)
    result = run("import", table, "--data", data, "-o", tmp_path / "f.idx")
    assert result.exit_code == 0, result.output
    assert "Copied" not in result.output
    text = (tmp_path / "f.idx").read_text(encoding="utf-8")
    assert 'data "data/d.csv" columns(entity = 地区, period = 年份)' in text
    assert "min_max" in text
    assert run("eval", tmp_path / "f.idx").exit_code == 0


def test_long_data(table: Path, tmp_path: Path) -> None:
    """Headings of a long table are mapped too."""
    rows = "".join(
        f"{code},{year},{n + 1}\n" for n, code in enumerate(("rd", "staff", "energy", "patents")) for year in (1, 2)
    )
    data = write(tmp_path / "d.csv", "指标,年份,数值\n" + rows.replace(",1,", ",2019,").replace(",2,", ",2020,"))
    assert run("import", table, "--data", data, "-o", tmp_path / "f.idx").exit_code == 0
    assert "columns(period = 年份, indicator = 指标, value = 数值)" in (tmp_path / "f.idx").read_text(encoding="utf-8")
    assert run("eval", tmp_path / "f.idx").exit_code == 0


def test_methods_as_asked_for(table: Path, tmp_path: Path) -> None:
    """Methods given as text stand in the file, without a remark; what does not fit is reported, nothing written."""
    file = tmp_path / "f.idx"
    asked = ["--normalise", "min_max(reference = all_periods, to = 1..9)", "--aggregate", "geometric(zero = keep)"]
    asked += [
        "--missing",
        "error",
        "--periods",
        "2019..2020",
        "--impute",
        "gaps by linear",
        "--impute",
        "latest by carry_forward",
    ]
    assert run("import", table, "-o", file, *asked).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert "check:" not in text
    assert "  impute    latest by carry_forward\n" in text
    assert idx.load(file).model.periods
    result = run("import", table, "-o", tmp_path / "g.idx", "--normalise", "zscore(sd = sample)")
    assert result.exit_code == 1
    assert "IDX106" in result.stderr
    assert not (tmp_path / "g.idx").exists()


def test_chinese_outline_with_merged_cells(tmp_path: Path) -> None:
    """A table with a column for each level, title above, merged cells and a remark below, as Chinese tables are."""
    path = tmp_path / "指标体系.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("体系")
        sheet.merge_range(0, 0, 0, 5, "城市创新\n指数指标体系")
        sheet.write_row(2, 0, ["一级指标", "权重（%）", "二级指标", "权重（%）", "单位", "属性"])
        sheet.merge_range(3, 0, 4, 0, "创新投入")
        sheet.merge_range(3, 1, 4, 1, 40)
        sheet.write_row(3, 2, ["研发经费投入强度", 70, "%", "正向"])
        sheet.write_row(4, 2, ["5G基站数", 30, "万个", "+"])
        sheet.write_row(5, 0, ["创新产出", 60, "万人发明专利（件）", None, "件", "正"])
        sheet.write_row(6, 2, ["单位产值\n能耗", None, "吨", "逆"])
        sheet.merge_range(7, 0, 7, 5, "注：权重由专家确定。")
    result = run("import", path, "-o", tmp_path / "城市创新.idx", "--lang", "zh")
    assert result.exit_code == 0, result.output
    model = idx.load(tmp_path / "城市创新.idx").model
    assert model.labels == {"": "城市创新指数指标体系"}
    assert list(model.nodes) == [
        *("总指数", "创新投入", "研发经费投入强度", "基站数5G", "创新产出", "万人发明专利_件", "单位产值能耗")
    ]
    total, inputs = model.nodes["总指数"], model.nodes["创新投入"]
    assert isinstance(total, Composite)
    assert isinstance(inputs, Composite)
    assert [str(child.weight) for child in (*total.children, *inputs.children)] == ["2/5", "3/5", "7/10", "3/10"]
    assert {indicator.name for indicator in model.indicators if indicator.negative} == {"单位产值能耗"}
    assert [indicator.code for indicator in model.indicators] == [None, "5G基站数", "万人发明专利（件）", None]
    text = (tmp_path / "城市创新.idx").read_text(encoding="utf-8")
    assert "核对：表中没有总指数一行" in text


def test_gb18030(tmp_path: Path) -> None:
    """A CSV file that a Chinese spreadsheet saved is read as it is; the columns may stand in any order."""
    table = "名称,级别,备注\n总指数,一级,\n能耗,2级,逆向\n产出,第二级,\n"
    result = run("import", write(tmp_path / "体系.csv", table, "gb18030"))
    assert result.exit_code == 0, result.output
    assert list(idx.loads(result.stdout).model.nodes) == ["总指数", "能耗", "产出"]
    assert '能耗 note "逆向"' in result.stdout


def test_parents_by_label(tmp_path: Path) -> None:
    """Without codes, parents are named by their labels; rows may stand in any order."""
    table = "指标,上级指标\n专利,创新产出\n创新产出,总指数\n总指数,\n"
    result = run("import", write(tmp_path / "t.csv", table))
    assert list(idx.loads(result.stdout).model.nodes) == ["总指数", "创新产出", "专利"]


FAULTS: list[tuple[str, list[tuple[str, str]]]] = [
    ("", [("IDX401", "is empty")]),
    ("\n,,\n", [("IDX414", "the table is empty")]),
    ("a,b\n1,2\n", [("IDX414", "no column names the nodes: a, b")]),
    ("code,label\na,A\n", [("IDX414", "no column says how the tree goes")]),
    ("level,code,code\n1,a,b\n", [("IDX414", "two columns say `code`")]),
    ("level,code\n", [("IDX421", "no node stands under a root")]),
    ("level,code\n1,total\n", [("IDX421", "row 2")]),
    (OUTLINE.replace("3,rd,R&D spending", "3,,"), [("IDX415", "row 4")]),
    (OUTLINE.replace("staff", "rd"), [("IDX416", "row 5, column code"), ("IDX416", "`rd` stands twice")]),
    (OUTLINE.replace("2,output", "1,output").replace("3,energy", "4,energy"), [("IDX418", "row 7, column level")]),
    (OUTLINE.replace("1,total", "2,total"), [("IDX420", "`Innovation` has no weight")]),
    (OUTLINE.replace("1,total", "3,total"), [("IDX418", "level 2 is above that of the first row, 3")]),
    (OUTLINE.replace("3,rd", "three,rd"), [("IDX418", "`three` is no level")]),
    (OUTLINE.replace("3,rd", ",rd"), [("IDX418", "the level is empty")]),
    (OUTLINE.replace("40%", "forty"), [("IDX420", "row 3, column weight"), ("IDX420", "`forty` is no weight")]),
    (OUTLINE.replace("40%", "-0.4"), [("IDX420", "is negative")]),
    (OUTLINE.replace("40%", "1/0"), [("IDX420", "`1/0` is no weight")]),
    (OUTLINE.replace("40%", ""), [("IDX420", "`Inputs` has no weight")]),
    (OUTLINE.replace("40%", "0").replace("60%", "0"), [("IDX420", "sum to zero")]),
    (OUTLINE.replace("negative", "downwards"), [("IDX419", "row 7, column direction"), ("IDX419", "`downwards`")]),
    ("code,parent\ntotal,\na,totl\n", [("IDX417", "row 3, column parent"), ("IDX417", "did you mean `total`?")]),
    ("code,parent\ntotal,\na,\nb,total\n", [("IDX421", "row 3, column parent")]),
    ("code,parent\na,b\nb,c\nc,a\n", [("IDX421", "`a` stands under itself")]),
    ("一级指标,二级指标\n,甲\n乙,丙\n", [("IDX417", "row 2, column 一级指标")]),
    ("level,code\n" + "".join(f"{n},n{n}\n" for n in range(1, 70)), [("IDX418", "row 67")]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "says"), FAULTS, ids=[f"{n}-{fault[1][0][0]}" for n, fault in enumerate(FAULTS)])
def test_faults(tmp_path: Path, table: str, says: list[tuple[str, str]]) -> None:
    """A faulty table gets a diagnostic with row and column, status 1, and nothing is written."""
    path = write(tmp_path / "outline.csv", table)
    result = run("import", path, "-o", tmp_path / "f.idx")
    assert result.exit_code == 1
    assert not result.stdout
    for code, words in says:
        assert code in result.stderr
        assert words in result.stderr, result.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_every_fault_in_one_run(tmp_path: Path) -> None:
    """All faults of a table are reported at once, each with its row."""
    table = (
        OUTLINE.replace("3,rd", "4,rd").replace("negative", "down?").replace("60%", "much").replace("patents", "staff")
    )
    result = run("import", write(tmp_path / "outline.csv", table), "-o", tmp_path / "f.idx")
    assert result.exit_code == 1
    assert [result.stderr.count(code) for code in ("IDX416", "IDX418", "IDX419", "IDX420")] == [1, 1, 1, 1]
    assert "4 errors" in result.stderr


def test_remarks(tmp_path: Path) -> None:
    """A direction on a composite is left out and said to be; weights that look like shares of the whole are named."""
    table = OUTLINE.replace("2,input,Inputs,40%,,", "2,input,Inputs,,-,").replace("60%", "")
    table = table.replace("spending,1", "spending,20").replace("Researchers,1", "Researchers,30")
    table = table.replace("use,2", "use,10").replace("Patents,1", "Patents,40")
    result = run("import", write(tmp_path / "outline.csv", table))
    assert result.exit_code == 0
    assert "IDX423" in result.stderr
    assert "the weights of all 4 indicators sum to 100" in result.stderr
    model = idx.loads(result.stdout).model
    total, output = model.nodes["total"], model.nodes["output"]
    assert isinstance(total, Composite)
    assert isinstance(output, Composite)
    assert [str(child.weight) for child in (*total.children, *output.children)] == ["1/2", "1/2", "1/5", "4/5"]


COINR = "iCode,iName,Level,Weight,Direction,Parent,Type\ntotal,Total,2,1,1,NA,Aggregate\na,A,1,1,-1,total,Indicator\n"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("b,B,1,1,1,totals,Indicator\n", "IDX417"),
        ("b,B,1,1,1,total,Indicater\n", "did you mean `Indicator`?"),
        ("b,B,1,1,1,total,Aggregate\n", "nothing stands under `b`"),
        ("b,B,1,1,1,a,Indicator\n", "other rows stand under `a`"),
    ],
)
def test_faults_of_coinr(tmp_path: Path, more: str, says: str) -> None:
    """COINr's table has faults of its own."""
    assert run("import", write(tmp_path / "iMeta.csv", COINR)).exit_code == 0
    result = run("import", write(tmp_path / "iMeta.csv", COINR + more))
    assert result.exit_code == 1
    assert says in result.stderr


def test_insisting_on_coinr(table: Path) -> None:
    """`--coinr` refuses an outline that is not COINr's."""
    result = run("import", "--coinr", table)
    assert result.exit_code == 1
    assert "`iCode`" in result.stderr


@pytest.mark.parametrize("there", ["f.idx", "d.csv"])
def test_nothing_is_overwritten(table: Path, tmp_path: Path, there: str) -> None:
    """Neither a framework nor data of another content are overwritten, and then nothing is written."""
    (tmp_path / "out").mkdir()
    data = write(tmp_path / "d.csv", DATA)
    write(tmp_path / "out" / there, "mine")
    result = run("import", table, "--data", data, "-o", tmp_path / "out" / "f.idx")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_wrong_usage(table: Path, tmp_path: Path) -> None:
    """A table that is not there, a folder, another ending: status 2."""
    for arguments in (
        [tmp_path / "no.csv"],
        [tmp_path],
        [table, "-o", tmp_path],
        [table, "-o", tmp_path / "f.xlsx"],
        [table, "-o", tmp_path / "no" / "f.idx"],
        [table, "--data", tmp_path / "no.csv"],
    ):
        assert run("import", *arguments).exit_code == 2
    assert list(tmp_path.iterdir()) == [table]


def test_files_that_cannot_be_read(table: Path, tmp_path: Path) -> None:
    """A damaged workbook, a sheet that is not there, an unknown encoding, faulty data: status 1, nothing written."""
    damaged = write(tmp_path / "d.xlsx", "no workbook")
    for arguments, code in (
        ([damaged], "IDX401"),
        ([table, "--data", write(tmp_path / "d.csv", DATA.replace("2020,2", "2020,two"))], "IDX405"),
        ([table, "--data", write(tmp_path / "e.csv", DATA.replace("staff", "stuff"))], "IDX411"),
    ):
        result = run("import", *arguments, "-o", tmp_path / "f.idx")
        assert result.exit_code == 1
        assert code in result.stderr
    (tmp_path / "x.csv").write_bytes(b"level,code\n1,caf\x81\xff\n")
    assert "IDX402" in run("import", tmp_path / "x.csv").stderr
    assert not (tmp_path / "f.idx").exists()
