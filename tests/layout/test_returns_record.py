"""What xlplan remembers survives being written and read, and a damaged sheet is named, not guessed at."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.merge_examples import PERIOD, PROGRESS, RAG, REVISED, a_plan, grid_of, issue
from xlplan.errors import XlplanError
from xlplan.layout.read_record import check_record, differing, read_record
from xlplan.layout.record import (
    CHUNK,
    ForeignRow,
    MergedValue,
    MergedVersion,
    Record,
    added_cells,
    fingerprint,
    issued_action,
    record_rows,
)
from xlplan.model import CellValue
from xlplan.workbook.grid import Value

VERSION = MergedVersion(
    return_id="R0001",
    digest="0123abcd",
    saved=dt.datetime(2005, 10, 3, 9, 30),
    modified=dt.datetime(2005, 10, 3, 9, 31, 15),
    file="Nadia.xlsx",
    when=dt.datetime(2005, 10, 4, 8),
    given={
        "A001": {RAG: MergedValue("Green", True), PROGRESS: MergedValue("Two\nlines", False)},
        "A002": {RAG: MergedValue(None, False)},
    },
)


def again(record: Record) -> Record:
    return read_record(grid_of("_xlplan", record_rows(record)))


def test_everything_comes_back() -> None:
    record = replace(issue(a_plan()), last_id=112)
    record = replace(record, entries=(*record.entries, VERSION, ForeignRow(("letter", "R0001", 3))))
    assert again(record) == record
    check_record(again(record))
    assert [issued.officer for issued in record.issued] == ["Nadia Frost", "Omar Pike"]
    assert record.merged == (VERSION,)
    assert record.issued[0].action_ids == ("A001", "A002", "A003")


def test_what_was_not_known_of_a_version_is_not_known_again() -> None:
    """A row is as long as what stands in it: the blanks at its end are in no cell."""
    record = replace(issue(a_plan()), entries=(MergedVersion(return_id="R0001", digest="0123"),))
    assert again(record) == record
    shorter = [[cell for cell in row if cell != ""] for row in record_rows(record)]
    assert read_record(grid_of("_xlplan", shorter)) == record


values: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.text(max_size=50),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@given(values, values, values)
def test_any_value_as_issued_comes_back(rag: CellValue, progress: CellValue, revised: CellValue) -> None:
    record = issue(a_plan())
    first = record.issued[0]
    action = issued_action("A001", {RAG: rag, PROGRESS: progress, REVISED: revised}, PERIOD)
    whole = replace(first.actions["A001"], values=action.values)
    record = replace(record, entries=(replace(first, actions={"A001": whole}),))
    assert again(record) == record


def test_a_text_longer_than_a_cell_goes_on_in_the_next() -> None:
    plan = a_plan()
    plan["A001"][PROGRESS] = "two words; " * 6_000 + "é" * 9_000
    record = issue(plan)
    texts = [cell for row in record_rows(record) for cell in row if isinstance(cell, str)]
    assert max(map(len, texts)) <= CHUNK
    assert all(text == text.strip() for text in texts)  # nothing that a program could trim
    assert again(record) == record


@pytest.mark.parametrize("length", [CHUNK - 60, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK])
@pytest.mark.parametrize("text", ["x", "x ", " x", "x   ", "  "])
def test_a_text_of_many_blanks_takes_no_more_cells_than_another(text: str, length: int) -> None:
    """One return with a line drawn in blanks took minutes, and more cells than a sheet has columns."""
    words = (text * length)[:length]
    given = {"A001": {RAG: MergedValue("Green", True), PROGRESS: MergedValue(f"a{words}z", False)}}
    record = Record("3f9c2a1b", entries=(replace(VERSION, given=given),))
    *_, row = record_rows(record)
    pieces = [str(cell) for cell in row[3:]]
    assert len(pieces) <= length // CHUNK + 2
    assert all(piece == piece.strip() and len(piece) <= CHUNK for piece in pieces)
    assert [len(piece) for piece in pieces[:-1]] == [CHUNK] * (len(pieces) - 1)
    assert again(record) == record


def test_an_entry_more_moves_no_row() -> None:
    """Rows that stay where they are need not be written again."""
    record = issue(a_plan())
    rows = record_rows(record)
    assert record_rows(replace(record, entries=(*record.entries, VERSION)))[: len(rows)] == rows


@pytest.mark.parametrize("last_id", [3, 4])
def test_what_is_added_makes_the_sheet_that_is_written_whole(last_id: int) -> None:
    """What is remembered of a return would lie where nothing is read."""
    rows = [list(row) for row in record_rows(issue(a_plan()))]
    before = read_record(grid_of("_xlplan", rows))
    after = replace(before, entries=(*before.entries, VERSION), last_id=last_id)
    for (row, column), value in added_cells(before, after).items():
        rows += [[] for _ in range(row - len(rows))]
        rows[row - 1] += [None] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = value
    assert [tuple(row) for row in rows] == record_rows(after)


@pytest.mark.parametrize(("words", "differ"), [({}, 0), ({RAG: "Green"}, 1), ({"Action": "Another"}, 1)])
def test_rows_that_were_not_parsed_differ_as_parsed_ones_do(words: dict[str, str], differ: int) -> None:
    """That a return's hidden sheet was tampered with would go unnoticed."""
    held = issue(a_plan())
    plan = a_plan()
    plan["A001"].update(words)
    said = issue(plan)
    assert differing(said.issued[0], held.issued[0]) == differ
    assert differing(again(said).issued[0], held.issued[0]) == differ
    assert differing(again(said).issued[0], again(held).issued[0]) == differ


def test_a_locked_column_takes_little_room() -> None:
    action = issued_action("A001", {"Action": "A long text " * 100, RAG: "Red"}, PERIOD)
    assert action.values == {RAG: "Red"}
    assert len(action.fingerprints["Action"]) == 8


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Two words", "Two\u00a0words ", True),
        (dt.date(2006, 3, 31), dt.datetime(2006, 3, 31), True),
        ("Two words", "Two Words", False),
        (None, "  ", True),
    ],
)
def test_fingerprints_are_of_the_meaning(one: CellValue, other: CellValue, is_same: bool) -> None:
    assert (fingerprint(one) == fingerprint(other)) == is_same


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((1, 1), "Budget"),
        ((1, 2), None),
        ((1, 3), "one"),
        ((2, 1), None),
        ((3, 2), "many"),
        ((4, 6), "yesterday"),
        ((4, 7), '["Ref"'),
        ((5, 4), "[]"),
        ((5, 2), "R9999"),
        ((5, 4), '{"a": 1}'),
    ],
)
def test_a_damaged_sheet_is_named(place: tuple[int, int], value: Value) -> None:
    rows = [list(row) for row in record_rows(issue(a_plan()))]
    row, column = place
    rows[row - 1][column - 1] = value
    with pytest.raises(XlplanError, match=r"plan\.xlsx, sheet _xlplan"):
        check_record(read_record(grid_of("_xlplan", rows), file="plan.xlsx"))


@pytest.mark.parametrize(
    "given", ["[]", '{"Oct-05 RAG": ["Green"]}', '{"Oct-05 RAG": [{"day": "x"}, 1]}', ""]
)
def test_a_damaged_row_of_what_was_merged_is_named_before_anything_is_taken_from_it(given: str) -> None:
    """Half of the record would be lost in silence, and a return merged twice."""
    record = replace(issue(a_plan()), entries=(*issue(a_plan()).entries, VERSION))
    rows = [list(row) for row in record_rows(record)]
    rows[-1][-1] = given
    with pytest.raises(XlplanError, match=rf"cell A{len(rows)}: row {len(rows)} of what xlplan remembers"):
        check_record(read_record(grid_of("_xlplan", rows), file="plan.xlsx"))


@pytest.mark.parametrize("rows", [[], [["Name", "Post", "Team"]], [[1, 2, 3]]])
def test_a_sheet_of_somebody_elses_is_not_taken_for_ours(rows: list[list[Value]]) -> None:
    with pytest.raises(XlplanError, match="xlplan did not write this sheet"):
        read_record(grid_of("_xlplan", rows))


def test_a_newer_layout_is_refused() -> None:
    with pytest.raises(XlplanError, match="newer version of xlplan"):
        again(replace(issue(a_plan()), layout_version=99))


NOT_OURS = (
    "sheet _xlplan: xlplan did not write this sheet, or it is damaged. "
    "Use a backup of the workbook, or the file as it was first saved."
)
DAMAGED = (
    "sheet _xlplan, cell A{0}: row {0} of what xlplan remembers cannot be read. "
    "Use a backup of the workbook: Undo last change, xlplan undo, or the folder of backups beside it."
)


@pytest.mark.parametrize(
    ("row", "column", "value", "told"),
    [
        (1, 1, "Budget", NOT_OURS),
        (1, 2, "letter", NOT_OURS),
        (1, 3, None, NOT_OURS),
        (1, 3, "two", DAMAGED.format(1)),
        (1, 3, 99, "it was written by a newer version of xlplan. Install the newer version."),
        (2, 1, "letter", DAMAGED.format(2)),
        (3, 2, None, DAMAGED.format(3)),
        (4, 6, "yesterday", DAMAGED.format(4)),
        (5, 2, "R9999", DAMAGED.format(5)),
        (7, 4, "[]", DAMAGED.format(7)),
        (7, 4, '["a", "b"]', DAMAGED.format(7)),
        (7, 4, "[" * 100_000, DAMAGED.format(7)),
        (9, 4, '{"Oct-05 RAG": [{"day": "2005-10-01"}, 1]}', DAMAGED.format(9)),
        (9, 4, '{"Oct-05 RAG": [{"date": "2005-10-01", "time": "08:00"}, 1]}', DAMAGED.format(9)),
        (9, 4, '{"Oct-05 RAG": [["Red"], 1]}', DAMAGED.format(9)),
    ],
)
@pytest.mark.parametrize("file", ["plan.xlsx", ""])
def test_where_the_record_is_damaged_is_told_with_the_way_out(
    row: int, column: int, value: Value, told: str, file: str
) -> None:
    """A coordinator who reads "cannot be read" and no more has lost the master."""
    issued = issue(a_plan()).issued[0]
    rows = [list(line) for line in record_rows(Record("3f9c2a1b", entries=(issued, VERSION)))]
    # a sheet, then its return with three actions in rows 4 to 7, then what was merged of it
    assert [line[0] for line in rows[:9]] == [
        "xlplan", "plan", "last id", "return", "action", "action", "action", "merged", "given",
    ]  # fmt: skip
    rows[row - 1][column - 1] = value
    while rows[row - 1][-1] is None:
        rows[row - 1].pop()
    with pytest.raises(XlplanError) as refused:
        check_record(read_record(grid_of("_xlplan", rows), file=file))
    place = f"{file}, " if file and told.startswith("sheet") else f"{file}: " if file else ""
    assert str(refused.value) == place + told


@pytest.mark.parametrize("blank", [None, ""])
def test_what_an_older_version_left_out_of_a_row_is_read_as_nothing(blank: str | None) -> None:
    rows: list[list[Value]] = [
        ["xlplan", "master", 1], ["plan", "3f9c2a1b"], ["last id", "12.0"], ["return", "R0001", "Oct-05", "Nadia Frost",
        blank, blank, '["Ref"]'], ["action", "R0001", "A001", '["1a"]'], ["merged", "R0001", "0123abcd"],
        ["a later kind", 1, blank, "kept"],
    ]  # fmt: skip
    record = read_record(grid_of("_xlplan", rows))
    assert (record.plan_id, record.last_id, record.layout_version, record.of) == ("3f9c2a1b", 12, 1, "master")
    [issued] = record.issued
    assert (issued.file, issued.when, issued.columns) == ("", None, ("Ref",))
    assert dict(issued.actions["A001"].fingerprints) == {"Ref": "1a"}
    [merged] = record.merged
    assert (merged.saved, merged.modified, merged.file, merged.when, dict(merged.given)) == (
        None,
        None,
        "",
        None,
        {},
    )
    assert record.entries[-1] == ForeignRow(("a later kind", 1, blank, "kept"))
    assert record.last_row == len(rows)


def action_row(*values: object) -> Record:
    """A record whose first action's row holds these values in place of its own."""
    rows = [list(row) for row in record_rows(issue(a_plan()))]
    at = next(number for number, row in enumerate(rows) if row[0] == "action")
    held = json.loads(str(rows[at][3]))
    rows[at][3] = json.dumps([*values, *held[len(values) :]], separators=(",", ":"))
    return read_record(grid_of("_xlplan", rows), file="plan.xlsx")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, None),
        ("Green", "Green"),
        ('with "quotes" and \\', 'with "quotes" and \\'),
        ("two\nlines", "two\nlines"),
        (3, 3),
        (0.5, 0.5),
        (True, True),
        ({"date": "2006-03-31"}, dt.date(2006, 3, 31)),
        ({"moment": "2006-03-31T09:30:00"}, dt.datetime(2006, 3, 31, 9, 30)),
        ({"time": "09:30:00"}, dt.time(9, 30)),
    ],
)
def test_a_value_is_read_as_it_was_written(value: object, read: CellValue) -> None:
    record = issue(a_plan())
    columns = record.issued[0].columns
    at = columns.index(RAG)
    held = action_row(*["x"] * at, value)
    check_record(held)
    assert held.issued[0].actions["A001"].values[RAG] == read


@pytest.mark.parametrize(
    "value",
    [
        {"date": "31/03/2006"},
        {"date": 5},
        {"day": "2006-03-31"},
        {"date": "2006-03-31", "time": "09:30:00"},
        {},
        ["Green"],
    ],
)
def test_what_we_never_write_is_damage_and_is_named(value: object) -> None:
    """A guess at what was issued would make a change of what nobody changed."""
    at = issue(a_plan()).issued[0].columns.index(RAG)
    with pytest.raises(XlplanError, match=r"cell A5: row 5 of what xlplan remembers cannot be read"):
        check_record(action_row(*["x"] * at, value))


@pytest.mark.parametrize("more", [-1, 1])
def test_a_row_with_too_few_or_too_many_values_is_damage(more: int) -> None:
    rows = [list(row) for row in record_rows(issue(a_plan()))]
    held = json.loads(str(rows[4][3]))
    rows[4][3] = json.dumps(held[:more] if more < 0 else [*held, "x"], separators=(",", ":"))
    with pytest.raises(XlplanError, match="row 5 of what xlplan remembers"):
        check_record(read_record(grid_of("_xlplan", rows)))


@pytest.mark.parametrize(
    ("last_id", "read"),
    [(7, 7), ("7", 7), (7.0, 7), ("7.0", 7), (None, None), ("seven", None), (7.5, None)],
    ids=repr,
)
def test_the_last_number_given_out_is_a_number(last_id: Value, read: int | None) -> None:
    """Taken for none, an ID would be given a second time."""
    rows = [list(row) for row in record_rows(issue(a_plan()))]
    rows[2][1] = last_id
    if read is None:
        with pytest.raises(XlplanError, match="row 3 of what xlplan remembers"):
            read_record(grid_of("_xlplan", rows))
    else:
        assert read_record(grid_of("_xlplan", rows)).last_id == read


@pytest.mark.parametrize(
    ("first", "what"),
    [
        (("xlplan", "master", 2), ""),
        (("xlplan", "return", 1), ""),
        (("xlplan", "master"), "xlplan did not write this sheet"),
        (("xlplan", "letter", 2), "xlplan did not write this sheet"),
        (("XLPLAN", "master", 2), "xlplan did not write this sheet"),
        (("xlplan", "master", "two"), "row 1 of what xlplan remembers"),
    ],
)
def test_a_record_is_known_by_its_first_row(first: tuple[Value, ...], what: str) -> None:
    rows: list[tuple[Value, ...]] = [first, ("plan", "3f9c2a1b")]
    if what:
        with pytest.raises(XlplanError, match=what):
            read_record(grid_of("_xlplan", rows))
    else:
        assert (read_record(grid_of("_xlplan", rows)).of, read_record(grid_of("_xlplan", rows)).last_id) == (
            first[1],
            0,
        )
