"""To which action a row belongs, at the edge of what is like enough: a row that fits two fits neither."""

from __future__ import annotations

import pytest

from xlplan.layout.record import IssuedAction, issued_action
from xlplan.layout.returned_rows import ReturnedRow
from xlplan.merging import match
from xlplan.merging.match import PlanTexts, likeness, match_rows
from xlplan.model import CellValue

TEN = "abcdefghij"
NINE_OF_TEN = "abcdefghix"
FIVE_OF_TEN = "abcdevwxyz"
FOUR_OF_TEN = "abcduvwxyz"

Texts = dict[str, CellValue]


def rows(*texts: Texts) -> list[ReturnedRow]:
    letters = dict(zip(("ID", "Ref", "Action", "Theme"), "ABCD", strict=True))
    return [ReturnedRow(number, text, letters, {}) for number, text in enumerate(texts, 4)]


def issued(*actions: tuple[str, str]) -> dict[str, IssuedAction]:
    return {identity: issued_action(identity, {"Action": text}, "Dec-26") for identity, text in actions}


def placed(
    returned: list[ReturnedRow], plan: dict[str, Texts], own: dict[str, IssuedAction] | None = None
) -> list[tuple[str, str, float, str, bool]]:
    found = match_rows(returned, own or {}, PlanTexts(plan))
    assert [one.row for one in found] == returned
    return [(one.id, one.by, round(one.likeness, 3), one.best, one.is_unclear) for one in found]


NONE = ("", "", 0.0, "", False)


def test_how_like_two_texts_are() -> None:
    assert [likeness(TEN, other) for other in (TEN, NINE_OF_TEN, FIVE_OF_TEN, FOUR_OF_TEN)] == [
        1.0,
        0.9,
        0.5,
        0.4,
    ]
    assert likeness("visit 12 homes a year", "visit 12 homes a year") == 1.0
    assert likeness("visit 12 homes a year", "visit 13 homes a year") == pytest.approx(0.85)


@pytest.mark.parametrize(
    ("row", "plan", "expected"),
    [
        # by its ID
        ({"ID": "A001"}, {"A001": {"Action": TEN}}, ("A001", "id", 1.0, "", False)),
        ({"ID": " a001 ", "Action": TEN}, {"A001": {"Action": TEN}}, ("A001", "id", 1.0, "", False)),
        ({"ID": "A001", "Action": NINE_OF_TEN}, {"A001": {"Action": TEN}}, ("A001", "id", 0.9, "", False)),
        ({"ID": "A001", "Action": FOUR_OF_TEN}, {"A001": {"Action": TEN}}, ("A001", "id", 0.4, "", False)),
        ({"ID": "A002", "Action": TEN}, {"A001": {"Action": TEN}, "A002": {"Action": FOUR_OF_TEN}},
         ("A001", "action", 1.0, "", False)),
        ({"ID": "A009"}, {"A001": {"Action": TEN}}, NONE),
        ({"ID": "A001", "Action": TEN.upper()}, {"A001": {"Action": None, "Recommendation": TEN}},
         ("A001", "id", 1.0, "", False)),
        # by its ref
        ({"Ref": "1.1"}, {"A001": {"Ref": "1.1", "Action": TEN}}, ("A001", "ref", 1.0, "", False)),
        ({"Ref": "1.1", "Action": FIVE_OF_TEN}, {"A001": {"Ref": "1.1", "Action": TEN}},
         ("A001", "ref", 0.5, "", False)),
        ({"Ref": "1.1", "Action": FOUR_OF_TEN}, {"A001": {"Ref": "1.1", "Action": TEN}}, NONE),
        ({"Ref": "1.1"}, {"A001": {"Ref": "1.1"}, "A002": {"Ref": "1.1"}}, NONE),
        ({"Ref": ""}, {"A001": {"Ref": "", "Action": TEN}}, NONE),
        ({"Ref": 1.1}, {"A001": {"Ref": "1.1", "Action": TEN}}, ("A001", "ref", 1.0, "", False)),
        # by its text
        ({"Action": TEN}, {"A001": {"Action": TEN}}, ("A001", "action", 1.0, "", False)),
        ({"Action": TEN, "Theme": "x"}, {"A001": {"Action": TEN, "Theme": "x"}, "A002": {"Action": TEN}},
         ("A001", "action", 1.0, "", False)),
        ({"Action": TEN}, {"A001": {"Action": TEN, "Theme": "x"}, "A002": {"Action": TEN, "Theme": "y"}},
         ("", "", 1.0, "A001", True)),
        # by likeness
        ({"Action": NINE_OF_TEN}, {"A001": {"Action": TEN}}, ("A001", "likeness", 0.9, "", False)),
        ({"Action": "abcdefghxx"}, {"A001": {"Action": TEN}}, ("", "", 0.8, "A001", False)),
        ({"Action": FIVE_OF_TEN}, {"A001": {"Action": TEN}}, NONE),
        ({"Action": "abcdefwxyz"}, {"A001": {"Action": TEN}}, ("", "", 0.6, "A001", False)),
        ({"Action": NINE_OF_TEN}, {"A001": {"Action": TEN}, "A002": {"Action": "abcdefghiy"}},
         ("", "", 0.9, "A001", True)),
        ({"Action": ""}, {"A001": {"Action": ""}}, NONE),
    ],
)  # fmt: skip
def test_a_row_belongs_to_the_action_that_it_fits_best(
    row: Texts, plan: dict[str, Texts], expected: tuple[str, str, float, str, bool]
) -> None:
    assert placed(rows(row), plan) == [expected]


@pytest.mark.parametrize(
    ("best", "second", "is_clear"),
    [
        ("x" * 20, "x" * 18 + "yy", True),
        ("x" * 40, "x" * 39 + "y", False),
        ("x" * 18 + "yy", "x" * 17 + "yyy", False),
    ],
)
def test_the_best_must_be_clearly_better_than_the_next(best: str, second: str, is_clear: bool) -> None:
    """Of two actions that a retyped text fits almost alike, one would get the other's progress."""
    plan: dict[str, Texts] = {"A001": {"Action": best}, "A002": {"Action": second}}
    returned = rows({"Action": best.replace("x", "X", 1) + "."})
    [(identity, by, _, nearest, _)] = placed(returned, plan)
    assert (identity, by) == (("A001", "likeness") if is_clear else ("", ""))
    assert nearest == ("" if is_clear else "A001")


def test_of_two_rows_that_fit_one_action_the_clearly_better_takes_it() -> None:
    plan: dict[str, Texts] = {"A001": {"Ref": "1.1", "Action": TEN}}
    found = placed(rows({"Ref": "1.1", "Action": NINE_OF_TEN}, {"Ref": "1.1", "Action": FIVE_OF_TEN}), plan)
    assert found == [("A001", "ref", 0.9, "", False), NONE]
    turned = placed(rows({"Ref": "1.1", "Action": FIVE_OF_TEN}, {"Ref": "1.1", "Action": NINE_OF_TEN}), plan)
    assert turned == found[::-1], "the order of the rows made a difference"
    same = placed(rows({"Ref": "1.1", "Action": NINE_OF_TEN}, {"Ref": "1.1", "Action": NINE_OF_TEN}), plan)
    assert [one[0] for one in same] == ["", ""]


@pytest.mark.parametrize(
    ("texts", "ids"),
    [
        ((TEN, TEN), ["A001", "A001"]),
        ((TEN, FIVE_OF_TEN), ["A001", "A001"]),  # as like as an action that was reworded
        ((TEN, FOUR_OF_TEN), ["A001", ""]),
        ((FOUR_OF_TEN, FOUR_OF_TEN), ["A001", "A001"]),
        ((TEN, "klmnopqrst"), ["A001", "A002"]),  # another action's own text
    ],
)
def test_an_id_that_stands_twice_holds_where_the_texts_are_like_it(
    texts: tuple[str, str], ids: list[str]
) -> None:
    plan: dict[str, Texts] = {"A001": {"Action": TEN}, "A002": {"Action": "klmnopqrst"}}
    returned = rows(*({"ID": "A001", "Action": text} for text in texts))
    assert [one[0] for one in placed(returned, plan)] == ids


def test_the_officers_own_actions_are_looked_at_first_by_each_way() -> None:
    plan: dict[str, Texts] = {
        "A001": {"Ref": "1.1", "Action": TEN},
        "A002": {"Ref": "1.1", "Action": TEN},
        "A003": {"Action": "klmnopqrst"},
    }
    own = issued(("A002", TEN))
    assert placed(rows({"Ref": "1.1"}), plan, own)[0][:2] == ("A002", "ref")
    assert placed(rows({"Action": TEN}), plan, own)[0][:2] == ("A002", "action")
    assert placed(rows({"Action": NINE_OF_TEN}), plan, own)[0][:2] == ("A002", "likeness")
    assert placed(rows({"Action": "klmnopqrsx"}), plan, own)[0][:2] == ("A003", "likeness")


def test_a_text_as_it_was_issued_is_known_though_the_plan_has_another_now() -> None:
    plan: dict[str, Texts] = {"A001": {"Action": "klmnopqrst"}, "A002": {"Action": "uvwxyzuvwx"}}
    own = issued(("A001", TEN), ("A002", "uvwxyzuvwx"))
    assert placed(rows({"Action": TEN}), plan, own)[0][:3] == ("A001", "action", 1.0)
    assert placed(rows({"ID": "A001", "Action": TEN}), plan, own)[0][:3] == ("A001", "id", 1.0)
    both = issued(("A001", TEN), ("A002", TEN))
    assert placed(rows({"Action": TEN}), plan, both)[0][0] == ""


@pytest.mark.parametrize(("comparisons", "pairs", "is_asked"), [(2, 10_000, True), (1, 10_000, False),
                                                                (2, 200, True), (2, 199, False)])  # fmt: skip
def test_likeness_is_asked_up_to_its_limits_and_no_further(
    comparisons: int, pairs: int, is_asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match, "MOST_COMPARISONS", comparisons)
    monkeypatch.setattr(match, "MOST_PAIRS", pairs)
    plan: dict[str, Texts] = {"A001": {"Action": TEN}, "A002": {"Action": "klmnopqrst"}}
    found = placed(rows({"Action": NINE_OF_TEN}), plan)
    assert [one[0] for one in found] == ["A001" if is_asked else ""]
