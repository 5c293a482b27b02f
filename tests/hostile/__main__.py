"""What xlplan makes of hostile files.

python -m tests.hostile files            a table of every kind, for docs/hostile-files.md
python -m tests.hostile mutations 10000  a good return, damaged ten thousand times
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tests.builders.cycle import a_master
from tests.hostile.files import HARMFUL, ODD
from tests.hostile.judge import LARGEST, LONGEST, Judgement, judged
from tests.hostile.mutate import mutate
from tests.hostile.seeds import seeds
from xlplan.workbook.file import FileBook


@click.group(help=__doc__)
def main() -> None:
    pass


@main.command()
@click.argument("count", type=int)
@click.option("--first", default=0, help="The number of the first damage.")
@click.option("--also", multiple=True, type=click.Path(path_type=Path), help="Another good return to damage.")
@click.option("--master", type=click.Path(path_type=Path), help="The master that those belong to.")
def mutations(count: int, first: int, also: Sequence[Path], master: Path | None) -> None:
    """Damage good returns at random, merge each, and hold each against openpyxl or calamine."""
    with tempfile.TemporaryDirectory() as folder:
        made = a_master(Path(folder) / "made")
        opened = FileBook.open(made)
        good = [(opened, *seed) for seed in seeds(made)]
        if master:
            theirs = FileBook.open(master)
            good += [(theirs, each.suffix, each.read_bytes()) for each in also]
        totals: Counter[str] = Counter()
        slowest, largest = 0.0, 0
        for number in range(first, first + count):
            plan, suffix, content = good[number % len(good)]
            kind, damaged = mutate(content, number)
            file = Path(folder) / f"damaged{suffix}"
            file.write_bytes(damaged)
            result = judged(plan, file)
            slowest, largest = max(slowest, result.seconds), max(largest, result.megabytes)
            totals.update(_counted(result))
            if result.is_bad:
                click.echo(f"number {number} ({suffix}, {kind}): {result}")
            if number % 500 == 499:
                click.echo(f"{number + 1 - first}: {dict(totals)}", err=True)
        click.echo(_table(count, totals, slowest, largest))


@main.command()
def files() -> None:
    """Make each kind of hostile file, merge it, and print what came of it as a table."""
    with tempfile.TemporaryDirectory() as folder:
        master = a_master(Path(folder) / "made")
        _, good = list(seeds(master))[1]
        click.echo("| file | outcome | seconds | MB | what is said |\n|---|---|---|---|---|")
        for name, content in _made(good):
            file = Path(folder) / ("hostile.csv" if "text file" in name else "hostile.xlsx")
            file.write_bytes(content)
            result = judged(master, file)
            said = result.why.replace(str(file), "(the file)").replace("|", "\\|")
            click.echo(
                f"| {name} | {result.outcome}{' !' * result.is_bad} | {result.seconds:.2f} "
                f"| {result.megabytes} | {said[:200]} |"
            )


def _made(good: bytes) -> Iterator[tuple[str, bytes]]:
    for name, (_, edit) in ODD.items():
        yield name, edit(good)
    for name, make in HARMFUL.items():
        yield name, make()


def _counted(result: Judgement) -> list[str]:
    found = [result.outcome]
    found += ["too long"] * (result.seconds > LONGEST) + ["too much"] * (result.megabytes > LARGEST)
    found += ["lost"] * bool(result.lost) + ["second opinion"] * result.second_opinion
    return found


def _table(count: int, totals: Counter[str], slowest: float, largest: int) -> str:
    rows = [
        ("files", count),
        ("merged", totals["merged"]),
        ("of these also read by openpyxl or calamine", totals["second opinion"]),
        ("refused in one line", totals["refused"]),
        ("a traceback", totals["traceback"] + totals["died"]),
        (f"over {LONGEST:g} seconds", totals["too long"]),
        (f"over {LARGEST} MB", totals["too much"]),
        ("with a cell lost in silence", totals["lost"]),
    ]
    lines = ["| what | files |", "|---|---|", *(f"| {name} | {number:,} |" for name, number in rows)]
    return "\n".join([*lines, "", f"The slowest took {slowest:.1f} s, the largest {largest} MB."])


if __name__ == "__main__":
    main()
