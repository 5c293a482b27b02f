"""Parts of which a text is made that a careless pattern would take minutes over."""

from __future__ import annotations

_WORDS = (
    "1|1 |1/|12.|a|a |A |A. |Ab|Ab |Ab, |(|()|( |[was |-| - |to |now |was |slipped to |the the of |June |June 2005 |"
    "June 2005, |31/12/05 |Q3 |week |Phase 2 |and | and|/ |lead: |; |, |• |Head of |Named Nurse |Ada Marsh |"
    "Ada Marsh, |AM |AM/|green |green - |1.1.|1.a.|(1) |rec 1 |has been |1st quarter |within 3 |x'|...|§|é|А|’|😀"
)
LONG = [" ", "\t", "\n", "\u00a0", "\n- a", *_WORDS.split("|")]
SECONDS = 5
"""Of the processor, for a few such texts: what takes longer than in proportion to their length takes far more."""
