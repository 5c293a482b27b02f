"""Writes docs/checks.md from the rules: python -m docs.make_pages"""

from __future__ import annotations

from pathlib import Path

from xlplan.checks.pages import page

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"

if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
