"""`explain`: what a finding means, why it matters, how to put it right."""

from __future__ import annotations

from xlplan.checks.catalogue import rule_called
from xlplan.checks.pages import explanation
from xlplan.model import Severity
from xlplan.verbs.result import Result


class Explained(Result):
    """What is known of a code."""

    code: str
    severity: Severity
    title: str
    means: str
    matters: str
    remedy: str
    _text: str = ""

    def summary(self) -> str:
        return self._text


def explain(code: str) -> Explained:
    """Explain a finding.

    Args:
        code: its code, in any case: "OWN002".

    Raises:
        WrongUsage: no finding has that code; the message names the nearest.
    """
    rule = rule_called(code)
    result = Explained(
        code=rule.code,
        severity=rule.severity,
        title=rule.title,
        means=rule.means,
        matters=rule.matters,
        remedy=rule.remedy,
    )
    result._text = explanation(rule)
    return result
