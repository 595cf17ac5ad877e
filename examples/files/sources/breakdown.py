"""The breakdown 内訳書: a workbook whose sums are formulas, and the same table as CSV."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

HEADINGS = ("費目・工種", "規格", "単位", "数量", "単価（円）", "金額（円）")
FIRST_ROW = 6
Cell = str | int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the breakdown.

    Attributes:
        style: `group`, `item` or `sum`.
        cells: name, specification, unit, quantity, unit price (yen), each empty where it has none.
        amount: the value, in yen.
        formula: what computes the value in the workbook.
    """

    style: str
    cells: tuple[Cell, Cell, Cell, Cell, Cell]
    amount: int
    formula: str


def write(folder: Path, project: dict[str, Any]) -> None:
    """Write `breakdown.xlsx` and `breakdown.csv`.

    Raises:
        ValueError: where the sums are not the amounts of the contract.
    """
    lines = list(_lines())
    amounts = {line.cells[0]: line.amount for line in lines}
    if (amounts["工事価格"], amounts["請負代金額"]) != (project["price"], project["total"]):
        raise ValueError(f"the breakdown sums to {amounts['工事価格']} and {amounts['請負代金額']} yen, not to the contract's price")
    _workbook(folder / "breakdown.xlsx", lines, project)
    with (folder / "breakdown.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADINGS)
        writer.writerows((*line.cells, line.amount) for line in lines)


def _lines() -> Iterator[Line]:
    data = json.loads((Path(__file__).parent / "breakdown.json").read_text(encoding="utf-8"))
    rates = data["rates"]
    row, direct, heads = FIRST_ROW, 0, []
    for group in data["groups"]:
        items = group["items"]
        amount = sum(quantity * price for _, _, _, quantity, price in items)
        yield Line("group", (group["name"], "", "式", 1, ""), amount, f"=SUM(F{row + 1}:F{row + len(items)})")
        for offset, (name, kind, unit, quantity, price) in enumerate(items, start=row + 1):
            yield Line("item", (f"　{name}", kind, unit, quantity, price), quantity * price, f"=D{offset}*E{offset}")
        heads.append(f"F{row}")
        row, direct = row + 1 + len(items), direct + amount
    yield _total("直接工事費", "", direct, "=" + "+".join(heads))
    yield from _overheads(row, direct, rates)


def _overheads(row: int, direct: int, rates: dict[str, float]) -> Iterator[Line]:
    temporary = _share(direct, rates["temporary"])
    net = direct + temporary
    site = _share(net, rates["site"])
    cost = net + site
    price = int(cost * (1 + rates["general"])) // 10_000 * 10_000
    tax = int(price * rates["tax"])
    yield _rate("共通仮設費", rates["temporary"], temporary, f"=ROUNDDOWN(F{row}*{rates['temporary']},-3)")
    yield _total("純工事費", "", net, f"=F{row}+F{row + 1}")
    yield _rate("現場管理費", rates["site"], site, f"=ROUNDDOWN(F{row + 2}*{rates['site']},-3)")
    yield _total("工事原価", "", cost, f"=F{row + 2}+F{row + 3}")
    yield _rate("一般管理費等", rates["general"], price - cost, f"=ROUNDDOWN(F{row + 4}*(1+{rates['general']}),-4)-F{row + 4}")
    yield _total("工事価格", "1万円未満切捨て", price, f"=F{row + 4}+F{row + 5}")
    yield _rate("消費税及び地方消費税相当額", rates["tax"], tax, f"=F{row + 6}*{rates['tax']}")
    yield _total("請負代金額", "税込み", price + tax, f"=F{row + 6}+F{row + 7}")


def _share(amount: int, rate: float) -> int:
    return int(amount * rate) // 1000 * 1000


def _rate(name: str, rate: float, amount: int, formula: str) -> Line:
    return Line("item", (name, f"率 {rate:.1%}", "式", 1, ""), amount, formula)


def _total(name: str, note: str, amount: int, formula: str) -> Line:
    return Line("sum", (name, note, "", "", ""), amount, formula)


def _workbook(file: Path, lines: list[Line], project: dict[str, Any]) -> None:
    year, month, day = (int(part) for part in project["contract_date"].split("-"))
    with xlsxwriter.Workbook(str(file)) as book:
        book.set_properties({"title": "工事費内訳書", "author": "長崎市（見本）", "created": datetime(year, month, day)})  # noqa: DTZ001
        book.formats[0].set_font_name("Yu Gothic")
        sheet = book.add_worksheet("内訳書")
        _page(sheet, len(lines))
        plain = {"font_name": "Yu Gothic", "font_size": 10.5}
        sheet.merge_range("A1:F1", "工事費内訳書", book.add_format({**plain, "font_size": 18, "bold": True, "align": "center"}))
        for row, (name, value) in enumerate((("工事番号", project["number"]), ("工事名", project["title"])), start=1):
            sheet.write(row, 0, name, book.add_format(plain))
            sheet.write(row, 1, value, book.add_format(plain))
        head = book.add_format({**plain, "bold": True, "border": 1, "align": "center", "bg_color": "#DCE6F1"})
        sheet.write_row(FIRST_ROW - 2, 0, HEADINGS, head)
        _rows(book, sheet, lines, plain)


def _page(sheet: Any, count: int) -> None:
    for column, width in enumerate((30, 34, 7, 10, 13, 16)):
        sheet.set_column(column, column, width)
    sheet.set_default_row(20)
    sheet.set_row(0, 36)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.print_area(0, 0, FIRST_ROW + count - 2, 5)
    sheet.freeze_panes(FIRST_ROW - 1, 0)
    sheet.set_footer("&C&P / &N&R見本")


def _rows(book: Any, sheet: Any, lines: list[Line], plain: dict[str, Any]) -> None:
    looks: dict[str, dict[str, Any]] = {
        "group": {"bold": True, "bg_color": "#F2F2F2"},
        "item": {},
        "sum": {"bold": True, "top": 2, "bg_color": "#EBF1DE"},
    }
    for row, line in enumerate(lines, start=FIRST_ROW - 1):
        look = {**plain, "border": 1, "valign": "vcenter", **looks[line.style]}
        text, number = book.add_format(look), book.add_format({**look, "num_format": "#,##0"})
        middle = book.add_format({**look, "align": "center"})
        for column, (cell, form) in enumerate(zip(line.cells, (text, text, middle, number, number), strict=True)):
            sheet.write(row, column, cell, form)
        sheet.write_formula(row, 5, line.formula, number, line.amount)
