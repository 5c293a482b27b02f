"""What public bodies write over the columns of their plans, and what each is understood as by its words alone."""

# ruff: noqa: E501 - a table of headings, one field a paragraph

from __future__ import annotations

import pytest

from tests.builders.messy import sheet
from xlplan.importing.heading_words import meanings
from xlplan.importing.reader import read_plan_sheets

HEADINGS = {
    "action": """
        What needs doing? | What needs to be done | Planned activity | Planned activities | What we plan to do
        What do we plan to do? | What do you plan to do? | What we are doing | What action will we take?
        What action will be taken? | What actions will be taken? | Actions we will take | Actions we are taking
        Action we need to take | Key milestones / actions | Key actions/milestones | Actions and milestones
        Action Plan | Improvement activity | Improvement activities | Development activity | Task / Activity
        Specific steps | Key steps | Steps we will take | Implementation steps | Implementation actions | Work plan
        Management Response / Agreed Action | Management response and action plan | Client response
        Agreed action plan | Agreed remedial action | Corrective action plan | Preventive action | CAPA
        Mitigating actions | Actions to address | Actions to address recommendation | Our commitment
        Trust response | Force response | School response | Provider response | Response from the council
        Executive response | Cabinet response | Executive decision | Activity to deliver | How we'll do it
        How we will deliver | How will this be achieved? | How will this be done? | How are we going to do it?
        What are we going to do? | What will you do? | What we're going to do | Sub-action | Sub actions | Work package
        Strategies to be used | Strategy / Action | Action to achieve target | Actions required to meet standard
        Actions required to achieve compliance | What are you going to do to improve? | Tasks to be completed
        Next actions | Required improvement action | Description of activities | Leadership action | Smart action | SMART actions | Action statement
    """,
    "recommendation": """
        Cause of Concern / AFI | Cause of concern | Causes of concern | AFIs | AFI description | What did the inspectors say?
        What the inspectors said | What inspectors told us | What Ofsted said | Ofsted said | Ofsted feedback
        CQC said | You said | What the report said | Breach | Regulation breached | Breach of regulation | Breaches
        Recommendation from report | Recommendation (from report) | Recommendation text | Recommendation wording
        Recommendation / Finding | Inspector's comment | Inspector comments | Inspectors' findings | Area of concern
        Areas of concern | Area of weakness | Areas of weakness | Significant weakness | Area of significant weakness
        Priority action area | Area for priority action | Areas for priority action | CQC Requirement | Must do / should do
        MUST DO | HSE requirement | Coroner's concern | Matter of concern | Matters of concern
        Ombudsman recommendation | Learning from review | Learning identified | Key learning | SAR recommendation
        Panel recommendation | Scrutiny recommendation | Committee recommendation | Task group recommendation
        HMICFRS recommendation | HMIP recommendation | External audit recommendation | Internal audit recommendation
        Auditor's recommendation | Regulator recommendation | Ofsted area for improvement | What do we need to improve?
        What we need to improve | What must improve | Weakness identified | Gap / Issue | Gap analysis | Key issue(s)
        Deficiency | Deficiencies | Non-conformance | Non-conformity | Hazard identified | Area requiring improvement
        Areas requiring improvement | Development area | Development need | Improvement need | Improvement point
        Observation / Finding | Original recommendation | Overview and Scrutiny recommendation | Concern raised
    """,
    "owner": """
        Executive Lead | Exec Lead | SRO | Senior Responsible Officer | Lead | Lead Officer(s) | Lead(s) | Lead name
        Accountable Executive | Executive Owner | Accountable Director | Director responsible | Responsible Director
        Executive Director | Assistant Director | AD Lead | Head of Service | Lead Head of Service | Service Manager
        Who is going to do it? | Who will do this? | Who's responsible? | Who is responsible for this? | Who leads?
        Who will be responsible? | Person(s) responsible | Persons Responsible | Responsible Person(s) | Resp. Person
        Resp. officer | Resp officer | Officer(s) | Officer name | Named person | Nominated lead | Nominated officer
        Allocated officer | Allocated to | Assigned owner | Action assigned to | Action owner / Lead | Action Lead(s)
        Lead Directorate | Lead agency | Lead organisation | Organisation responsible | Responsible body | Agency
        Action manager | Project manager | Programme lead | Workstream lead | Theme lead | Subject lead | School lead
        Clinical lead | Nursing lead | Divisional lead | Lead clinician | Force lead | Chief officer lead | Gold lead
        Strategic owner | Recommendation owner | Management owner | Delivery owner | Implementation owner | Point of contact
        Lead Manager / Team | To be led by | Led by (name) | By whom? | Action for | Whose responsibility? | Person leading
        Implementation lead | Responsibility for action | Responsibility / Owner | Staff lead | Senior lead
    """,
    "timescale": """
        By when? | By When (date) | When by | When will this be done? | When will it be done by? | When will it be completed?
        Timescale for completion | Timescale / Deadline | Time-scale | Time scales | Timeframe for completion | Time line
        Target date for implementation | Target implementation date | Target date | Target Date / Timescale | Target completion
        Completion target | Due dt | Due by date | Date due by | Date required | Required by | Required date | Needed by
        Complete by (date) | To be completed by | To be implemented by | To be achieved by | Achieve by | Expected by
        Expected completion date | Expected end date | Expected delivery date | Estimated end date | Proposed date
        Proposed completion date | Proposed timescale | Proposed implementation date | Agreed date | Agreed timeframe
        Date agreed for completion | Implementation date | Implementation due date | Implementation deadline
        Planned implementation date | Planned end | Planned finish | Delivery date | Delivery by | Delivery timescale
        Deadline for completion | Final deadline | Completion deadline | Milestone date | Milestone dates | Timings
        Action due date | Action deadline | Action target date | Action completion date | Original target | Original timescale
        Original implementation date | Baseline date | Baseline end date | Date to be achieved | Date to complete
        Finish by | End by | Timeline for completion | Dates / Timescale | Start / End | Term due
        Anticipated date | Anticipated completion | Deadline / Due date | Deadline (month) | Compliance date | Compliance by
    """,
    "revised_due": """
        Revised deadline | Revised timescale | New timescale | New completion date | Revised implementation date
        Revised end date | Extended due date | Extension agreed to | Extension to | Updated completion date
        Revised target completion | Revised due by | Forecast end | Amended due date | Revised timeframe
        Projected completion date | Rescheduled completion date | Current forecast date | Revised expected date
    """,
    "success_criteria": """
        How will we know it has made a difference? | How will we know we have made a difference? | How will we know?
        How we will know we have succeeded | How will you know? | How will we know when we get there? | How do we know it's done?
        What will success look like? | What does good look like? | Success looks like | Success measure(s) | Success factors
        Critical success factors | Intended outcome | Intended outcomes | Outcome sought | Outcomes sought | Outcome expected
        Outcomes for children | Outcomes for pupils | Outcome for residents | Impact for children | Impact on learners
        Intended impact | Impact / Outcome | Measures of success | Measurable outcome | Measurable outcomes | How measured?
        Performance measure | KPI / Measure | Key measures | Evidence of impact | Evidence of success | Impact measures
        What will be different? | What difference will this make? | What difference will we see? | What will have changed?
        Expected impact | Expected benefit | Benefit realised | Desired state | Target outcome | Quality indicators
        How will it be evidenced? | How will this be evidenced? | How will we evidence this? | How will this be measured?
        How will impact be measured? | How will we know that the work has made a difference? | Evidence to be provided | Evidence of completion required | Acceptance criteria
    """,
    "progress": """
        Current Position | Current position / update | Where are we now? | Where are we up to? | How are we doing?
        How are we getting on? | Latest update | Latest progress | Update (owner) | Update from lead | Lead officer update
        Officer comments | Owner comments | Comments / update | Progress and evidence | Progress / Impact | Progress narrative
        Progress statement | Progress summary | Progress since last meeting | Progress this period | Progress this quarter
        Quarterly progress | Quarterly commentary | Monthly progress | Termly update | Termly progress | Weekly update
        Actions completed to date | Action completed | What has been done? | What have we done so far? | What we have done
        What has happened since? | What's happened | Work undertaken | Work completed | Work completed to date | Steps taken
        Highlight report | Implementation progress | Implementation status update | Follow up comments | Follow-up findings
        Auditor's update | Auditor comments | Management comments | Management comment | Client update | Delivery update
        Evaluation of impact | Impact to date | We did | Latest commentary | Latest news | Evaluation of progress | Progress RAG commentary | Reason for RAG
        Reason for delay | Reasons for delay | Exceptions | Position as at date | Assurance update | Governor comments
    """,
    "ref": """
        ISSUE # | Rec # | Action # | Ref # | Ref. No. | No: | Action ID | AP ref | AP No | Finding # | Finding ID | Plan ID
        Unique action no | Milestone no | Milestone ref | Objective ID | Task # | Item # | AFI ref | Issue ref | Risk ref
        Line number | S/N | Sl. No. | Nr. | Nos | Number | Recommendation # | Rec. No. | KLOE ref | Measure no | Sub ref
        Recommendation No. | Workstream ref | Reference code | Action code | Order | Seq | Sequence no
    """,
    "theme": """
        Workstream | Work-stream name | Theme | Key theme | Judgement area | Judgement | Pillar | Improvement theme
        Priority area | Strategic priority | Improvement priority | Audit title | Audit name | Audit area | Inspection report
        Report name | Programme / Project | Programme area | Focus area | Area of focus | Plan theme | Thematic area | Section
        Key question | Ofsted judgement area | Quality statement | Name of inspection | Inspection title
    """,
    "rag": """
        RAG | BRAG | RAG rating | BRAG rating | RAG Status | RAG (status) | R/A/G | R.A.G. | RAGB | Current RAG | Status (RAG)
        Traffic light | Traffic-light status | Delivery confidence | Progress status | Progress RAG rating | Overall RAG
        On track? | Self assessment RAG | Delivery RAG | Latest RAG | RAG now | Performance RAG | Colour status | RAYG
        RAG assessment | RAG self-assessment | Confidence level | Delivery confidence assessment | Blue/Red/Amber/Green
    """,
    "supporting": """
        Supported by | Supporting officers | Support lead | Partners involved | Key partners | Other agencies | Other partners
        Who else needs to be involved? | Contributors | Supporting team | Co-owner | Deputy lead | Others to be involved
        Other people involved | Partner leads | Supporting agencies | Operational support | Wider team | Key stakeholders
    """,
    "notes": """
        Notes | Additional notes | Other notes | Background | Context | Rationale | Further information | Additional information
        Notes / Context | General notes | Explanatory note
    """,
    "report_ref": """
        Report ref | Report paragraph | Para no. | Page number | Page in report | Report page no | Paragraph in report
        Report section | Inspection report ref | Source reference | Letter paragraph
    """,
    "other": """
        Date done | Date completed | Date of completion | Completed date | Date finished | Date closed | Date received
        Date raised | Raised date | Date issued | Date of audit | Audit date | Date of inspection | Inspection date
        Date of meeting | Meeting date | RAG date | Date of RAG | Date RAG last changed | Date of last update | Date added
        Date recorded | Start date | Start | Date commenced | Actual completion date | Actual finish | Actual end
        Priority (H/M/L) | Priority rating | Risk rating | Severity | Urgency | Likelihood | RPN | Cost | Cost (£)
        Resources | Resources needed | Resource required | Budget | Budget holder | Funding | Funding required | Savings
        Monitored by | Monitoring | Who will monitor? | How will it be monitored? | Governance | Governance group
        Reporting to | Reports to | Oversight board | Oversight committee | Dependencies | Links to other plans
        Reviewed by | Review date | Next review | Signed off by | Sign-off date | Evidence link | Evidence location
        Cabinet member | Portfolio holder | Lead member | Link governor | Executive sponsor | Sponsor | % complete
        Percentage complete | Open / Closed | Accepted? | Accepted Y/N | Assurance level | Level of assurance
        Recommendation priority | Recommendation grade | Recommendation accepted? | Implemented? | Completed?
        Completed Y/N | Approved by | Verified by | Evidence seen | Training need | Barriers | Source of assurance
    """,
}
CASES = [
    (heading.strip(), field)
    for field, lines in HEADINGS.items()
    for line in lines.splitlines()
    for heading in line.split("|")
    if heading.strip()
]


@pytest.mark.parametrize(("heading", "field"), CASES)
def test_the_words_alone_say_what_a_column_is(heading: str, field: str) -> None:
    """If this fails, a council that writes these words has to say what they mean, or finds them in the wrong place."""
    weights = meanings(heading)
    assert weights, "unknown"
    assert max(weights, key=lambda each: weights[each]) == field


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (["Executive lead", "Operational lead"], ["owner", "supporting"]),
        (["SRO", "Delivery lead"], ["owner", "supporting"]),
        (["Executive lead", "Lead officer"], ["other", "owner"]),
        (["Lead officer", "Operational lead"], ["owner", "supporting"]),
        (["Operational lead"], ["owner"]),
        (["Executive lead"], ["owner"]),
    ],
)
def test_who_answers_for_an_action_is_its_owner(heads: list[str], fields: list[str]) -> None:
    """If this fails, the return goes to somebody who does not answer for the action."""
    names = ["Ada Marsh", "Bob Reed"][: len(heads)]
    grid = sheet(["Action", *heads, "Due"], *[[f"Paint door {n} blue", *names, "May 2026"] for n in range(4)])
    [table] = read_plan_sheets([grid]).tables
    assert [table.columns[head] for head in heads] == fields


def test_a_heading_of_a_dozen_words_may_name_its_column_and_a_sentence_does_not() -> None:
    """Else the sentences above a table would be taken for its headings."""
    assert meanings("Action required " + "by them " * 5).keys() == {"action"}
    assert not meanings("Action required " + "by them " * 5 + "all")
