"""What the columns of the table to fill are for, and what the codes of observation statuses mean."""

from idx.diagnostics import Wording

SHEET = "说明 notes"
TITLE = Wording(
    "Fill in the marked cells. Save, and evaluate: idx eval FRAMEWORK --data THIS_FILE",
    "请填写有颜色的单元格，保存后计算：idx eval 框架文件 --data 本文件",
)
COLUMNS = {
    "indicator": Wording(
        "What is measured: the name that the data have for it. Leave as it is.",
        "指标（或原始序列）在数据中的名称，请勿改动。",
    ),
    "label": Wording("Its label, for you to read.", "指标名称，仅供阅读。"),
    "unit": Wording("Its unit of measurement, for you to read.", "计量单位，仅供阅读。"),
    "entity": Wording("The country, region or firm that the figure is about.", "评价对象：国家、地区、企业等。"),
    "group": Wording(
        "The group that the entity belongs to; the same in all its rows.", "评价对象所属的组；同一对象各行须一致。"
    ),
    "period": Wording(
        "The year, quarter (2019Q1) or month (2019M03).", "时期：年（2019）、季（2019Q1）或月（2019M03）。"
    ),
    "value": Wording(
        "The figure: a plain number, without thousands separators, units or per cent signs. Empty where it is missing.",
        "数值：只写数字，不带千分位、单位和百分号；缺失时留空。",
    ),
    "status": Wording(
        "How good the figure is, by a code from below. Empty means A.", "数值的状态，用下面的代码；留空即为A。"
    ),
    "basis": Wording(
        "What the figure rests on: `implied` was solved from published results, `unverified` has no document at hand.",
        "数值的依据：implied 由公布的结果反推，unverified 尚无文件可查；其他写法都算实际观测。",
    ),
    "solved_from": Wording(
        "The published value that an implied figure was solved from, such as `total 2020`.",
        "反推所依据的公布值，例如 total 2020。",
    ),
    "note": Wording("Where the figure comes from, and anything else.", "出处和其他说明。"),
}
STATUSES = {
    "A": Wording("normal", "正常"),
    "E": Wording("estimated", "估计"),
    "F": Wording("forecast", "预测"),
    "P": Wording("provisional", "初步"),
    "U": Wording("low reliability", "可靠性低"),
    "B": Wording("break in series", "序列中断"),
    "D": Wording("definition differs", "口径不同"),
    "I": Wording("imputed", "插补"),
    "M": Wording("missing: there is no figure, and the cell is not marked", "缺失：没有数值，单元格不再标色"),
}
