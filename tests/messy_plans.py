"""All messy plans of Wexcombe, each laid out in its own bad way, with what a careful person reads in them."""

from __future__ import annotations

import messy_documents
import messy_headings
import messy_mixed
import messy_rows
from messy import Messy

PLANS: tuple[Messy, ...] = (
    *messy_headings.PLANS,
    *messy_rows.PLANS,
    *messy_documents.PLANS,
    *messy_mixed.PLANS,
)
