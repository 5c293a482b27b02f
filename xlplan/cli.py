"""The command line: parse, call the verb, print. It decides nothing.

Exit codes: 0 done, 1 done and something needs a person, 2 not done and nothing written.
Verbs are imported when they are called, so that `xlplan --help` answers at once.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from xlplan.errors import WrongUsage, XlplanError

if TYPE_CHECKING:
    from xlplan.verbs.result import Result

DONE, NEEDS_A_PERSON, NOT_DONE = 0, 1, 2
Command = TypeVar("Command", bound=Callable[..., Any])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="xlplan", message="xlplan %(version)s")
def cli() -> None:
    """Action plans in Excel: standardise a council's own workbook, open a review period, issue a return to each
    owner, and merge what comes back. Nothing is lost, nothing is guessed in silence, everything can be undone."""


def speaks(command: Command) -> Command:
    """The options that every command takes."""
    command = click.option("--quiet", is_flag=True, help="Print nothing but errors.")(command)
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def changes_a_workbook(command: Command) -> Command:
    """The options of a command that changes a workbook."""
    command = speaks(command)
    return click.option("--preview", is_flag=True, help="Say what would change; write nothing.")(command)


MASTER = click.argument("master", type=click.Path(path_type=Path))


@cli.command()
@click.argument("book", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="MASTER", help="Where the master goes."
)
@click.option("--period", metavar="LABEL", help="The period of a progress column that names none.")
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="Read only this sheet. Repeatable.")
@click.option(
    "--map", "mappings", multiple=True, metavar="HEADING=FIELD", help="Say what a heading means. Repeatable."
)
@click.option("--split", is_flag=True, help="Make a row of each action in cells that hold several.")
@click.option("--force", is_flag=True, help="Replace the file at -o if it exists.")
@changes_a_workbook
def standardise(
    book: Path,
    output: Path | None,
    period: str | None,
    sheets: tuple[str, ...],
    mappings: tuple[str, ...],
    split: bool,
    force: bool,
    preview: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Make a master in the standard layout from the council's own workbook BOOK, which is not touched."""
    from xlplan.verbs.standardise import standardise as verb

    result = verb(
        book,
        output=output,
        period=period,
        sheets=sheets,
        headings=_mapping(mappings),
        split=split,
        force=force,
    )
    return finish(result, preview=preview, as_json=as_json, quiet=quiet)


@cli.command()
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
@changes_a_workbook
def validate(
    master: Path,
    period: str | None,
    fix: bool,
    select: str,
    ignore: str,
    preview: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Find what is missing, unclear or contradictory, all of it at once, and list it on the Checks sheet."""
    from xlplan.verbs.validate import validate as verb

    result = verb(master, period=period, fix=fix, select=_codes(select), ignore=_codes(ignore))
    return finish(result, preview=preview, as_json=as_json, quiet=quiet)


@cli.command()
@click.argument("code")
@speaks
def explain(code: str, as_json: bool, quiet: bool) -> int:
    """What a finding means, why it matters, how to put it right: xlplan explain OWN002."""
    from xlplan.verbs.explain import explain as verb

    return finish(verb(code), preview=False, as_json=as_json, quiet=quiet)


@cli.command("add-period")
@MASTER
@click.argument("label")
@click.option(
    "--returns-due", metavar="DATE", help="The day by which returns are asked for: 31/10/2026 or 2026-10-31."
)
@changes_a_workbook
def add_period(
    master: Path, label: str, returns_due: str | None, preview: bool, as_json: bool, quiet: bool
) -> int:
    """Open the review period LABEL: three columns at the right of the Plan."""
    from xlplan.verbs.add_period import add_period as verb

    result = verb(master, label, returns_due=_date(returns_due, "--returns-due"))
    return finish(result, preview=preview, as_json=as_json, quiet=quiet)


@cli.command()
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
@click.option("--force", is_flag=True, help="Replace files of the same names.")
@changes_a_workbook
def issue(
    master: Path,
    period: str | None,
    folder: Path | None,
    officers: tuple[str, ...],
    force: bool,
    preview: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Write a return for each owner of actions, ready to be sent."""
    from xlplan.verbs.issue import issue as verb

    with progress("Issuing", quiet=quiet or as_json) as tell:
        result = verb(master, period=period, folder=folder, officers=officers, force=force, tell=tell)
    return finish(result, preview=preview, as_json=as_json, quiet=quiet)


@cli.command()
@MASTER
@click.argument(
    "returns", nargs=-1, required=True, type=click.Path(path_type=str), metavar="RETURN_OR_DIR..."
)
@click.option("--period", metavar="LABEL", help="The period that they report on; by default the open one.")
@changes_a_workbook
def merge(
    master: Path, returns: tuple[str, ...], period: str | None, preview: bool, as_json: bool, quiet: bool
) -> int:
    """Bring what officers sent back into the master, cell by cell. Nothing is overwritten in silence."""
    from xlplan.verbs.merge import merge as verb

    with progress("Reading returns", quiet=quiet or as_json) as tell:
        result = verb(master, returns, period=period, tell=tell)
    return finish(result, preview=preview, as_json=as_json, quiet=quiet)


@cli.command()
@MASTER
@changes_a_workbook
def resolve(master: Path, preview: bool, as_json: bool, quiet: bool) -> int:
    """Apply the decisions made on the Conflicts sheet."""
    from xlplan.verbs.resolve import resolve as verb

    return finish(verb(master), preview=preview, as_json=as_json, quiet=quiet)


@cli.command()
@MASTER
@speaks
def status(master: Path, as_json: bool, quiet: bool) -> int:
    """Who has returned, who has not, what is open."""
    from xlplan.verbs.status import status as verb

    return finish(verb(master), preview=False, as_json=as_json, quiet=quiet)


@cli.command()
@MASTER
@changes_a_workbook
def undo(master: Path, preview: bool, as_json: bool, quiet: bool) -> int:
    """Put back the master as it was before the last change."""
    from xlplan.verbs.undo import undo as verb

    return finish(verb(master), preview=preview, as_json=as_json, quiet=quiet)


@cli.command()
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
@changes_a_workbook
def consolidate(
    settings: Path,
    only: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    watch: bool,
    preview: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Merge what has arrived for one or many plans, unattended: archive, reports, reminders, a record and a page.

    CONFIG.toml names the plans; the page "Consolidating unattended" of the documentation shows one.
    """
    from xlplan.verbs.consolidate import Consolidated, watch_inboxes
    from xlplan.verbs.consolidate import consolidate as verb

    if watch and (preview or as_json):
        raise WrongUsage("--watch goes on until it is stopped", "Leave --preview and --json away")

    def tell_errors(result: Consolidated | XlplanError) -> None:
        for error in result.errors if isinstance(result, Consolidated) else (str(result),):
            click.echo(f"xlplan: {error}", err=True)

    def tell_all(result: Consolidated | XlplanError) -> None:
        tell_errors(result)
        if isinstance(result, Consolidated) and not quiet:
            click.echo(result.summary())

    try:
        if watch:
            watch_inboxes(settings, only=only, jobs=jobs, cluster=cluster, told=tell_all)
            return DONE
        with progress("Consolidating", quiet=quiet or as_json) as tell:
            result = verb(settings, only=only, jobs=jobs, cluster=cluster, preview=preview, tell=tell)
    except KeyboardInterrupt:
        click.echo("xlplan: stopped; what was done is done, and the next run does the rest.", err=True)
        return DONE if watch else NOT_DONE
    tell_errors(result)
    finish(result, preview=preview, as_json=as_json, quiet=quiet)
    return result.exit


@cli.group()
def addin() -> None:
    """The buttons in Excel: the tab Action plan, which does what the commands do. Windows and macOS."""


@addin.command("install")
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
@speaks
def addin_install(signed: Path | None, buttons: Path | None, as_json: bool, quiet: bool) -> int:
    """Put the add-in where Excel loads it at its start, set up for the Python that runs this command."""
    from xlplan.excel.install import install
    from xlplan.excel.places import places

    result = install(places(), signed=signed, buttons=buttons)
    return finish(result, preview=False, as_json=as_json, quiet=quiet)


@addin.command("remove")
@speaks
def addin_remove(as_json: bool, quiet: bool) -> int:
    """Take away what install put there."""
    from xlplan.excel.install import remove
    from xlplan.excel.places import places

    return finish(remove(places()), preview=False, as_json=as_json, quiet=quiet)


@addin.command("check")
@speaks
def addin_check(as_json: bool, quiet: bool) -> int:
    """Say what is there, what is missing or blocked, and what to ask IT for."""
    from xlplan.excel.doctor import check
    from xlplan.excel.places import places

    return finish(check(places()), preview=False, as_json=as_json, quiet=quiet)


@cli.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
def demo(folder: Path | None) -> int:
    """The whole cycle on a sample plan, in DIR (by default "xlplan-demo"), each command shown as it runs."""
    from xlplan.demo import demo as verb

    return verb(folder or Path("xlplan-demo"), run)


def finish(result: Result, *, preview: bool, as_json: bool, quiet: bool) -> int:
    """Save unless it is a preview, print, and say by the exit code whether a person is needed."""
    if not preview:
        result.save()
    if as_json:
        click.echo(json.dumps(result.to_json(), ensure_ascii=False, indent=2))
    elif not quiet:
        click.echo(result.preview() + "\nNothing was written." if preview else result.summary())
    return NEEDS_A_PERSON if result.needs_a_person else DONE


class progress:  # noqa: N801 - reads as a word where it is used
    """A progress bar on standard error while long work runs; none when it is quiet or nobody watches."""

    def __init__(self, label: str, *, quiet: bool) -> None:
        self._label = label
        self._shown = not quiet and sys.stderr.isatty()
        self._drawn = False

    def __enter__(self) -> Callable[[int, int], None]:
        return self._tell

    def _tell(self, done: int, of: int) -> None:
        if self._shown and of:
            filled = 30 * done // of
            click.echo(
                f"\r{self._label} [{'#' * filled}{'.' * (30 - filled)}] {done} of {of}", nl=False, err=True
            )
            self._drawn = True

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            click.echo("", err=True)


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
    try:
        outcome = cli.main(args=list(arguments), prog_name="xlplan", standalone_mode=False)
    except XlplanError as error:
        click.echo(f"xlplan: {error}", err=True)
        return NOT_DONE
    except click.exceptions.NoArgsIsHelpError as help_asked:
        click.echo(help_asked.format_message())
        return NOT_DONE
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "xlplan"
        message = " ".join(error.format_message().split())
        click.echo(f"xlplan: {message} Try: {command} --help", err=True)
        return NOT_DONE
    except (click.Abort, KeyboardInterrupt):
        click.echo("xlplan: stopped; nothing was written.", err=True)
        return NOT_DONE
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(
            f"xlplan: {place}it cannot be written or read ({error.strerror or error}). "
            "See that the disk has room and that you may write to the folder, and try again.",
            err=True,
        )
        return NOT_DONE
    except Exception as fault:  # the last resort: a fault of ours must not greet a user with a traceback
        if os.environ.get("XLPLAN_DEBUG"):
            raise
        reason = " ".join(f"{type(fault).__name__}: {fault}".split())
        click.echo(
            f"xlplan: a fault in xlplan itself, nothing was written: {reason[:300]}. "
            "Please report it; XLPLAN_DEBUG=1 shows the details.",
            err=True,
        )
        return NOT_DONE
    return outcome if isinstance(outcome, int) else DONE


def main() -> None:
    """The entry point of the `xlplan` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(sys.argv[1:]))
