"""What Lark could not read, said in the words of the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from idx.diagnostics import Collector, Diagnostic, Rule, TextEdit, Wording, choose_from, did_you_mean, sole
from idx.source import SourceSpan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lark import Token
    from lark.exceptions import UnexpectedInput

    from idx.source import Source

HEAD = 'framework f\nversion "1"\n'

UNEXPECTED = Rule(
    "IDX001",
    Wording("something that does not fit here", "此处不能出现的内容"),
    Wording(
        "The language has one statement a line, names without quotes, labels in straight double quotes, and braces "
        "around what belongs together. The help line lists what can stand at this place.",
        "语言每行写一条语句，名称不加引号，标签用半角双引号，属于一起的内容用花括号括起。建议一行列出此处可以写什么。",
    ),
    bad=HEAD + "index total {\n  a weight = 3\n}\n",
)
MISSPELT = Rule(
    "IDX003",
    Wording("a word that is no keyword", "不是关键字的单词"),
    Wording(
        "Each line begins with a keyword of the language (in an index tree: with a node's name), and each property of "
        "a node has its keyword. A word that is neither is most often a typing slip.",
        "每行以语言的关键字开头（在指标树中以节点名称开头），节点的每个属性也有自己的关键字。"
        "两者都不是的单词，多半是拼写错误。",
    ),
    bad=HEAD + "methd {\n  weighting equal\n}\n",
)
UNCLOSED = Rule(
    "IDX004",
    Wording("braces or parentheses that do not pair", "花括号或圆括号不配对"),
    Wording(
        "Braces are the only structure: each `{` needs its `}`, and each `(` its `)`. Indentation has no meaning.",
        "结构只由花括号表示：每个 `{` 都要有对应的 `}`，每个 `(` 都要有对应的 `)`。缩进没有含义。",
    ),
    bad=HEAD + "index total {\n  a\n",
)
UNCLOSED_TEXT = Rule(
    "IDX005",
    Wording("a quoted text without its end", "引号文本没有结束"),
    Wording(
        "A label, path or reason stands between two straight double quotes on one line. A quote inside is written "
        '`\\"`.',
        '标签、路径和理由写在同一行的两个半角双引号之间。文本中的双引号写作 `\\"`。',
    ),
    bad=HEAD + 'index total "Total {\n  a\n}\n',
)
DIGIT_NAME = Rule(
    "IDX007",
    Wording("a name that begins with a digit", "名称以数字开头"),
    Wording(
        "A name begins with a letter (of any script) or `_`, so that it can never be taken for a number or a year. "
        'The data\'s own name of an indicator goes into `code "…"`.',
        '名称以文字（汉字、字母等）或 `_` 开头，这样绝不会与数值或年份混淆。指标在数据中的名称写在 `code "…"` 里。',
    ),
    bad=HEAD + "index total {\n  5G基站 unit 万个\n}\n",
)

DEEPEST = 64

TOO_DEEP = Rule(
    "IDX006",
    Wording("nodes nested too deeply", "节点嵌套过深"),
    Wording(
        f"Index trees may be {DEEPEST} levels deep; real frameworks have three to six.",
        f"指标树最多 {DEEPEST} 层；实际的指标体系为三至六层。",
    ),
    bad='framework f\nversion "1"\nindex n0 {\n' + "".join(f"n{i} {{\n" for i in range(1, 66)) + "a\n" + "}\n" * 66,
)

UNIT_OF_SEVERAL = re.compile(r"\bunit[ \t]+([^\s\"#{}]*/[^\s\"#{}]*)")

WORDS = {
    "NAME": Wording("a name", "名称"),
    "STRING": Wording('a text in "quotes"', '"引号"中的文本'),
    "NUMBER": Wording("a number", "数值"),
    "PERIOD": Wording("a period such as 2019Q1", "时期（如 2019Q1）"),
    "LINE": Wording("the end of the line", "行尾"),
    "PERCENT": Wording("`%`", "`%`"),
    "LBRACE": Wording("`{`", "`{`"),
    "RBRACE": Wording("`}`", "`}`"),
    "LPAR": Wording("`(`", "`(`"),
    "RPAR": Wording("`)`", "`)`"),
    "LSQB": Wording("`[`", "`[`"),
    "RSQB": Wording("`]`", "`]`"),
    "EQUAL": Wording("`=`", "`=`"),
    "COMMA": Wording("`,`", "`,`"),
    "DOT": Wording("`.`", "`.`"),
    "ARROW": Wording("`->`", "`->`"),
    "__ANON_0": Wording("`..`", "`..`"),
    "STAR": Wording("`*`", "`*`"),
    "SLASH": Wording("`/`", "`/`"),
    "CIRCUMFLEX": Wording("`^`", "`^`"),
    "COMPARE": Wording("a comparison such as `>`", "比较运算符（如 `>`）"),
    "$END": Wording("the end of the file", "文件末尾"),
}
IN_DOUBLE_QUOTES = Wording('texts stand in `"double quotes"`', '文本要写在半角双引号 `"…"` 中')
NOT_LISTED = {"SIGN", "DIVISOR"}
PUNCTUATION = {*WORDS, *NOT_LISTED}


def keywords(terminals: Iterable[str]) -> list[str]:
    """Return the keywords among the names of terminals."""
    return sorted(name.lower() for name in terminals if name not in PUNCTUATION)


def _expected(terminals: Iterable[str]) -> Wording:
    names = [name for name in terminals if name not in NOT_LISTED]
    words = [f"`{word}`" for word in keywords(names)]
    symbols = [WORDS[name] for name in WORDS if name in names]
    chinese = "、".join([*words, *(symbol.zh for symbol in symbols)])
    return Wording(
        f"expected: {', '.join([*words, *(symbol.en for symbol in symbols)])}",
        f"此处应为 {chinese}" if chinese.startswith("`") else f"此处应为{chinese}",
    )


def describe(source: Source, error: UnexpectedInput, previous: Token | None, expected: set[str]) -> Diagnostic:
    """Return the diagnostic for a place where the parser stopped.

    `previous` is the token before it, `expected` the terminals that the grammar takes there.
    """
    if isinstance(error, UnexpectedCharacters):
        return _character(source, error.pos_in_stream or 0, sorted(expected))
    if isinstance(error, UnexpectedToken):
        return _token(source, error.token, sorted(expected), previous)
    raise error


def report_depth(source: Source, found: Collector, brace: int) -> None:
    """Report the brace that is nested too deeply."""
    found.add(
        TOO_DEEP,
        Wording(f"this is the {DEEPEST + 1}th brace inside another", f"这个花括号已是嵌套的第 {DEEPEST + 1} 层"),
        SourceSpan(source, brace, brace + 1),
        help=Wording(f"at most {DEEPEST} levels can be nested", f"最多嵌套 {DEEPEST} 层"),
    )


def _character(source: Source, position: int, expected: list[str]) -> Diagnostic:
    character = source.text[position : position + 1]
    span = SourceSpan(source, position, position + 1)
    if character == '"':
        end = source.text.find("\n", position)
        whole = SourceSpan(source, position, len(source.text) if end < 0 else end)
        return Diagnostic(
            UNCLOSED_TEXT,
            Wording("the text that begins here does not end on its line", "从这里开始的引号文本没有在本行结束"),
            whole,
            help=Wording('close it with a straight double quote: `"`', '请用半角双引号 `"` 结束'),
        )
    if character == "'":
        return Diagnostic(
            UNEXPECTED,
            Wording("a single quote begins nothing here", "此处不能用单引号"),
            span,
            help=IN_DOUBLE_QUOTES,
        )
    if character == "/":
        return Diagnostic(
            UNEXPECTED,
            Wording("a fraction needs a number other than 0 below its line", "分数的分母必须是不为 0 的数"),
            span,
            help=Wording("such as `3/10`", "例如 `3/10`"),
        )
    if character == ":":
        return Diagnostic(
            UNEXPECTED,
            Wording("a colon has no meaning here", "冒号在此处没有含义"),
            span,
            help=Wording(
                "between an argument and its value stands `=`; elsewhere no sign is needed",
                "参数与取值之间写 `=`；其他地方不需要任何符号",
            ),
        )
    message = Wording(f"the character `{character}` does not fit here", f"此处不能出现字符 `{character}`")
    return Diagnostic(UNEXPECTED, message, span, help=_expected(expected) if expected else None)


def _token(source: Source, token: Token, expected: list[str], previous: Token | None) -> Diagnostic:
    start = min(token.start_pos or 0, len(source.text))
    span = SourceSpan(source, start, max(start, min(token.end_pos or start, len(source.text))))
    digit_name = re.compile(r"([0-9]+[A-Za-z]*)(\w*)").match(source.text, start)
    if token.type in {"NUMBER", "PERIOD"} and "NAME" in expected and digit_name and not digit_name.group().isdigit():
        return _digit_name(source, digit_name)
    if expected == ["STRING"] and previous is not None and previous.type == "NAME":
        return _misspelt_property(source, previous)
    words = keywords(expected)
    if token.type == "NAME" and words and "NAME" not in expected:
        return _misspelt(token, words, span)
    if token.type == "RBRACE":
        listed = _expected(expected)
        message = Wording(f"this brace comes too early: {listed.en}", f"这个花括号出现得过早：{listed.zh}")
        if "$END" in expected:
            message = Wording("this brace closes nothing", "这个花括号没有与之对应的 `{`")
        help_ = Wording("each `}` closes one `{` on an earlier line", "每个 `}` 对应前面某行的一个 `{`")
        return Diagnostic(UNCLOSED, message, span, help=help_)
    if token.type == "SLASH" and previous is not None:
        return _slash(source, span, previous, expected)
    message = Wording(f"`{span.text}` does not fit here", f"此处不能出现 `{span.text}`")
    if token.type in {"LINE", "$END"}:
        message = Wording("the end of the line does not fit here", "此处不能结束一行")
    return Diagnostic(UNEXPECTED, message, span, help=_expected(expected))


def _slash(source: Source, span: SourceSpan, previous: Token, expected: list[str]) -> Diagnostic:
    """Return what is wrong with a stroke: a fraction over zero, or a unit of several words without quotes."""
    if previous.type == "NUMBER":
        message = Wording("a fraction needs a number other than 0 below its line", "分数的分母必须是 0 以外的数")
        return Diagnostic(UNEXPECTED, message, span, help=Wording("such as `3/10`", "例如 `3/10`"))
    line, _ = source.line_column(span.start)
    begin = span.start - source.line_column(span.start)[1] + 1
    unit = UNIT_OF_SEVERAL.search(source.text, begin, begin + len(source.line_text(line)))
    if unit is None or not unit.start(1) <= span.start < unit.end(1):
        message = Wording("`/` does not fit here", "此处不能出现 `/`")
        return Diagnostic(UNEXPECTED, message, span, help=_expected(expected))
    quoted = SourceSpan(source, unit.start(1), unit.end(1))
    return Diagnostic(
        UNEXPECTED,
        Wording("a unit of several words stands in quotes", "由几个词组成的单位要写在引号中"),
        quoted,
        help=Wording(f'write `"{unit[1]}"`', f'写成 `"{unit[1]}"`'),
        edits=(TextEdit(quoted, f'"{unit[1]}"'),),
    )


def _digit_name(source: Source, match: re.Match[str]) -> Diagnostic:
    head, rest = match.groups()
    proposed = f"{rest}{head}" if rest and not rest[0].isdigit() else f"_{match.group()}"
    span = SourceSpan(source, match.start(), match.end())
    replacement = f'{proposed} code "{match.group()}"'
    return Diagnostic(
        DIGIT_NAME,
        Wording(f"a name cannot begin with a digit: `{match.group()}`", f"名称不能以数字开头：`{match.group()}`"),
        span,
        help=Wording(
            f"write `{replacement}`, so that the data may keep their own name",
            f"请写成 `{replacement}`，数据中的名称可以不变",
        ),
    )


# What one could call the verbs of edits.
MEANT: dict[str, str] = {
    **dict.fromkeys(("delete", "drop", "删除"), "remove"),
    **dict.fromkeys(("insert", "append", "新增", "增加"), "add"),
    **dict.fromkeys(("change", "update", "replace", "修改"), "set"),
    **dict.fromkeys(("include", "inherit", "base"), "extends"),
}


def _misspelt(token: Token, words: list[str], span: SourceSpan) -> Diagnostic:
    message = Wording(f"`{token}` is no keyword that can stand here", f"`{token}` 不是此处可用的关键字")
    meant = MEANT.get(token)
    help_ = did_you_mean(meant if meant in words else str(token), words, otherwise=choose_from(words))
    return Diagnostic(MISSPELT, message, span, help=help_, edits=_correction(str(token), words, span))


def _correction(word: str, words: Iterable[str], span: SourceSpan) -> tuple[TextEdit, ...]:
    """Return the edit that mends a misspelt word, where only one can be meant."""
    meant = sole(word, words)
    return (TextEdit(span, meant),) if meant else ()


PROPERTIES = (
    *("unit", "weight", "direction", "code", "formula", "source", "note"),
    *("impute", "treat", "normalise", "weighting", "aggregate", "missing", "link"),
    *("convert", "across"),
)


def _misspelt_property(source: Source, previous: Token) -> Diagnostic:
    span = SourceSpan(source, previous.start_pos or 0, previous.end_pos or 0)
    form = Wording('a label in another language reads `en "…"`', '其他语言的标签写成 `en "…"`')
    if str(previous) in PROPERTIES:  # well spelt, where there is no node or indicator to have it
        message = Wording(f"`{previous}` does not fit here", f"此处不能出现 `{previous}`")
        return Diagnostic(UNEXPECTED, message, span, help=form)
    return Diagnostic(
        MISSPELT,
        Wording(
            f"`{previous}` is neither a property nor the language of a label",
            f"`{previous}` 既不是属性，也不是标签的语言代码",
        ),
        span,
        help=did_you_mean(str(previous), PROPERTIES, otherwise=form),
        edits=_correction(str(previous), PROPERTIES, span),
    )
