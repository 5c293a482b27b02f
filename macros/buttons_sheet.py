"""The sheet of `xlplan-buttons.xlsm`: the buttons in the ribbon's groups, a sentence beside each."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from macros.ribbon import Button
from xlplan.layout import standard

BUTTONS_SHEET = "Buttons"
CHOICE_NAME = "PlanToWorkOn"
"""The name of the cell that says which plan is meant when several workbooks are open."""

_TITLE_ROW, _HOW_ROW, _CHOICE_ROW, _FIRST_ROW = 0, 1, 3, 5
_GROUP, _BUTTON, _SAYS = 1, 2, 3
_WIDTHS = (3, 18, 32, 94)
_ROW_POINTS = 36
# At 96 dots to the inch; the button stands in the middle of its row, and ends before the sentence.
_BUTTON_WIDTH, _BUTTON_HEIGHT, _BUTTON_SPACE = 214, 36, 6

_TEXT = {"font_color": f"#{standard.INK}", "valign": "vcenter"}
_LINE = {"top": 1, "top_color": f"#{standard.LINE}"}
_HOW = (
    "Open the plan in Excel, come back to this window, and click one button. "
    "A box says what was done. Before the plan is changed, a backup is kept."
)
_HINT = (
    "Leave it empty when the plan is the only other workbook that is open. Otherwise type the plan's name."
)


def draw_buttons(book: Workbook, sheet: Worksheet, buttons: Sequence[Button]) -> None:
    """Draw the sheet.

    Args:
        book: the workbook; the cell for the plan's name becomes a name of it.
        sheet: an empty sheet of it.
        buttons: the buttons, those of one group behind each other.
    """
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _draw_head(book, sheet)
    group_before = ""
    for row, button in enumerate(buttons, start=_FIRST_ROW):
        _draw_button(book, sheet, row, button, is_first=button.group != group_before)
        group_before = button.group
    sheet.set_selection(_CHOICE_ROW, _BUTTON, _CHOICE_ROW, _BUTTON)
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    # without a password: only the plan's name can be typed over by accident
    sheet.protect()


def _draw_head(book: Workbook, sheet: Worksheet) -> None:
    """The title, how to use it, and the cell for the plan's name."""
    sheet.set_row(_TITLE_ROW, 34)
    sheet.write(_TITLE_ROW, _GROUP, "Action plan", book.add_format({**_TEXT, "bold": True, "font_size": 20}))
    sheet.set_row(_HOW_ROW, 22)
    sheet.write(_HOW_ROW, _GROUP, _HOW, book.add_format({**_TEXT, "font_size": 12}))
    sheet.set_row(_CHOICE_ROW, 24)
    label = book.add_format({**_TEXT, "bold": True, "font_size": 12})
    sheet.write(_CHOICE_ROW, _GROUP, "Plan to work on", label)
    typing = {"bg_color": "#FFF2CC", "border": 1, "border_color": f"#{standard.QUIET}", "locked": False}
    look = book.add_format({**_TEXT, **typing, "num_format": "@", "font_size": 12})
    sheet.write_blank(_CHOICE_ROW, _BUTTON, None, look)
    hint = book.add_format({**_TEXT, "font_color": f"#{standard.QUIET}", "indent": 1})
    sheet.write(_CHOICE_ROW, _SAYS, _HINT, hint)
    book.define_name(CHOICE_NAME, f"='{BUTTONS_SHEET}'!$C${_CHOICE_ROW + 1}")


def _draw_button(book: Workbook, sheet: Worksheet, row: int, button: Button, *, is_first: bool) -> None:
    """One row: the group's name and a line above it where a group begins, the button, what it does."""
    line = _LINE if is_first else {}
    sheet.set_row(row, _ROW_POINTS)
    group = {**_TEXT, **line, "bold": True, "font_size": 12, "font_color": f"#{standard.ACCENT}"}
    sheet.write(row, _GROUP, button.group if is_first else "", book.add_format(group))
    sheet.write_blank(row, _BUTTON, None, book.add_format(line))
    says = {**_TEXT, **line, "text_wrap": True, "indent": 1}
    sheet.write(row, _SAYS, button.says, book.add_format(says))
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
