"""Compare one return, row by row and cell by cell, with what was issued and with the master."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from xlplan.layout.record import IssuedAction, MergedValue
from xlplan.layout.returned_rows import ReturnedCell, ReturnedRow
from xlplan.merging.accept import Accepted
from xlplan.merging.cell_judge import LOCKED, NEW_ACTION, NOT_ISSUED, OWN_COLUMN, CellJudge, Judgement
from xlplan.merging.match import Placing, PlanTexts, match_rows
from xlplan.merging.three_way import Edit
from xlplan.model import CellValue, Match, Proposal, ReturnedValue, Unmatched
from xlplan.values.text import clean, fold

MasterValues = Mapping[str, Mapping[str, CellValue]]
"""Action ID -> heading -> value, as the master is."""


MOST_ROWS_TOLD = 10
"""Rows that are told of each by its number."""
STANDS_TWICE = "the ID stands twice, with different values"


@dataclass(frozen=True, slots=True)
class ReturnedError:
    """A formula that shows an error or nothing: a conflict, whatever others say of the cell."""

    id: str
    column: str
    value: ReturnedValue
    why: str


@dataclass
class ReturnDiff:
    """The edits, proposals and the like that the cells of one return give."""

    accepted: Accepted
    read: int = 0
    """Cells that hold something, and cells that were issued filled and came back empty."""
    unchanged: int = 0
    edits: list[Edit] = field(default_factory=list)
    """To be decided together with those of the other returns."""
    errors: list[ReturnedError] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    unmatched_cells: int = 0
    matches: list[Match] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    """The IDs of the actions that it has a row for."""
    reporting_columns: tuple[str, ...] = ()
    """Those of the RAG and progress columns of the period that it has."""
    says: dict[tuple[str, str], str] = field(default_factory=dict)
    """(action ID, heading) -> what it says there, normalised. Only of a version that others are held against."""
    carried: dict[tuple[str, str], MergedValue] = field(default_factory=dict)
    """What an earlier version gave for cells that are not in this one: (action ID, heading) -> value."""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MergeContext:
    """What all returns of a run are held against."""

    master: MasterValues
    texts: PlanTexts
    issued: Mapping[str, IssuedAction]
    """The actions issued to anybody in the period, as last issued."""
    cell_judge: CellJudge
    is_decided: Callable[[str, str, CellValue, str], bool]
    """Whether a person has decided about an action's column, a value and its officer."""


def diff_return(accepted: Accepted, context: MergeContext) -> ReturnDiff:
    """Compare the rows of one return.

    Args:
        accepted: the return, and what was issued.
        context: what it is held against.

    Returns:
        What is to be decided of its cells, and how many of them are as they were.
    """
    return _Differ(accepted, context).diff()


class _Differ:
    def __init__(self, accepted: Accepted, context: MergeContext) -> None:
        self._accepted = accepted
        self._context = context
        self._cell_judge = context.cell_judge
        self._file = accepted.returned.file
        self._officer = accepted.officer
        columns = {fold(column): column for column in accepted.columns}
        self._columns = {
            heading: columns[fold(heading)]
            for heading in accepted.returned.headings
            if fold(heading) in columns
        }
        """Heading as returned -> heading as issued; the officer's own columns are not in it."""
        self._letters = {
            issued: accepted.returned.headings[heading] for heading, issued in self._columns.items()
        }
        self._is_compared = bool(accepted.rivals)
        self._reporting_columns = tuple(
            column
            for column in context.cell_judge.owners
            if column in self._letters and column != "Revised due"
        )
        self._diff = ReturnDiff(accepted, reporting_columns=self._reporting_columns)

    def diff(self) -> ReturnDiff:
        rows = self._accepted.returned.rows
        has_ids = any("ID" in row.values for row in rows)
        by_action: dict[str, list[Placing]] = defaultdict(list)
        for placing in match_rows(rows, self._accepted.base, self._context.texts):
            self._diff.read += len(placing.row.values)
            if placing.id:
                by_action[placing.id].append(placing)
            elif placing.row.text("Action") and not placing.is_unclear:
                self._new_action(placing)
            else:
                self._unmatched(placing)
        for action_id, placings in by_action.items():
            for placing in placings:
                self._identity(placing, has_ids)
            self._action(action_id, [placing.row for placing in placings])
        self._diff.placed = set(by_action)
        self._carry()
        return self._diff

    def _gone(self, row: ReturnedRow) -> str:
        """That the action was issued and has been taken out of the Plan since, in words; else ""."""
        identity = row.text("ID").upper()
        is_gone = identity in self._accepted.base and identity not in self._context.master
        return f"{identity} is no longer in the Plan" if is_gone else ""

    def _new_action(self, placing: Placing) -> None:
        gone = self._gone(placing.row)
        for heading, cell in placing.row.cells.items():
            column = self._columns.get(heading, heading)
            if cell.is_error:
                value: CellValue = cell.formula or clean(cell.shown)
            elif cell.is_blank:
                value = self._cell_judge.colour_word(cell)
            else:
                value = self._cell_judge.value(column, cell)
            self._propose("", column, None, value, cell, f"{NEW_ACTION}; {gone}" if gone else NEW_ACTION)
        if gone:
            self._diff.notes.append(f"row {placing.row.number}: {gone}")
        elif placing.best:
            self._diff.notes.append(
                f"the new action in row {placing.row.number} is most like {placing.best} ({placing.likeness:.0%})"
            )

    def _unmatched(self, placing: Placing) -> None:
        cells = placing.row.cells.values()
        self._diff.unmatched_cells += len(cells)
        self._diff.unmatched.append(
            Unmatched(
                row=placing.row.number,
                texts=tuple(cell.formula or clean(cell.shown) or f"colour {cell.fill}" for cell in cells),
                file=self._file,
                best=placing.best,
                likeness=round(placing.likeness, 2),
            )
        )

    def _identity(self, placing: Placing, has_ids: bool) -> None:
        """The ID cell of a placed row, and how the row was placed without it.

        A single ID that came back empty counts as read, and as unchanged: the master keeps it, and the match is listed.
        """
        row = placing.row
        if placing.by in ("ref", "action", "likeness"):
            self._diff.matches.append(
                Match(
                    file=self._file,
                    row=row.number,
                    id=placing.id,
                    by=placing.by,
                    likeness=round(placing.likeness, 2),
                )
            )
        if "ID" not in row.values:
            if has_ids and placing.id in self._accepted.own_base:
                self._diff.read += 1
                self._diff.unchanged += 1
        elif row.values["ID"] == placing.id:
            self._diff.unchanged += 1
        elif row.cell("ID").is_error:
            self._error(placing.id, "ID", row.cell("ID"))
        elif fold(row.text("ID")) == fold(placing.id):
            self._diff.unchanged += 1
        else:
            self._propose(placing.id, "ID", placing.id, row.values["ID"], row.cell("ID"), LOCKED)

    def _action(self, action_id: str, rows: Sequence[ReturnedRow]) -> None:
        """All cells of one action but its ID. It has several rows when its ID is there twice.

        What was for reading only came back as the plan has it, nearly always: that is seen by its value, and counted.
        """
        if len(rows) > 1:
            told = [str(row.number) for row in rows[:MOST_ROWS_TOLD]]
            more = len(rows) - len(told)
            numbers = " and ".join([*told, f"{more:,} more"] if more else told)
            self._diff.notes.append(f"{action_id} stands twice (rows {numbers})")
        now = self._context.master[action_id]
        filled: set[str] = set()
        to_judge: dict[str, list[ReturnedCell]] = {}
        for row in rows:
            for heading, value in row.values.items():
                column = self._columns.get(heading)
                if column is None:
                    if heading != "ID":
                        self._own_column(action_id, heading, row.cell(heading))
                    continue
                filled.add(column)
                if value is None or value != now.get(column) or column in self._reporting_columns:
                    to_judge.setdefault(column, []).append(row.cell(heading))
                else:
                    self._diff.unchanged += 1
        for column in self._letters:
            if column in to_judge:
                self._cells(action_id, column, to_judge[column])
            elif column not in filled:
                self._came_back_blank(action_id, column, rows[0].number)

    def _own_column(self, action_id: str, heading: str, cell: ReturnedCell) -> None:
        if cell.is_error:
            self._error(action_id, heading, cell)
        else:
            value = (
                self._cell_judge.colour_word(cell) if cell.is_blank else self._cell_judge.value(heading, cell)
            )
            self._propose(action_id, heading, None, value, cell, OWN_COLUMN)

    def _came_back_blank(self, action_id: str, column: str, row: int) -> None:
        base = self._accepted.own_base.get(action_id)
        if base is not None and (base.values.get(column) or base.fingerprints.get(column)):
            self._diff.read += 1
            self._cells(action_id, column, [self._blank(column, row)])
        elif column in self._reporting_columns and self._taken_before(action_id, column):
            # blank as it was issued, after an earlier version had filled it in
            blank = self._blank(column, row)
            self._edit(action_id, column, blank, Judgement("unchanged", is_kept=True), is_counted=False)
        if self._is_compared and column in self._reporting_columns:
            self._diff.says[action_id, column] = ""

    def _blank(self, column: str, row: int) -> ReturnedCell:
        return ReturnedCell(None, "", f"{self._letters[column]}{row}")

    def _cells(self, action_id: str, column: str, cells: Sequence[ReturnedCell]) -> None:
        """The cells that a return gives for one cell of the plan: nearly always one."""
        if len(cells) == 1:
            self._place(action_id, column, cells[0], self._judge(action_id, column, cells[0]))
            return
        judged = [(cell, self._judge(action_id, column, cell)) for cell in cells]
        if column in self._reporting_columns:
            self._several(action_id, column, judged)
        else:
            for cell, judgement in judged:
                self._place(action_id, column, cell, judgement)

    def _several(self, action_id: str, column: str, judged: Sequence[tuple[ReturnedCell, Judgement]]) -> None:
        """An owner's cells of an action whose ID is in several rows: the same value counts once, different ones
        need a decision."""
        values: dict[str, tuple[ReturnedCell, CellValue]] = {}
        for cell, judgement in judged:
            if judgement.kind == "error":
                self._error(action_id, column, cell)
                continue
            value = judgement.value
            if value is None:
                value = self._cell_judge.value(column, cell)
            normalised = self._cell_judge.normalised(column, value)
            if normalised in values:
                self._diff.unchanged += 1
            else:
                values[normalised] = cell, value
        if len(values) == 1:
            first = next(cell for cell, judgement in judged if judgement.kind != "error")
            self._place(action_id, column, first, self._judge(action_id, column, first))
            return
        for cell, value in values.values():
            self._edit(action_id, column, cell, Judgement("doubtful", value, STANDS_TWICE))

    def _judge(self, action_id: str, column: str, cell: ReturnedCell) -> Judgement:
        base = self._accepted.base.get(action_id) or self._context.issued.get(action_id)
        return self._cell_judge.judge(column, cell, base, self._context.master[action_id].get(column))

    def _place(self, action_id: str, column: str, cell: ReturnedCell, judgement: Judgement) -> None:
        is_foreign = action_id not in self._accepted.base
        if self._is_compared and judgement.kind != "error":
            value = None if cell.is_blank and not judgement.value else judgement.value or cell.value
            self._diff.says[action_id, column] = self._cell_judge.normalised(column, value)
        if judgement.kind == "error":
            self._error(action_id, column, cell)
        elif judgement.kind == "proposal":
            now = self._context.master[action_id].get(column)
            why = NOT_ISSUED if is_foreign else judgement.why
            self._propose(action_id, column, now, judgement.value, cell, why)
        elif judgement.kind in ("new", "doubtful") or (
            judgement.is_kept and column in self._reporting_columns and self._taken_before(action_id, column)
        ):
            self._edit(action_id, column, cell, judgement)
        else:
            self._diff.unchanged += 1

    def _edit(
        self,
        action_id: str,
        column: str,
        cell: ReturnedCell,
        judgement: Judgement,
        *,
        is_counted: bool = True,
    ) -> None:
        is_foreign = action_id not in self._accepted.base
        base = self._accepted.base.get(action_id) or self._context.issued.get(action_id)
        issued = base.values.get(column) if base else self._context.master[action_id].get(column)
        earlier = self._taken_before(action_id, column)
        value = issued if judgement.is_kept else judgement.value
        # somebody else's action: whatever is said of it is a proposal
        doubts = judgement.kind == "doubtful" and not is_foreign
        self._diff.edits.append(
            Edit(
                id=action_id,
                column=column,
                kind="reverted" if judgement.is_kept else "doubtful" if doubts else "new",
                value=value,
                normalised=self._cell_judge.normalised(column, value),
                base_normalised=self._cell_judge.normalised(column, issued),
                return_id=self._accepted.return_id,
                officer=self._officer,
                file=self._file,
                cell=cell.address,
                why=judgement.why,
                is_foreign=is_foreign,
                is_decided=self._context.is_decided(action_id, column, value, self._officer),
                put=self._cell_judge.normalised(column, earlier.value) if earlier else None,
                is_counted=is_counted,
            )
        )

    def _taken_before(self, action_id: str, column: str) -> MergedValue | None:
        """What an earlier version of this return put into the master."""
        earlier = self._accepted.earlier
        given = earlier.given.get(action_id, {}).get(column) if earlier else None
        return given if given is not None and given.is_taken else None

    def _error(self, action_id: str, column: str, cell: ReturnedCell) -> None:
        shown = clean(cell.shown)
        self._diff.errors.append(
            ReturnedError(
                action_id,
                column,
                ReturnedValue(
                    value=cell.formula or shown, officer=self._officer, file=self._file, cell=cell.address
                ),
                f"a formula that shows {shown or 'nothing'}",
            )
        )

    def _propose(
        self, action_id: str, column: str, now: CellValue, value: CellValue, cell: ReturnedCell, why: str
    ) -> None:
        self._diff.proposals.append(
            Proposal(
                id=action_id,
                column=column,
                master=now,
                value=value,
                officer=self._officer,
                file=self._file,
                cell=cell.address,
                why=why,
            )
        )

    def _carry(self) -> None:
        """Keep in mind what an earlier version gave where this one does not hold the row or the column."""
        earlier = self._accepted.earlier
        if earlier is None:
            return
        for action_id, by_column in earlier.given.items():
            for column, given in by_column.items():
                if action_id not in self._diff.placed or column not in self._letters:
                    self._diff.carried[action_id, column] = given
