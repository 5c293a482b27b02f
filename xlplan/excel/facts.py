"""What was seen on a computer of all that lets a button work, before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from xlplan.excel.places import System

RegistryValue = int | str | bytes
Registry = Mapping[str, Mapping[str, RegistryValue]]
"""Key in full ("HKCU\\\\Software\\\\...") -> name in small letters -> value. A key that is not there is left out."""

Preferences = Mapping[str, object]
"""Settings of Office for Mac by their names."""

Build = Literal["absent", "damaged", "this version", "another"]
"""How the installed add-in compares with what this version builds."""


@dataclass(frozen=True, slots=True)
class InterpreterAnswer:
    """What the recorded interpreter said when it was asked for its versions."""

    xlplan: str = ""
    xlwings: str = ""
    problem: str = ""
    """Why it gave none: its last line of error, or that it took too long."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One computer, one user."""

    system: System
    addin: Path
    """Where the add-in should lie."""
    build: Build
    xlplan: str
    """The version that runs this check."""
    addin_xlwings: str = ""
    """The version of xlwings whose macros are in the installed add-in."""
    is_signed: bool = False
    is_from_internet: bool = False
    """Windows has marked the file as downloaded."""
    interpreter: str = ""
    """As recorded in the add-in."""
    answer: InterpreterAnswer | None = None
    """None when there is no such interpreter to ask."""
    registry: Registry = field(default_factory=dict)
    script: Path | None = None
    """Mac: where the script lies that starts Python."""
    script_is_right: bool | None = None
    """Mac: None when it is not there."""
    preferences: Preferences = field(default_factory=dict)
