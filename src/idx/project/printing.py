"""What is said of edits that are written as a file: to what they can be written, and what has changed since."""

from __future__ import annotations

from idx.diagnostics import Rule, Severity, Wording

NO_FILE = Rule(
    "IDX125",
    Wording("edits to what is no file", "被修改的一方不是文件"),
    Wording(
        "The edits that turn A into B are written as a file that `extends` the file of A, so it has to lie in a "
        "folder. Of a scenario, and of a file as it was in git, it is the file itself as it is now.",
        "由 A 到 B 的修改会写成一个以 `extends` 引用 A 所在文件的文件，因此该文件必须在文件夹中。A 是情景或 git "
        "中的旧版本时，引用的是该文件现在的样子。",
    ),
)
CHANGED = Rule(
    "IDX135",
    Wording("edits of a file that has changed since", "被修改的文件此后已有变化"),
    Wording(
        "The edits between a file as it was in git and another version hold for what the file said then. Where it says "
        "something else now, a guard refuses what no longer fits, and the rest is made of the file as it is now; data "
        "are read as they lie in the folder.",
        "git 中旧版本与另一版本之间的修改，针对的是该文件当时的内容。如果文件现在已不同，不再适用的修改会被拒绝，"
        "其余修改作用于文件现在的内容；数据按文件夹中现在的内容读取。",
    ),
    severity=Severity.WARNING,
)
