"""The words of the sample plan: an invented council's answer to an invented inspection, as messy as such plans are.

Nobody in it exists. `make_samples.py` draws it as the workbook that `xlplan demo` starts from.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

COUNCIL = "Wexcombe Borough Council"
TITLE = "Children's Services Improvement Plan"
SUBTITLE = "Response to the inspection of services for children in need of help and protection, February 2026"
HEADINGS = ("Action we will take", "Lead officer", "Success measure", "Timescale", "Comments")
PERIODS = (dt.date(2026, 6, 1), dt.date(2026, 9, 1))
NOTE = "Note: items marked * are also in the Corporate Plan. Queries to the Improvement Team, ext. 4417."

CONTACTS_HEADINGS = ("Name", "Initials", "Job title", "Team", "E-mail")
CONTACTS = (
    ("Asha Verrall", "AV", "Head of Safeguarding", "Safeguarding and Quality"),
    ("Tom Beddoes", "TB", "Service Manager, Assessment", "Assessment and Intervention"),
    ("Carys Lunt", "CL", "Service Manager, Children Looked After", "Permanence"),
    ("Martin Okoro", "MO", "Workforce Development Lead", "Human Resources"),
    ("Jo Pennick", "JP", "Performance Manager", "Intelligence"),
    ("Helen Sturmey", "HS", "Assistant Director", "Children's Services"),
    ("Dev Chandarana", "DC", "Principal Social Worker", "Safeguarding and Quality"),
    ("Ruth Ackland", "RA", "Early Help Partnership Manager", "Early Help"),
)

KEY_LINES = (
    ("Green", "On target, or done", "92D050"),
    ("Amber", "Some slippage; will be put right by the next review", "FFC000"),
    ("Red", "Off target; needs a decision from the Improvement Board", "FF0000"),
)


@dataclass(frozen=True)
class SampleAction:
    """One row as the council typed it."""

    action: str
    lead: str
    success: str
    timescale: str | dt.date
    comments: str
    rag: tuple[str, str]


@dataclass(frozen=True)
class SampleTable:
    """One of the tables that stand below each other on the sheet."""

    theme: str
    recommendation: str
    actions: tuple[SampleAction, ...]


def month(year: int, number: int) -> dt.date:
    """A timescale that Excel holds as a date and shows as "Mar-26"."""
    return dt.date(year, number, 1)


TABLES = (
    SampleTable(
        "Section 1 - Help at the right time",
        "Recommendation 1: Make sure that children and families are offered early help before problems grow, "
        "and that thresholds are understood by all partners",
        (
            SampleAction(
                "1.a.1 Rewrite the threshold document with partners and launch it at three locality events",
                "Ruth Ackland",
                "At least 80% of those who attend say that they know when to refer",
                month(2026, 9),
                "Draft went to the Partnership on 14 May. Two of the three events held; the third is in the diary.",
                ("Amber", "Green"),
            ),
            SampleAction(
                "1.a.2 Put one front door in place for early help and social care contacts*",
                "Ruth Ackland/ Tom Beddoes",
                "Contacts screened within one working day: 95%",
                "Autumn 2026",
                "Telephony ordered. Rooms at Quay House agreed.",
                ("Amber", "Amber"),
            ),
            SampleAction(
                "1.a.3 Quarterly audit of 30 contacts closed with no further action",
                "Jo Pennick",
                "No child left at risk by a closed contact",
                "Ongoing",
                "First audit reported to SMT.\n- 28 of 30 decisions were right\n- both others re-opened the same day",
                ("Green", "Green"),
            ),
            SampleAction(
                "1.b.1 Recruit 4 family support workers to the Northgate and Harbour teams",
                "Ruth Ackland",
                "Posts filled; waiting list for family support under ten",
                month(2026, 7),
                "Three in post.",
                ("Red", "Amber"),
            ),
            SampleAction(
                "1.b.2 Offer parenting programmes in every locality, evenings included",
                "Ruth Ackland / ",
                "120 parents complete a programme in the year",
                "April 2026 - March 2027",
                "",
                ("Green", "Green"),
            ),
            SampleAction(
                "1.b.3 Agree with schools who leads when a family needs more than one service",
                "Ruth Ackland",
                "Every plan names a lead professional",
                "Summer 2026",
                "Heads' forum in June supported the approach.",
                ("Amber", "Green"),
            ),
            SampleAction(
                "1.c.1 Publish the early help offer on the family information site",
                "Jo Pennick",
                "Visits to the pages up by half",
                "Completed",
                "Live since 2 March.",
                ("Green", "Green"),
            ),
            SampleAction(
                "1.c.2 Ask families each quarter whether help came in time",
                "Jo Pennick",
                "Survey answered by 100 families a quarter",
                month(2026, 12),
                "",
                ("", "Amber"),
            ),
        ),
    ),
    SampleTable(
        "Section 2 - Assessment and planning",
        "Recommendation 2: Improve the quality and timeliness of assessments, so that the child's own voice is heard "
        "and risk is recognised early",
        (
            SampleAction(
                "2.a.1 Re-issue practice standards for assessment and walk every team through them",
                "Tom Beddoes",
                "Audit grades of good or better: 60% by March, 75% by September",
                month(2026, 5),
                "Standards re-issued 6 April; all seven teams have had their session.",
                ("Green", "Complete"),
            ),
            SampleAction(
                "2.a.2 Team managers to record the reason for their decision at the start and end of each assessment",
                "Tom Beddoes",
                "Seen in 9 of 10 files audited",
                "Immediate",
                "Dip sample in August: 22 of 30.",
                ("Amber", "Amber"),
            ),
            SampleAction(
                "2.a.3 See every child alone within five working days of referral, and write down what they said",
                "Asha Verrall",
                "95% seen in time",
                month(2026, 10),
                "81% in June, 88% in August.",
                ("Red", "Amber"),
            ),
            SampleAction(
                "2.b.1 Bring the backlog of assessments over 45 days down to nil",
                "Tom Beddoes, DC",
                "No assessment over 45 days without a manager's agreement",
                "Within 3 months",
                "41 in March, 19 at the end of August. Two agency workers until Christmas.",
                ("Red", "Red"),
            ),
            SampleAction(
                "2.b.2 Weekly list of assessments due, by worker, to each team manager",
                "Jo Pennick/Tom Beddoes",
                "List in use in every team meeting",
                month(2026, 4),
                "In place.",
                ("Green", "Green"),
            ),
            SampleAction(
                "2.c.1 Chronologies on every open case:\n- template agreed\n- training for all social workers\n"
                "- business support to help with the oldest files",
                "DC (MO)",
                "Up-to-date chronology in all open cases",
                "May 2026\nJuly 2026\nDecember 2026",
                "Template agreed. Training half done: 48 of 96 workers.",
                ("Amber", "Amber"),
            ),
            SampleAction(
                "2.c.2 Use one tool for neglect across all agencies",
                "Asha Verrall",
                "Tool used in 8 of 10 neglect cases audited",
                "Winter 2026",
                "Licence bought; trainers booked for November.",
                ("", "Green"),
            ),
            SampleAction(
                "2.c.3 Advocacy offered to every child with a protection plan",
                "Asha Verrall",
                "Offer recorded for all; taken up by a third",
                month(2026, 11),
                "Contract extended to March.",
                ("Amber", "Green"),
            ),
            SampleAction(
                "2.d.1 Strategy meetings to have health and police present",
                "Asha Verrall/ DC",
                "All three agencies at 95% of meetings",
                "30/09/2026",
                "Police at 91%; health at 78% and being pursued with the ICB.",
                ("Red", "Amber"),
            ),
            SampleAction(
                "2.d.2 Core groups within ten working days of the conference",
                "Carys Lunt",
                "90% in time",
                "Ongoing",
                "",
                ("Amber", "Amber"),
            ),
        ),
    ),
    SampleTable(
        "Section 3 - Leaders, managers and the workforce",
        "Recommendation 3: Ensure that leaders know how good practice is, and that social workers have the time, "
        "supervision and training to do the job well",
        (
            SampleAction(
                "3.a.1 Monthly audit of 5 files by each senior manager, with feedback to the worker in person",
                "Helen Sturmey, DMT",
                "All audits done; learning shared each quarter",
                "Ongoing",
                "35 of 40 audits done in August (holidays).",
                ("Amber", "Amber"),
            ),
            SampleAction(
                "3.a.2 One performance report a month to the Improvement Board, with ten measures and a commentary",
                "Jo Pennick",
                "Report sent five working days before the Board",
                month(2026, 4),
                "Done; Board has asked for trend lines.",
                ("Green", "Complete"),
            ),
            SampleAction(
                "3.a.3 Members to visit front-line teams twice a year",
                "Helen Sturmey",
                "Every team visited; findings reported to Scrutiny",
                "by end of March 2027",
                "",
                ("", ""),
            ),
            SampleAction(
                "3.b.1 Bring caseloads down to no more than 18",
                "Helen Sturmey",
                "No worker over 18; newly qualified no more than 12",
                month(2027, 3),
                "Average 19.4 at the end of August. Six posts still vacant.",
                ("Red", "Red"),
            ),
            SampleAction(
                "3.b.2 Recruitment and retention offer agreed by Cabinet*",
                "MO",
                "Vacancies under 12%; agency staff under 15%",
                month(2026, 6),
                "Cabinet agreed on 9 June.",
                ("Amber", "Green"),
            ),
            SampleAction(
                "3.b.3 Every social worker to have reflective supervision each month",
                "DC",
                "90% recorded; staff survey shows that it helps",
                "Review Jan 2027",
                "74% recorded. Managers' workshop in October.",
                ("Amber", "Amber"),
            ),
            SampleAction(
                "3.c.1 Training plan that follows from audit findings",
                "MO/DC",
                "Plan agreed by the Board; attendance over 85%",
                "Sept 2026",
                "Plan agreed. Attendance not yet counted in one place.",
                ("Green", "Green"),
            ),
            SampleAction(
                "3.c.2 Foster carers to have a named worker and a visit every six weeks",
                "Carys Lunt",
                "Visits on time: 95%",
                month(2026, 8),
                "Team is two workers short until November.",
                ("Amber", "Red"),
            ),
            SampleAction(
                "3.c.3 Pathway plans for all care leavers, written with them",
                "",
                "All 16 and 17 year olds have a plan; 9 of 10 say it is theirs",
                month(2026, 12),
                "Post of Leaving Care Manager out to advert.",
                ("", "Red"),
            ),
        ),
    ),
)
