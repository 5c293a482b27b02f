"""OWN: who is accountable for each action, and whether the register knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlplan.checks.context import Context, Found, OwnCell, PlanRow, also_in, by_value, ids
from xlplan.checks.examples import OWN_SHEET, Situation
from xlplan.checks.names import fuller, nearest, pairs_alike
from xlplan.checks.registry import check
from xlplan.model import Officer
from xlplan.values.owners import Owners, has_marked_lead, names_nobody, owner_kind
from xlplan.values.text import counted, fold

_RUTH = Officer(name="Ruth Ackland", initials="RA", aliases=("R. Ackland",))
_TOM = Officer(name="Tom Beddoes", initials="TB")
_COMPLETE_THEM = "Complete Owner and Supporting in the Plan"
_ONE_OWNER = "An action that has no one person behind it waits for somebody else to move."


@check(
    "OWN001",
    "error",
    "No owner",
    matters="Nobody is asked for progress: `issue` leaves the action out. Guidance on accountability asks for one "
    "person who can be expected to explain what became of an action.",
    remedy="Type one name into Owner. If the owner is still to be found, name the person who is to find one.",
    fires=Situation(({"Owner": ""}, {"Owner": "TBC"})),
    quiet=Situation(({"Owner": "Ruth Ackland"},)),
)
def no_owner(context: Context) -> Iterator[Found]:
    """The Owner cell is empty, or says that nobody has been named yet ("TBC", "vacant")."""
    for row in context.rows:
        owner = row.action.owner
        if names_nobody(owner):
            yield Found(
                "Nobody is named as owner", row, "Owner", owner, "Type the name of one accountable person"
            )


@check(
    "OWN002",
    "error",
    "Owner not in the register",
    matters="The return is made out to a name that nobody may have. A slip of the keyboard becomes a second person, "
    "and the real owner is never asked.",
    remedy="Correct the name, or add the person to the Officers sheet, or put this spelling under Also known as. "
    "Names are suggested, never corrected for you.",
    fires=Situation(({"Owner": "Ruth Acland"},), officers=(_RUTH, _TOM)),
    quiet=Situation(({"Owner": "Ruth Ackland"}, {"Owner": "R. Ackland"}), officers=(_RUTH, _TOM)),
    is_once_a_value=True,
)
def not_in_register(context: Context) -> Iterator[Found]:
    """The Officers sheet knows nobody by this name, these initials, this post, or this other spelling. A name is found
    once, however many actions it has."""
    names = [officer.name for officer in context.officers]
    unknown = (
        (row.action.owner, row)
        for row, owners in context.named_rows
        if not context.register.find(row.action.owner)
        and len(list(owners)) == 1
        and owner_kind(row.action.owner) not in ("initials", "body")
    )
    for owner, rows in by_value(unknown).items():
        near = nearest(owner, names)
        suggestion = f"Is it {' or '.join(near)}?" if near else "Add the name to the Officers sheet"
        yield Found(f"The register knows no such owner{also_in(rows)}", rows[0], "Owner", owner, suggestion)


@check(
    "OWN003",
    "warning",
    "Perhaps one person under two names",
    matters="One officer gets two returns, and counts by officer are wrong.",
    remedy="If they are one person, put one spelling under Also known as in the other's line of the Officers sheet, "
    "and delete its own line. If they are two, choose Accepted on the Checks sheet.",
    fires=Situation(
        ({"Owner": "Elizabeth Marsh"}, {"Owner": "Liz Marsh"}),
        officers=(Officer(name="Elizabeth Marsh"), Officer(name="Liz Marsh")),
    ),
    quiet=Situation(
        ({"Owner": "Elizabeth Marsh"}, {"Owner": "Alan Marsh"}),
        officers=(Officer(name="Elizabeth Marsh", aliases=("Liz Marsh",)), Officer(name="Alan Marsh")),
    ),
)
def two_spellings(context: Context) -> Iterator[Found]:
    """Two lines of the register are so alike that they may be one person: one is a short form or an initial of the
    other, has no accents, a title, a post in brackets or the family name first, or differs by a slip. Each spelling is
    asked about once, not in every row. The fuller name is the one to keep; where neither is fuller, the one that is
    in more rows."""
    rows: dict[str, list[PlanRow]] = {}
    for row in context.rows:
        for name in _names(row):
            rows.setdefault(name, []).append(row)
    alike: dict[str, dict[str, str]] = {}
    for one, other, why in pairs_alike([officer.name for officer in context.officers]):
        keep = fuller(one, other) or (other if len(rows.get(one, ())) < len(rows.get(other, ())) else one)
        alike.setdefault(other if keep == one else one, {})[keep] = why
    for second, kept in alike.items():
        # a spelling that is itself to be given up is no name to keep
        known = {first: why for first, why in kept.items() if first not in alike} or kept
        first, why = next(iter(known.items()))
        either = " or ".join(f'"{name}"' for name in known)
        in_plan = rows.get(second, [])
        where = f"; {second} stands in {ids(in_plan)}" if in_plan else ""
        yield Found(
            f'"{second}" and {either} may be one person: {why}{where}',
            in_plan[0] if in_plan else None,
            "Name",
            second,
            f'If so, put "{second}" under Also known as of {first}, and delete its line',
            officer=second,
        )


@check(
    "OWN004",
    "warning",
    "Several owners and no lead",
    matters=_ONE_OWNER
    + " Where `standardise` read several names it took the first as the owner and says so in a "
    "note; check that this is meant.",
    remedy="Leave the one accountable person in Owner and put the others into Supporting.",
    fires=Situation(({"Owner": "Ruth Ackland / Tom Beddoes"},), officers=(_RUTH, _TOM)),
    quiet=Situation(({"Owner": "Ruth Ackland", "Supporting": "Tom Beddoes"},), officers=(_RUTH, _TOM)),
    is_once_a_value=True,
)
def several_owners(context: Context) -> Iterator[Found]:
    """The Owner cell names more than one person, or the council's own sheet did and marked none as the lead. The same
    words in several rows are found once."""
    typed = ((row.action.owner, row) for row, owners in context.named_rows if len(list(owners)) > 1)
    for text, rows in by_value(typed).items():
        owners = context.owners(text)
        lead = "" if not has_marked_lead(text) else f"Owner: {owners.lead}; "
        supporting = "; ".join(owners.supporting)
        message = f"Several owners are named{also_in(rows)}"
        yield Found(message, rows[0], "Owner", text, f"{lead}Supporting: {supporting}")
    own: dict[str, list[tuple[PlanRow, OwnCell, Owners]]] = {}
    for row, cell, owners in context.owner_cells:
        if len(list(owners)) > 1 and not has_marked_lead(cell.text) and not owners.questions:
            own.setdefault(fold(cell.text), []).append((row, cell, owners))
    for cells in own.values():
        row, cell, owners = cells[0]
        message = f"The names were read as owner {owners.lead}, supporting {'; '.join(owners.supporting)}"
        message += also_in([each for each, _, _ in cells])
        yield Found(message, row, value=cell.text, sheet=cell.sheet, cell=cell.cell, severity="info")


@check(
    "OWN005",
    "warning",
    "Not certain who the owner is",
    matters="A second owner may have been lost, or two may have been taken for one.",
    remedy="Look at the cell as it was typed, and complete Owner and Supporting.",
    fires=Situation(({"Owner": "Ruth Ackland", OWN_SHEET: "Ruth Ackland /"},), officers=(_RUTH,)),
    quiet=Situation(
        ({"Owner": "Ruth Ackland", "Supporting": "Tom Beddoes", OWN_SHEET: "Ruth Ackland / Tom Beddoes"},),
        officers=(_RUTH, _TOM),
    ),
    is_once_a_value=True,
)
def not_certain(context: Context) -> Iterator[Found]:
    """A name is cut off ("Ruth A /"), or names or posts run together so that they cannot be told apart. The same words
    in several rows are found once."""
    said: set[int] = set()
    own: dict[str, list[tuple[PlanRow, OwnCell, Owners]]] = {}
    for row, cell, owners in context.owner_cells:
        if owners.questions:
            said.add(row.number)
            own.setdefault(fold(cell.text), []).append((row, cell, owners))
    for cells in own.values():
        row, cell, owners = cells[0]
        message = f"It is not certain who the owner is: {'; '.join(owners.questions)}"
        message += also_in([each for each, _, _ in cells])
        yield Found(message, row, "", cell.text, _COMPLETE_THEM, sheet=cell.sheet, cell=cell.cell)
    typed = (
        (row.action.owner, row)
        for row, owners in context.named_rows
        if owners.questions and row.number not in said
    )
    for owner, rows in by_value(typed).items():
        message = (
            f"It is not certain who the owner is: {'; '.join(context.owners(owner).questions)}{also_in(rows)}"
        )
        yield Found(message, rows[0], "Owner", owner, _COMPLETE_THEM)


@check(
    "OWN006",
    "warning",
    "A team or a board where a person is wanted",
    matters=_ONE_OWNER + " A board cannot be telephoned.",
    remedy="Name the person who answers for the action, such as the chair, and put the team or board into Supporting.",
    fires=Situation(({"Owner": "Safeguarding Board"}, {"Owner": "SMT"}), officers=(_RUTH,)),
    quiet=Situation(({"Owner": "Head of Safeguarding"}, {"Owner": "Ruth Ackland"}), officers=(_RUTH,)),
)
def team_as_owner(context: Context) -> Iterator[Found]:
    """The Owner is a team, a board or another body, by its words or because the register has it as a team. Each of its
    actions may need another person, so it is found in every row."""
    for row, owners in context.named_rows:
        text = row.action.owner
        known = context.register.find(text)
        is_team = bool(known) and all(fold(officer.team) == fold(text) for officer in known)
        if is_team or (len(list(owners)) == 1 and owner_kind(text) == "body"):
            people = [officer.name for officer in known if fold(officer.name) != fold(text)]
            yield Found(
                "A team or a board is named where one person is wanted",
                row,
                "Owner",
                text,
                f"In that team: {'; '.join(people[:4])}" if people else "Name the person who answers for it",
            )


@check(
    "OWN007",
    "warning",
    "Initials that fit nobody, or more than one",
    matters="The return goes out to letters, and nobody outside the team knows whom they mean.",
    remedy="Type the names that belong to the initials on the Officers sheet: the name under Name, the initials under "
    "Initials. The plan may keep the initials.",
    fires=Situation(
        ({"Owner": "ZQ"}, {"Owner": "TB"}), officers=(_TOM, Officer(name="Tara Bright", initials="TB"))
    ),
    quiet=Situation(({"Owner": "TB"}, {"Owner": "RA"}), officers=(_TOM, _RUTH)),
)
def unknown_initials(context: Context) -> Iterator[Found]:
    """The owner is given by initials that the register cannot resolve to one person."""
    by_letters: dict[str, list[str]] = {}
    for officer in context.officers:
        by_letters.setdefault(_letters(officer), []).append(officer.name)
    nameless: dict[str, list[PlanRow]] = {}
    for row, owners in context.named_rows:
        text = row.action.owner
        if owner_kind(text) != "initials" or len(list(owners)) != 1:
            continue
        known = _known(context, text)
        if len(known) == 1 and owner_kind(known[0].name) == "initials":
            nameless.setdefault(known[0].name, []).append(row)
        elif len({officer.name.replace(" ", "") for officer in known}) > 1:
            several = " or ".join(officer.name for officer in known)
            yield Found("These initials fit more than one officer", row, "Owner", text, f"{several}?")
        elif not known:
            fitting = by_letters.get(_closed_up(text).upper(), [])
            suggestion = f"{' or '.join(fitting)}?" if fitting else "Add the officer to the register"
            yield Found("The register knows no such initials", row, "Owner", text, suggestion)
    if nameless:
        first = next(iter(nameless.values()))[0]
        letters = ", ".join(sorted(nameless))
        rows = sum(len(found) for found in nameless.values())
        are = "are" if len(nameless) > 1 else "is"
        yield Found(
            f"{counted(len(nameless), 'owner')} of {counted(rows, 'action')} {are} known by initials alone: {letters}",
            first,
            "Name",
            letters,
            "Type their names on the Officers sheet, and the initials under Initials",
            officer=next(iter(nameless)),
        )


@check(
    "OWN008",
    "error",
    "The owner has left",
    matters="`issue` makes no return for those who have left: the action is nobody's.",
    remedy="Give the action to somebody else. If the person is still there, type Yes under Active on Officers.",
    fires=Situation(({"Owner": "Tom Beddoes"},), officers=(Officer(name="Tom Beddoes", active=False),)),
    quiet=Situation(({"Owner": "Tom Beddoes"},), officers=(_TOM,)),
    is_once_a_value=True,
)
def owner_has_left(context: Context) -> Iterator[Found]:
    """The register says that the owner is no longer active. It is found once for all of the owner's actions."""
    left = (
        (row.action.owner, row)
        for row, _ in context.named_rows
        if (known := context.register.find(row.action.owner)) and not any(officer.active for officer in known)
    )
    for owner, rows in by_value(left).items():
        name = context.register.find(owner)[0].name
        yield Found(f"{name} has left{also_in(rows)}", rows[0], "Owner", owner, "Name the new owner")


@check(
    "OWN009",
    "info",
    "Another spelling of an officer's name",
    matters="Nothing is wrong: the register knows who is meant. One spelling makes filters and counts right.",
    remedy="`xlplan validate --fix` writes the name as the register has it.",
    fires=Situation(({"Owner": "ruth  ackland"}, {"Owner": "R. Ackland"}), officers=(_RUTH,)),
    quiet=Situation(({"Owner": "Ruth Ackland"},), officers=(_RUTH,)),
)
def other_spelling(context: Context) -> Iterator[Found]:
    """The owner is an officer of the register in other case, with other blanks, under a known alias or initials."""
    for row, _ in context.named_rows:
        known = _known(context, row.action.owner)
        typed = row.typed.get("Owner")
        if len(known) != 1 or typed == known[0].name:
            continue
        officer = known[0]
        spellings = (officer.name, *officer.aliases, officer.initials)
        if _closed_up(row.action.owner) in {_closed_up(said) for said in spellings if said}:
            yield Found(
                f"The register has this owner as {officer.name}",
                row,
                "Owner",
                row.action.owner,
                officer.name,
                fix=officer.name,
            )


@check(
    "OWN010",
    "info",
    "A name with the family name first",
    matters="The name stands in the Plan and on returns in the usual order. If that is wrong, two people were taken "
    "for one.",
    remedy="If it is right, there is nothing to do. If two people are meant, complete Owner and Supporting.",
    fires=Situation(
        ({"Owner": "Liz O'Dowd", OWN_SHEET: "O'Dowd, Liz"},), officers=(Officer(name="Liz O'Dowd"),)
    ),
    quiet=Situation(({"Owner": "Ruth Ackland", OWN_SHEET: "Ruth Ackland"},), officers=(_RUTH,)),
    is_once_a_value=True,
)
def family_name_first(context: Context) -> Iterator[Found]:
    """The council's own sheet has the owner as address books do ("O'Dowd, Liz"), and it was read in the usual order.
    Each spelling is said once."""
    said: set[str] = set()
    for row, cell, owners in context.owner_cells:
        if owners.reordered and not owners.questions and cell.text not in said:
            said.add(cell.text)
            message = f"The family name stands first; it was read as {'; '.join(owners.reordered)}"
            yield Found(message, row, value=cell.text, sheet=cell.sheet, cell=cell.cell)


def _known(context: Context, text: str) -> tuple[Officer, ...]:
    """The officers that an owner may mean; initials with blanks or points between them are those without."""
    known = context.register.find(text)
    return known or (context.register.find(_closed_up(text)) if owner_kind(text) == "initials" else ())


def _closed_up(text: str) -> str:
    return fold(text).replace(" ", "").replace(".", "")


def _names(row: PlanRow) -> Iterable[str]:
    """Everybody who is named in a row, each once."""
    return dict.fromkeys([row.action.owner, *row.action.supporting.split("; ")])


def _letters(officer: Officer) -> str:
    """The officer's initials: as the register has them, else the first letters of the name."""
    if officer.initials:
        return officer.initials.replace(" ", "").upper()
    words = officer.name.replace("-", " ").split()
    return "".join(word[0] for word in words if word[:1].isalpha()).upper() if len(words) > 1 else ""
