"""Messages speak English and Chinese: by `--lang`, else by the locale."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from idx import IdxError, loads
from idx.cli import main
from idx.report.paragraphs import filled
from idx.source import display_width

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

TEXT = """framework example "例子" fr "Exemple"
version "1"
data "data.csv"
method {
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link chain(base = 2020, value = 100)
}
index total "总指数" fr "Indice" {
  a "甲" fr "A" unit %
}
"""
FAULTY = TEXT.replace("weighting", "wieghting")
NO_LOCALE = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a framework whose own labels are Chinese and whose other labels are French; its data are at hand."""
    (tmp_path / "data.csv").write_text("indicator,period,value\na,2020,10\na,2021,20\n", encoding="utf-8")
    path = tmp_path / "f.idx"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str | Path, **locale: str) -> Result:
    """Run a command under a locale."""
    return CliRunner(env=NO_LOCALE | locale).invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("locale", "says"),
    [
        ({}, "1 error"),
        ({"LC_ALL": "C"}, "1 error"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "1 个错误"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "en_GB.UTF-8"}, "1 个错误"),
        ({"LC_ALL": "de_DE", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "1 error"),
        ({"LANG": "zh_CN.UTF-8"}, "1 个错误"),
        ({"LANG": "fr_FR.UTF-8"}, "1 error"),
    ],
)
@pytest.mark.parametrize("command", ["check", "eval", "show"])
def test_the_locale_chooses(file: Path, locale: dict[str, str], says: str, command: str) -> None:
    """Without `--lang` the first of LC_ALL, LC_MESSAGES and LANG that is set decides."""
    file.write_text(FAULTY, encoding="utf-8")
    assert says in run(command, file, **locale).output


@pytest.mark.parametrize("command", ["check", "eval", "verify", "show", "graph"])
def test_the_option_outweighs_the_locale(file: Path, command: str) -> None:
    """`--lang` chooses whatever the locale is."""
    file.write_text(FAULTY, encoding="utf-8")
    assert "did you mean `weighting`?" in run(command, file, "--lang", "en", LC_ALL="zh_CN.UTF-8").output
    assert "是否想写 `weighting`？" in run(command, file, "--lang", "zh", LC_ALL="C").output


def test_a_language_of_messages_needs_no_labels(file: Path) -> None:
    """`en` and `zh` are no wrong usage where the framework has no labels in them: its own are shown."""
    for code in ("en", "zh"):
        result = run("show", file, "--lang", code)
        assert result.exit_code == 0
        assert "总指数" in result.output
    assert "Indice" in run("show", file, "--lang", "fr").output
    assert run("show", file, "--lang", "de").exit_code == 2
    assert run("check", file, "--lang", "fr").exit_code == 2


def test_another_language_of_labels_leaves_messages_to_the_locale(file: Path) -> None:
    """Labels in French do not make messages French."""
    file.write_text(FAULTY, encoding="utf-8")
    assert "是否想写" in run("eval", file, "--lang", "fr", LANG="zh_CN.UTF-8").output
    assert "did you mean" in run("eval", file, "--lang", "fr").output


def test_only_texts_change(file: Path) -> None:
    """In JSON the language changes messages and help lines, and nothing else."""
    file.write_text(FAULTY, encoding="utf-8")
    english, chinese = (
        json.loads(run("check", file, "--format", "json", "--lang", code).output)[0] for code in ("en", "zh")
    )
    assert {key for key in english if english[key] != chinese[key]} == {"message", "help"}
    assert chinese["help"] == "是否想写 `weighting`？"


def test_words_around_messages() -> None:
    """Pages and lists of rules are in the language, too."""
    assert "例如：" in run("rule", "idx206", "--lang", "zh").output
    assert "无法使用的权重" in run("rule", LANG="zh_CN").output
    assert "weights that cannot be used" in run("rule").output


def test_the_library_offers_both() -> None:
    """An exception reads in English; its diagnostics have both wordings."""
    with pytest.raises(IdxError, match="`wieghting` is no keyword") as caught:
        loads(FAULTY)
    message = caught.value.diagnostics[0].message
    assert str(message) == message.en
    assert message.zh == "`wieghting` 不是此处可用的关键字"


def test_chinese_paragraphs_are_filled() -> None:
    """Chinese breaks between any two characters, never before a closing mark, and code stays whole."""
    text = "权重合计为一。" * 9 + "`weighting relative`（按比例折算）。"
    lines = filled(text, 40).splitlines()
    assert "".join(lines) == text
    assert max(map(display_width, lines)) <= 40
    assert not any(line[0] in "，。）" for line in lines)
    assert any("`weighting relative`" in line for line in lines)
