"""The page on every code, for the terminal and for the documentation, made from the rules themselves."""

from __future__ import annotations

import datetime as dt
import textwrap

from xlplan.checks.catalogue import FAMILIES, RULES
from xlplan.checks.examples import TODAY, Situation
from xlplan.checks.registry import Rule
from xlplan.model import CellValue
from xlplan.values.cell_values import as_text
from xlplan.values.text import written_day

_WIDTH = 96
_INTRODUCTION = """# The checks

<!-- Made from the rules in xlplan/checks by: python -m docs.make_pages -->

What `xlplan validate` and `standardise` can find. `xlplan explain CODE` says the same in the terminal.

An **error** must be put right before the plan can do its work; with one, the exit code is 1. A **warning** is a
question for a person. A **note** (`info`) says how something was read or could be tidied; notes are on the Checks
sheet and in the JSON, not in the terminal's list.

In the examples today is {today}.
"""


def page() -> str:
    """The documentation's page on all codes, in Markdown."""
    lines = [_INTRODUCTION.format(today=written_day(TODAY))]
    for family, (_, title) in FAMILIES.items():
        rules = [rule for code, rule in RULES.items() if code.startswith(family)]
        lines += [f"## {family}: {title}", ""]
        lines += ["| code | | what |", "|---|---|---|"]
        lines += [
            f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {rule.title} |" for rule in rules
        ]
        lines.append("")
        for rule in rules:
            lines += _section(rule)
    return "\n".join(lines).rstrip() + "\n"


def explanation(rule: Rule) -> str:
    """Make the page on a rule for the terminal."""
    blocks = [
        f"{rule.code}  {rule.title}  ({rule.severity})",
        _filled(rule.means),
        _filled(f"Why it matters: {rule.matters}"),
        _filled(f"To put it right: {rule.remedy.replace('`', '')}"),
        "Found:\n" + _indented(rule.fires),
        "Not found:\n" + _indented(rule.quiet),
    ]
    return "\n\n".join(blocks)


def _section(rule: Rule) -> list[str]:
    lines = [f"### {rule.code}", "", f"**{rule.title}** ({rule.severity}). {rule.means}", ""]
    lines += [f"*Why it matters.* {rule.matters}", "", f"*To put it right.* {rule.remedy}", ""]
    for words, example in (("Found:", rule.fires), ("Not found:", rule.quiet)):
        lines += [words, "", *(f"* {line}" for line in _lines(example)), ""]
    return lines


def _lines(example: Situation | str) -> list[str]:
    """An example, a line a row of the plan."""
    if isinstance(example, str):
        return [example]
    lines = [
        "; ".join(f"{heading}: {_shown(value)}" for heading, value in row.items()) for row in example.rows
    ]
    if example.officers:
        named = []
        for officer in example.officers:
            more = [f"initials {officer.initials}"] if officer.initials else []
            more += [f"also known as {', '.join(officer.aliases)}"] if officer.aliases else []
            more += [] if officer.active else ["no longer active"]
            named.append(f"{officer.name} ({', '.join(more)})" if more else officer.name)
        lines.append(f"with these officers in the register: {'; '.join(named)}")
    if example.key:
        lines.append(
            "with this Key: " + "; ".join(f"{entry.as_typed} means {entry.means}" for entry in example.key)
        )
    if example.gone:
        lines.append(
            f"{', '.join(example.gone)} was issued to Ruth Ackland in Dec-26 and has no row in the Plan"
        )
    if example.began:
        lines.append(f"in a plan that began on {as_text(example.began)}")
    return lines


def _shown(value: CellValue) -> str:
    if isinstance(value, dt.date):
        return as_text(value)
    text = str(value).replace("\n", " / ")
    return f'"{text}"' if text else "(empty)"


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH)


def _indented(example: Situation | str) -> str:
    return "\n".join(textwrap.indent(_filled(line), "  ") for line in _lines(example))
