"""The command line: each command's arguments, and the verb that it calls. It decides nothing.

Verbs are imported when they are called, so that `xlplan --help` answers at once. What all commands share is in
`console.py`.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.console import command, finish, run_command
from xlplan.errors import WrongUsage, XlplanError
from xlplan.exit_codes import DONE, NOT_DONE

if TYPE_CHECKING:
    from xlplan.verbs.result import Result, Tell


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="xlplan", message="xlplan %(version)s")
def cli() -> None:
    """Action plans in Excel: standardise a council's own workbook, open a review period, issue a return to each
    owner, and merge what comes back. Nothing is lost, nothing is guessed in silence, everything can be undone."""


MASTER = click.argument("master", type=click.Path(path_type=Path))
LETTER = click.option(
    "--letter",
    type=click.Path(path_type=Path),
    metavar="LETTER.txt",
    help="A text file with your own words for the letters.",
)


@command(
    cli,
    "standardise",
    example="xlplan standardise plan.xlsx -o master.xlsx",
    done="done, and every cell has a place",
    needs_a_person="done, and the findings ask something",
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="MASTER", help="Where the master goes."
)
@click.option("--title", metavar="TEXT", default="", help="What the plan is called.")
@click.option("--period", metavar="LABEL", help="The period of a progress column that names none.")
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="Read only this sheet. Repeatable.")
@click.option(
    "--map", "mappings", multiple=True, metavar="HEADING=FIELD", help="Say what a heading means. Repeatable."
)
@click.option("--split", is_flag=True, help="Make a row of each action in cells that hold several.")
@click.option("--force", is_flag=True, help="Replace the file at -o if it exists.")
def standardise(
    book: Path,
    output: Path | None,
    title: str,
    period: str | None,
    sheets: tuple[str, ...],
    mappings: tuple[str, ...],
    split: bool,
    force: bool,
) -> Result:
    """Make a master in the standard layout from the council's own workbook BOOK, which is not touched."""
    from xlplan.verbs.standardise import standardise as verb

    return verb(
        book,
        output=output,
        title=title,
        period=period,
        sheets=sheets,
        headings=_mapping(mappings),
        split=split,
        force=force,
    )


@command(
    cli,
    "validate",
    example="xlplan validate master.xlsx --fix",
    done="no errors",
    needs_a_person="errors were found",
)
@MASTER
@click.option(
    "--period", metavar="LABEL", help="The period to check; by default the open one, else the last."
)
@click.option(
    "--fix", is_flag=True, help="Put right what cannot alter any meaning: case, blanks, known aliases."
)
@click.option(
    "--select", metavar="CODES", default="", help="Only these codes or beginnings, with commas between."
)
@click.option("--ignore", metavar="CODES", default="", help="Not these codes or beginnings.")
def validate(master: Path, period: str | None, fix: bool, select: str, ignore: str) -> Result:
    """Find what is missing, unclear or contradictory, all of it at once, and list it on the Checks sheet."""
    from xlplan.verbs.validate import validate as verb

    return verb(master, period=period, fix=fix, select=_codes(select), ignore=_codes(ignore))


@command(cli, "explain", example="xlplan explain OWN002", done="explained", previews=False)
@click.argument("code")
def explain(code: str) -> Result:
    """What a finding means, why it matters, how to put it right."""
    from xlplan.verbs.explain import explain as verb

    return verb(code)


@command(
    cli,
    "add-period",
    example="xlplan add-period master.xlsx Dec-26 --returns-due 18/12/2026",
    done="the period is open",
)
@MASTER
@click.argument("label")
@click.option(
    "--returns-due", metavar="DATE", help="The day by which returns are asked for: 31/10/2026 or 2026-10-31."
)
@click.option("--no-carry", is_flag=True, help="Leave actions blank that were Complete in the period before.")
def add_period(master: Path, label: str, returns_due: str | None, no_carry: bool) -> Result:
    """Open the review period LABEL: three columns at the right of the Plan."""
    from xlplan.verbs.add_period import add_period as verb

    return verb(master, label, returns_due=_date(returns_due, "--returns-due"), carry=not no_carry)


@command(
    cli,
    "issue",
    example="xlplan issue master.xlsx --to issued",
    done="every action that is not complete is in a return",
    needs_a_person="done, and some actions are in none, or an owner is to be looked at",
    progress="Issuing",
)
@MASTER
@click.option("--period", metavar="LABEL", help="The period to report on; by default the open one.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help='By default "issued" beside the master.',
)
@click.option("--officer", "officers", multiple=True, metavar="NAME", help="Only this officer. Repeatable.")
@click.option("--all", "ask_complete", is_flag=True, help="Ask about actions too that are Complete already.")
@click.option("--force", is_flag=True, help="Replace files of the same names.")
@click.option(
    "--drafts", is_flag=True, help="Write a letter to each officer too, as an e-mail ready to send."
)
@LETTER
def issue(
    master: Path,
    period: str | None,
    folder: Path | None,
    officers: tuple[str, ...],
    ask_complete: bool,
    force: bool,
    drafts: bool,
    letter: Path | None,
    tell: Tell,
) -> Result:
    """Write a return for each owner of actions, ready to be sent."""
    from xlplan.verbs.issue import issue as verb

    return verb(
        master,
        period=period,
        folder=folder,
        officers=officers,
        ask_complete=ask_complete,
        force=force,
        drafts=drafts or letter is not None,
        letter=letter,
        tell=tell,
    )


@command(
    cli,
    "merge",
    example="xlplan merge master.xlsx returns",
    done="merged, and nothing is to be decided",
    needs_a_person="merged, and something is to be decided, was refused, or came back empty",
    progress="Reading returns",
)
@MASTER
@click.argument(
    "returns", nargs=-1, required=True, type=click.Path(path_type=str), metavar="RETURN_OR_DIR..."
)
@click.option("--period", metavar="LABEL", help="The period that they report on; by default the open one.")
def merge(master: Path, returns: tuple[str, ...], period: str | None, tell: Tell) -> Result:
    """Bring what officers sent back into the master, cell by cell. Nothing is overwritten in silence."""
    from xlplan.verbs.merge import merge as verb

    return verb(master, returns, period=period, tell=tell)


@command(
    cli,
    "resolve",
    example="xlplan resolve master.xlsx",
    done="every line is decided",
    needs_a_person="done, and lines wait for a decision",
)
@MASTER
def resolve(master: Path) -> Result:
    """Apply the decisions made on the Conflicts sheet."""
    from xlplan.verbs.resolve import resolve as verb

    return verb(master)


@command(
    cli,
    "status",
    example="xlplan status master.xlsx",
    done="nothing is to be decided",
    needs_a_person="lines wait for a decision",
    previews=False,
)
@MASTER
@click.option(
    "--period", metavar="LABEL", help="The period to look at; by default the open one, else the last."
)
def status(master: Path, period: str | None) -> Result:
    """Who has returned, who has not, what is open."""
    from xlplan.verbs.status import status as verb

    return verb(master, period=period)


@command(
    cli,
    "chase",
    example="xlplan chase master.xlsx --to drafts",
    done="a draft is there for everybody who is to be reminded",
    needs_a_person="done, and somebody has no address",
)
@MASTER
@click.option(
    "--period", metavar="LABEL", help="The period to chase; by default the open one, else the last."
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help='By default "drafts" beside the master.',
)
@LETTER
def chase(master: Path, period: str | None, folder: Path | None, letter: Path | None) -> Result:
    """Draft reminders to those whose return is outstanding, came back empty, or leaves something to ask. Nothing is
    sent."""
    from xlplan.verbs.chase import chase as verb

    return verb(master, period=period, folder=folder, letter=letter)


@command(cli, "report", example="xlplan report master.xlsx --to reports", done="the files are written")
@MASTER
@click.option(
    "--period", metavar="LABEL", help="The period to report on; by default the open one, else the last."
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help='By default "reports" beside the master.',
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="REPORT.docx",
    help="Fill in this Word document instead of our own.",
)
def report(master: Path, period: str | None, folder: Path | None, template: Path | None) -> Result:
    """Write a committee report, the same as a page, and a dashboard. The master is not changed."""
    from xlplan.verbs.report import report as verb

    return verb(master, period=period, folder=folder, template=template)


@command(
    cli, "undo", example="xlplan undo master.xlsx", done="the master is as it was before the last change"
)
@MASTER
def undo(master: Path) -> Result:
    """Put back the master as it was before the last change."""
    from xlplan.verbs.undo import undo as verb

    return verb(master)


@command(
    cli,
    "consolidate",
    example="xlplan consolidate plans.toml",
    done="every plan is up to date, and nothing is to be decided",
    needs_a_person="done, and something needs a person",
    not_done="a plan was not consolidated, or none",
    progress="Consolidating",
)
@click.argument("settings", type=click.Path(path_type=Path), metavar="CONFIG.toml")
@click.option("--only", multiple=True, metavar="NAME", help="Only the plan of this name. Repeatable.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="In how many processes to work; by default as many as the machine has cores, when there are enough plans.",
)
@click.option(
    "--cluster", metavar="ADDRESS", help="Let the workers of this Dask scheduler do it: tcp://host:8786."
)
@click.option(
    "--watch", is_flag=True, help="Go on until stopped: merge whatever arrives as soon as it is whole."
)
@click.pass_context
def consolidate(
    context: click.Context,
    settings: Path,
    only: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    watch: bool,
    tell: Tell,
) -> Result | int:
    """Merge what has arrived for one or many plans, unattended: archive, reports, reminders, a record and a page.

    CONFIG.toml names the plans; the page "Consolidating unattended" of the documentation shows one.
    """
    from xlplan.verbs.consolidate import Consolidated, watch_inboxes
    from xlplan.verbs.consolidate import consolidate as verb

    preview, as_json, quiet = (context.params[name] for name in ("preview", "as_json", "quiet"))
    if watch and (preview or as_json):
        raise WrongUsage("--watch goes on until it is stopped", "Leave --preview and --json away")

    def show(result: Consolidated | XlplanError) -> None:
        if isinstance(result, Consolidated):
            finish(result, preview=False, as_json=False, quiet=quiet)
        else:
            click.echo(f"xlplan: {result}", err=True)

    try:
        if not watch:
            return verb(settings, only=only, jobs=jobs, cluster=cluster, preview=preview, tell=tell)
        watch_inboxes(settings, only=only, jobs=jobs, cluster=cluster, show=show)
    except KeyboardInterrupt:
        click.echo("xlplan: stopped; what was done is done, and the next run does the rest.", err=True)
        return DONE if watch else NOT_DONE
    return DONE


@cli.group(short_help="The buttons in Excel: install, remove, check")
def addin() -> None:
    """The buttons in Excel: the tab Action plan, which does what the commands do. Windows and macOS."""


@command(addin, "install", example="xlplan addin install", done="installed", previews=False)
@click.option(
    "--file",
    "signed",
    type=click.Path(path_type=Path),
    metavar="SIGNED.xlam",
    help="Install this finished file, signed by your organisation.",
)
@click.option(
    "--buttons",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="No add-in: put a workbook with the buttons into this folder.",
)
def addin_install(signed: Path | None, buttons: Path | None) -> Result:
    """Put the add-in where Excel loads it at its start, set up for the Python that runs this command."""
    from xlplan.excel.install import install
    from xlplan.excel.places import places

    return install(places(), signed=signed, buttons=buttons)


@command(addin, "remove", example="xlplan addin remove", done="removed", previews=False)
def addin_remove() -> Result:
    """Take away what install put there."""
    from xlplan.excel.install import remove
    from xlplan.excel.places import places

    return remove(places())


@command(
    addin,
    "check",
    example="xlplan addin check",
    done="the buttons should work",
    needs_a_person="something is missing or blocked",
    previews=False,
)
def addin_check() -> Result:
    """Say what is there, what is missing or blocked, and what to ask IT for."""
    from xlplan.excel.doctor import check
    from xlplan.excel.places import places

    return check(places())


@cli.command(short_help="The whole cycle on a sample plan, each command shown as it runs")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
def demo(folder: Path | None) -> int:
    """The whole cycle on a sample plan, in DIR (by default "xlplan-demo"), each command shown as it runs."""
    from xlplan.demo import demo as verb

    return verb(folder or Path("xlplan-demo"), run)


def _mapping(mappings: Sequence[str]) -> dict[str, str]:
    """["Who=owner"] -> {"Who": "owner"}."""
    pairs = {}
    for mapping in mappings:
        heading, equals, field = mapping.rpartition("=")
        if not equals or not heading.strip() or not field.strip():
            raise WrongUsage(
                f'--map "{mapping}" is not of the form "HEADING=FIELD"', 'Write for example --map "Who=owner"'
            )
        pairs[heading.strip()] = field.strip()
    return pairs


def _codes(text: str) -> list[str]:
    """["OWN", "DUE002"] of "OWN, DUE002"."""
    return [code.strip() for code in text.split(",") if code.strip()]


def _date(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y"):
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise WrongUsage(f'{option} "{text}" is not a date', "Write it as 31/10/2026 or 2026-10-31")


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; errors become one line on standard error."""
    return run_command(cli, arguments)


def main() -> None:
    """The entry point of the `xlplan` command."""
    # What a command makes lives until its end: looking for rings of things that are done with takes a seventh of the
    # time of a large merge, and finds next to nothing.
    gc.set_threshold(1_000_000, 20, 100)
    # pydantic would look for plugins of its own among all packages that are installed, which takes as long as reading
    # a plan of ordinary size
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    code = run(sys.argv[1:])
    # Python would look for such rings once more among all that was loaded, before it ends
    gc.freeze()
    sys.exit(code)
