"""Data validation and conditional formats behind xlwings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.excel.engines.libreoffice import formulas
from tests.excel.engines.libreoffice.colours import colour, number
from tests.excel.engines.libreoffice.process import ExcelRefused

if TYPE_CHECKING:
    from tests.excel.engines.libreoffice.ranges import Range

_LONGEST_SOURCE = 255


class DataValidation(base_classes.DataValidation):
    """The validation of a range."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def api(self) -> object:
        return self._cells.api

    def _found(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._cells.call("validations")
        return found

    @property
    def type(self) -> str:
        kinds = self._found()
        if len(kinds) == 1:
            return str(kinds[0]["type"])
        return "mixed_criteria" if any(kind["type"] == "none" for kind in kinds) else "inconsistent"

    def _one(self, what: str, *types: str) -> Any:
        kinds = self._found()
        if len(kinds) != 1 or kinds[0]["type"] == "none" or (types and kinds[0]["type"] not in types):
            return None
        return kinds[0][what]

    @property
    def operator(self) -> str | None:
        return self._compared("operator")

    @property
    def formula1(self) -> str | None:
        return self._compared("formula1")

    @property
    def formula2(self) -> str | None:
        return self._compared("formula2") if self.operator in ("between", "not_between") else None

    def _compared(self, what: str) -> str | None:
        found = self._one(what, "whole_number", "decimal", "date", "time", "text_length")
        return formulas.excel(found) if found else None

    @property
    def formula(self) -> str | None:
        found = self._one("formula1", "custom")
        return f"={formulas.excel(found)}" if found else None

    @property
    def source(self) -> str | None:
        found = self._one("formula1", "list")
        if found is None:
            return None
        if found.startswith('"'):
            return ",".join(part.replace('""', '"') for part in found[1:-1].split('";"'))
        return f"={formulas.excel(found)}"

    @property
    def in_cell_dropdown(self) -> bool | None:
        found = self._one("in_cell_dropdown", "list")
        return None if found is None else bool(found)

    @property
    def ignore_blank(self) -> bool | None:
        found = self._one("ignore_blank")
        return None if found is None else bool(found)

    @property
    def input_title(self) -> Any:
        return self._one("input_title")

    @property
    def input_message(self) -> Any:
        return self._one("input_message")

    @property
    def show_input(self) -> Any:
        return self._one("show_input")

    @property
    def error_title(self) -> Any:
        return self._one("error_title")

    @property
    def error_message(self) -> Any:
        return self._one("error_message")

    @property
    def show_error(self) -> Any:
        return self._one("show_error")

    @property
    def alert_style(self) -> Any:
        return self._one("alert_style")

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """`source` is a list of texts, a range or a name."""
        if isinstance(source, list):
            if len(",".join(source)) > _LONGEST_SOURCE:
                raise ExcelRefused("a list of words may have 255 characters at most")
            formula = ";".join('"' + text.replace('"', '""') + '"' for text in source)
        elif isinstance(source, base_classes.Name):
            formula = source.name
        else:
            formula = formulas.native(source.get_address(True, True, True))
        self._set("list", None, formula, "", in_cell_dropdown)

    def set_rule(self, rule_type: str, operator: str | None, formula1: str, formula2: str | None) -> None:
        self._set(rule_type, operator, formulas.native(formula1), formulas.native(formula2 or ""), True)

    def _set(
        self, kind: str, operator: str | None, formula1: str, formula2: str, in_cell_dropdown: bool
    ) -> None:
        self._cells.call(
            "set_validation",
            kind=kind,
            operator=operator,
            formula1=formula1.removeprefix("="),
            formula2=formula2.removeprefix("="),
            in_cell_dropdown=in_cell_dropdown,
        )

    def delete(self) -> None:
        self._cells.call("delete_validation")


class ConditionalFormats(base_classes.ConditionalFormats):
    """The rules that hold for any cell of a range, the first to win first."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def api(self) -> object:
        return self._cells.api

    def _rules(self) -> list[ConditionalFormat]:
        return [ConditionalFormat(self._cells, number) for number in range(len(self))]

    def __len__(self) -> int:
        return len(self._cells.call("conditional_formats"))

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return iter(self._rules())

    def __call__(self, key: int) -> ConditionalFormat:
        return self._rules()[key - 1]

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        if spec["stop_if_true"]:
            raise NotImplementedError("LibreOffice always stops at the first rule that holds")
        look = {
            key: number(value) if key.endswith("_color") else value
            for key, value in spec.items()
            if key not in ("formula", "stop_if_true")
        }
        self._cells.call("add_rule", formula=formulas.native(spec["formula"]).removeprefix("="), look=look)
        return ConditionalFormat(self._cells, 0)

    def clear(self) -> None:
        self._cells.call("clear_rules")


class ConditionalFormat(base_classes.ConditionalFormat):
    """One rule, by its place among those of a range; looked up when something of it is asked for."""

    def __init__(self, cells: Range, number: int) -> None:
        self._cells = cells
        self._number = number

    @property
    def _found(self) -> dict[str, Any]:
        found: list[dict[str, Any]] = self._cells.call("conditional_formats")
        return found[self._number]

    @property
    def type(self) -> str:
        return str(self._found["type"])

    @property
    def stop_if_true(self) -> bool:
        return False

    @property
    def formula(self) -> str | None:
        return f"={formulas.excel(self._found['formula'])}" if self.type == "custom" else None

    @property
    def fill_color(self) -> tuple[int, int, int] | None:
        return colour(self._found["fill_color"])

    @property
    def font_color(self) -> tuple[int, int, int] | None:
        return colour(self._found["font_color"])

    @property
    def font_bold(self) -> bool:
        return bool(self._found["font_bold"])

    @property
    def font_italic(self) -> bool:
        return bool(self._found["font_italic"])
