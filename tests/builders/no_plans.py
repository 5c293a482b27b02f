"""Invented lists, logs and tables that hold no plan, however like one they look."""

from __future__ import annotations

from tests.builders.trackers import (
    CODES,
    EARLIER,
    LEVELS,
    NUMBERS,
    PEOPLE,
    POSTS,
    PRODUCTS,
    RISKS,
    SCORES,
    one,
    table,
)

# fmt: off
NO_PLANS = [
    one("risk register without a response", None,
        {},
        table(
            ("Ref", CODES), ("Risk", RISKS), ("Likelihood", SCORES), ("Impact", SCORES), ("Rating", PRODUCTS),
            ("Owner", PEOPLE)),
    ),
    one("list of contacts", None,
        {},
        table(
            ("Name", PEOPLE), ("Job title", POSTS), ("Telephone", [f"0160 49601{n}" for n in NUMBERS]),
            ("E-mail", [f"p{n}@thornby.example" for n in NUMBERS])),
    ),
    one("communication plan", None,
        {},
        table(
            ("Stakeholder", ["Members", "Tenants", "Press", "Staff", "Police", "Schools"]),
            ("Message", ["How the works go"] * 6),
            ("Medium", ["E-mail", "Leaflet", "Briefing", "Intranet", "Meeting", "Letter"]),
            ("How often", ["Weekly", "Monthly", "As needed", "Weekly", "Monthly", "Termly"]),
            ("Who sends it", POSTS)),
    ),
    one("budget", None,
        {},
        table(
            ("Cost centre", CODES), ("Description", ["Ropes", "Printing", "Masonry", "Postage", "Boxes", "Radios"]),
            ("Budget", [1200, 300, 90000, 80, 450, 2600]), ("Spent", [300, 280, 1000, 20, 400, 0]),
            ("Variance", [900, 20, 89000, 60, 50, 2600])),
    ),
    one("stakeholders", None,
        {},
        table(
            ("Stakeholder", PEOPLE), ("Role", POSTS), ("Interest", LEVELS), ("Influence", LEVELS),
            ("Strategy", ["Keep satisfied", "Monitor", "Keep informed", "Manage closely", "Monitor", "Keep informed"])),
    ),
    one("timetable of lessons", None,
        {},
        table(
            ("Time", ["9:00", "10:00", "11:00", "12:00", "13:00", "14:00"]),
            ("Monday", ["Maths", "Art", "French", "Lunch", "Music", "Games"]),
            ("Tuesday", ["Art", "Maths", "Games", "Lunch", "French", "Music"]), ("Room", CODES)),
    ),
    one("equipment on loan", None,
        {},
        table(
            ("Asset tag", CODES), ("Item", ["Ladder", "Radio", "Pump", "Spade", "Lamp", "Tent"]),
            ("Issued to", PEOPLE), ("Date issued", EARLIER), ("Date returned", EARLIER[:2])),
    ),
    one("list of documents", None,
        {},
        table(
            ("Doc no", CODES),
            ("Title", ["Harbour bye-laws", "Volunteer handbook", "Wall survey", "Plot rules", "Archive index",
                "Radio guide"]),
            ("Version", SCORES), ("Owner", PEOPLE), ("Date issued", EARLIER)),
    ),
    one("decisions taken", None,
        {},
        table(
            ("No", NUMBERS),
            ("Decision", ["The wall will be mended, not rebuilt", "Plots are let for one year",
                "Radios are bought, not hired", "The cellar is closed", "Ropes are changed each spring",
                    "The guide is printed"]),
            ("Decided by", POSTS), ("Date of decision", EARLIER)),
    ),
    one("an empty template", None,
        {},
        [
            ["Ref", "Action", "Owner", "Due date", "Status"], ["1", None, None, None, None],
            ["2", None, None, None, None], ["3", None, None, None, None],
        ],
    ),
    one("test cases", None,
        {},
        table(
            ("Test ID", CODES),
            ("Steps", ["Press the button", "Turn the key", "Ring the bell", "Lift the lid", "Pull the rope",
                "Close the door"]),
            ("Expected result", ["Lamp lights", "Door opens", "Sound heard", "Lid stays up", "Sail rises",
                "Door shuts"]),
            ("Actual result", ["As expected"] * 6), ("Pass/Fail", ["Pass"] * 6)),
    ),
    one("register of attendance", None,
        {},
        table(
            ("Name", PEOPLE), ("Mon", ["P"] * 6), ("Tue", ["P"] * 6), ("Wed", ["A"] * 6), ("Total", SCORES)),
    ),
]
# fmt: on
