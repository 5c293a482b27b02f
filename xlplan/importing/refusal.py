"""A workbook in which no plan was found: what came nearest, the one thing that it lacks, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from xlplan.errors import NoPlanFound
from xlplan.importing.header_rows import NearMiss

_LACKS = {
    "": "No heading says what is to be done",
    "action": "No heading says what is to be done",
    "response": "No heading says what is done about the risks",
    "who or when": "No heading says who is to do it, or by when",
    "evidence": "Too little speaks for its being a plan",
    "rows": "No row under these headings says what is to be done",
}
_MAP = 'If one does, say so from the command line: --map "HEADING=action"'
_ADVICE = {
    "": _MAP,
    "action": _MAP,
    "response": _MAP,
    "who or when": 'If one does, say so from the command line: --map "HEADING=owner" or --map "HEADING=timescale"',
    "evidence": 'If it is one, say from the command line which column the action is: --map "HEADING=action"',
    "rows": "Fill them in, or name another sheet with --sheet",
}


def no_plan(near: Sequence[NearMiss]) -> NoPlanFound:
    """The refusal, which names the table that came nearest and what is missing in it."""
    what = "no action plan was found, which is a table with an action, and an owner or a date"
    nearest = max(near, key=lambda miss: (miss.missing != "", miss.score, miss.known), default=None)
    if nearest is None or not nearest.known:
        return NoPlanFound(
            what, "No table with headings came near; from the command line, name the sheet with --sheet"
        )
    seen = ", ".join(repr(" ".join(text.split())) for text in nearest.headings[:8])
    kind = f". It looks like {nearest.kind}" if nearest.kind else ""
    return NoPlanFound(
        f"{what}. The nearest is sheet {nearest.sheet}, row {nearest.row}: {seen}{kind}. {_LACKS[nearest.missing]}",
        _ADVICE[nearest.missing],
    )
