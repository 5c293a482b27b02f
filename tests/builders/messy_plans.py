"""All messy plans of Wexcombe, each laid out in its own bad way, with what a careful person reads in them."""

from __future__ import annotations

from tests.builders import messy_documents, messy_headings, messy_mixed, messy_rows
from tests.builders.messy import Messy

PLANS: tuple[Messy, ...] = (
    *messy_headings.PLANS,
    *messy_rows.PLANS,
    *messy_documents.PLANS,
    *messy_mixed.PLANS,
)
