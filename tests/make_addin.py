"""Build the add-in and the sheet of buttons into `workbooks/`: `python tests/make_addin.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from xlplan.excel.addin.build import built_addin, built_buttons

FOLDER = Path(__file__).resolve().parent.parent / "workbooks"
FILES = {"xlplan.xlam": built_addin, "xlplan-buttons.xlsm": built_buttons}


def main() -> None:
    """Write both, with no interpreter recorded."""
    for name, built in FILES.items():
        content = built()
        (FOLDER / name).write_bytes(content)
        sys.stdout.write(f"{FOLDER / name}: {len(content):,} bytes\n")


if __name__ == "__main__":
    main()
