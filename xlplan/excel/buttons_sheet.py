"""The sheet of `xlplan-buttons.xlsm`: the buttons in the ribbon's groups, a sentence beside each."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xlplan.excel.ribbon import Button
from xlplan.layout import standard

BUTTONS_SHEET = "Buttons"
CHOICE_NAME = "PlanToWorkOn"
"""The name of the cell that says which plan is meant when several workbooks are open."""

_TITLE_ROW, _HOW_ROW, _CHOICE_ROW, _HINT_ROW, _FIRST_ROW = 0, 1, 3, 4, 6
_MARGIN, _GROUP, _BUTTON, _SAYS = 0, 1, 2, 3
_ROW_POINTS = 36
# At 96 dots to the inch; the button stands in the middle of its row.
_BUTTON_WIDTH, _BUTTON_HEIGHT, _BUTTON_SPACE = 210, 36, 6


def draw_buttons(book: Workbook, sheet: Worksheet, buttons: Sequence[Button]) -> None:
    """Draw the sheet.

    Args:
        book: the workbook; the cell for the plan's name becomes a name of it.
        sheet: an empty sheet of it.
        buttons: the buttons, those of one group behind each other.
    """
    text = {"font_color": f"#{standard.INK}", "valign": "vcenter"}
    quiet = book.add_format({**text, "font_color": f"#{standard.QUIET}"})
    choice_look = book.add_format(
        {**text, "bg_color": f"#{standard.TYPING_FILL}", "border": 1, "border_color": f"#{standard.LINE}"}
        | {"locked": False, "num_format": "@", "font_size": 12}
    )
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    for column, width in ((_MARGIN, 3), (_GROUP, 16), (_BUTTON, 32), (_SAYS, 92)):
        sheet.set_column(column, column, width)
    sheet.set_row(_TITLE_ROW, 34)
    sheet.write(_TITLE_ROW, _GROUP, "Action plan", book.add_format({**text, "bold": True, "font_size": 20}))
    sheet.set_row(_HOW_ROW, 22)
    sheet.write(
        _HOW_ROW,
        _GROUP,
        "Open the plan in Excel, come back to this window, and click one button. "
        "A box says what was done. Nothing is ever deleted without a backup.",
        book.add_format({**text, "font_size": 12}),
    )
    sheet.set_row(_CHOICE_ROW, 24)
    sheet.write(
        _CHOICE_ROW, _GROUP, "Plan to work on", book.add_format({**text, "bold": True, "font_size": 12})
    )
    sheet.write_blank(_CHOICE_ROW, _BUTTON, None, choice_look)
    sheet.write(_CHOICE_ROW, _SAYS, "Leave it empty when only one workbook is open beside this one.", quiet)
    book.define_name(CHOICE_NAME, f"='{BUTTONS_SHEET}'!$C${_CHOICE_ROW + 1}")
    group_before = ""
    for row, button in enumerate(buttons, start=_FIRST_ROW):
        is_first = button.group != group_before
        line = {"top": 1, "top_color": f"#{standard.LINE}"} if is_first else {}
        group_look = book.add_format({**text, **line, "bold": True, "font_color": f"#{standard.ACCENT}"})
        sheet.set_row(row, _ROW_POINTS)
        sheet.write(row, _GROUP, button.group if is_first else "", group_look)
        sheet.write_blank(row, _BUTTON, None, book.add_format(line))
        sheet.write(row, _SAYS, button.says, book.add_format({**text, **line, "text_wrap": True}))
        sheet.insert_button(
            row,
            _BUTTON,
            {
                "macro": button.macro,
                "caption": button.label,
                "description": f"{button.label}. {button.says}",
                "width": _BUTTON_WIDTH,
                "height": _BUTTON_HEIGHT,
                "x_offset": _BUTTON_SPACE,
                "y_offset": _BUTTON_SPACE,
            },
        )
        group_before = button.group
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.protect()
