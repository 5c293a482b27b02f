"""Files as grids: .xlsx, .xls, .ods and .csv, let in only when they are harmless."""

from xlplan.workbook.readers.files import (
    SheetReader,
    grids_of,
    last_saved,
    plain_errors,
    read_grids,
)

__all__ = ["SheetReader", "grids_of", "last_saved", "plain_errors", "read_grids"]
