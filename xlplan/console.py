"""What all commands share: options, a bar while they work, what they print, exit codes, errors in one line."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlplan.errors import CONTROL, WrongUsage, XlplanError, one_line, printable
from xlplan.exit_codes import DONE, NEEDS_A_PERSON, NOT_DONE
from xlplan.workbook.disk import forget_what_was_put, put_in_place

if TYPE_CHECKING:
    from xlplan.verbs.result import Result, Tell


def command(
    group: click.Group,
    name: str | None = None,
    *,
    example: str,
    done: str,
    needs_a_person: str = "",
    not_done: str = "not done, nothing written",
    previews: bool = True,
    progress: str = "",
) -> Callable[[Callable[..., Result | int]], click.Command]:
    """Make a command of a function that calls a verb.

    The command takes `--json` and `--quiet`, and `--preview` when it changes a workbook. What the verb has computed is
    saved, unless it is a preview, and printed; the exit code says whether a person is needed. Its help ends with an
    example and with what the exit codes mean.

    Args:
        group: what it is a command of.
        name: its name; by default the function's.
        example: a line as one would type it.
        done: what exit code 0 means.
        needs_a_person: what exit code 1 means; empty when it cannot occur.
        not_done: what exit code 2 means.
        previews: False for a command that changes no workbook.
        progress: the label of a bar while long work runs; the function is then given `tell`.
    """

    def decorate(work: Callable[..., Result | int]) -> click.Command:
        @functools.wraps(work)
        def run_verb(*, as_json: bool, quiet: bool, preview: bool = False, **arguments: Any) -> int:
            _refuse_unreadable(arguments)
            try:
                with _held(arguments.get("master") if previews and not preview else None):
                    with _bar(progress, shown=bool(progress) and not quiet and not as_json) as tell:
                        result = work(**arguments, **({"tell": tell} if progress else {}))
                    if isinstance(result, int):  # it has said all itself
                        return result
                    return finish(result, preview=preview, as_json=as_json, quiet=quiet)
            except KeyboardInterrupt as error:  # click would say an empty line first
                raise click.Abort from error

        # click cuts off a short help that it makes itself
        first_sentence = " ".join((work.__doc__ or "").split()).partition(". ")[0].rstrip(".")
        made = group.command(
            name, short_help=first_sentence, epilog=_epilog(example, done, needs_a_person, not_done)
        )(run_verb)
        if previews:
            made.params.append(_flag("--preview", help="Say what would change; write nothing."))
        made.params.append(_flag("--json", "as_json", help="Print one JSON document."))
        made.params.append(_flag("--quiet", help="Print nothing but errors."))
        return made

    return decorate


_HALVES = re.compile("[\ud800-\udfff]")
_PATHS = ("returns",)
"""Arguments that are texts and name files."""


def _refuse_unreadable(arguments: Mapping[str, Any]) -> None:
    """Refuse words that were not typed in the encoding of the machine: no workbook can hold them.

    Raises:
        WrongUsage: there are some. Paths may be of any bytes.
    """
    for name, given in arguments.items():
        for text in given if isinstance(given, tuple) else (given,):
            if isinstance(text, str) and name not in _PATHS and _HALVES.search(text):
                raise WrongUsage(
                    f'"{text}" is not written in UTF-8',
                    "Set the terminal, or the script, to UTF-8, and type it again",
                )


def _held(master: Path | None) -> contextlib.AbstractContextManager[None]:
    """Hold the master over reading, checking and replacing, where a command changes it."""
    if master is None:
        return contextlib.nullcontext()
    from xlplan.workbook import backup

    return backup.held(master)


def _flag(*names: str, help: str) -> click.Option:
    return click.Option(names, is_flag=True, help=help)


def _epilog(example: str, done: str, needs_a_person: str, not_done: str) -> str:
    """The end of a command's help: an example, and what its exit codes mean."""
    codes = {DONE: done, NEEDS_A_PERSON: needs_a_person, NOT_DONE: not_done}
    meanings = [f"  {code}  {meaning}" for code, meaning in codes.items() if meaning]
    return "\n".join(["\b", "Example:", f"  {example}", "", "\b", "Exit codes:", *meanings])


@contextlib.contextmanager
def _bar(label: str, *, shown: bool) -> Iterator[Tell]:
    """A bar on standard error, where somebody watches."""
    with click.progressbar(
        length=1, label=label, file=sys.stderr, hidden=not shown or not sys.stderr.isatty(), show_pos=True
    ) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell


def finish(result: Result, *, preview: bool, as_json: bool, quiet: bool) -> int:
    """Save unless it is a preview, print, and say by the exit code whether a person is needed."""
    if not preview:
        result.save()
    for warning in () if quiet else result.warnings:
        click.echo(printable(warning), err=True)
    for error in result.errors:
        _complain(error)
    if as_json:
        document = json.dumps(result.to_json(), ensure_ascii=False, indent=2)
        click.echo(CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", document))
    elif not quiet:
        click.echo(printable(result.preview() + "\nNothing was written." if preview else result.summary()))
    if not quiet:
        for notice in result.notices:
            click.echo(printable(notice), err=as_json)
    return result.exit_code


def run_command(group: click.Group, arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; errors become one line on standard error."""
    forget_what_was_put()
    try:
        outcome = group.main(args=list(arguments), prog_name="xlplan", standalone_mode=False)
    except XlplanError as error:
        _complain(str(error))
        return NOT_DONE
    except click.exceptions.NoArgsIsHelpError as help_asked:
        click.echo(help_asked.format_message())
        return NOT_DONE
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "xlplan"
        message = " ".join(error.format_message().split())
        _complain(f"{message} Try: {command} --help")
        return NOT_DONE
    except (click.Abort, KeyboardInterrupt):
        _complain(f"stopped; {_what_was_written()}.")
        return _code_after_a_stop()
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        written = f"; {_what_was_written()}" if put_in_place() else ""
        _complain(
            f"{place}it cannot be written or read ({error.strerror or error}){written}. "
            "See that the disk has room and that you may write to the folder, and try again."
        )
        return _code_after_a_stop()
    except Exception:  # the last resort: a fault of ours must not greet a user with a traceback
        if os.environ.get("XLPLAN_DEBUG"):
            raise
        _complain(
            f"a fault in xlplan itself; {_what_was_written()}. "
            "Please report it, with what you did; XLPLAN_DEBUG=1 shows the details."
        )
        return _code_after_a_stop()
    return outcome if isinstance(outcome, int) else DONE


def _complain(text: str) -> None:
    click.echo(f"xlplan: {one_line(text)}", err=True)


def _what_was_written() -> str:
    """What is true of the files when a command ends before its end."""
    names = list(dict.fromkeys(path.name for path in put_in_place()))
    if not names:
        return "nothing was written"
    told = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{told} had been written by then"


def _code_after_a_stop() -> int:
    return NEEDS_A_PERSON if put_in_place() else NOT_DONE
