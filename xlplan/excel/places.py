"""Where Excel looks for add-ins at its start, and for the script that starts Python: on Windows and on a Mac."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xlplan.errors import WrongUsage

System = Literal["windows", "mac"]

ADDIN = "xlplan.xlam"
BUTTONS = "xlplan-buttons.xlsm"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one user on one computer."""

    system: System
    startup: Path
    """Excel loads every add-in that lies here when it starts."""
    scripts: Path | None = None
    """The only scripts that Excel for Mac may start; None on Windows, where none is needed."""
    preferences: tuple[Path, ...] = ()
    """Where Office for Mac keeps its settings; what an organisation enforces comes first."""

    @property
    def addin(self) -> Path:
        """The add-in, once it is installed."""
        return self.startup / ADDIN


def places(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ, home: Path | None = None
) -> Places:
    """The places on this computer.

    Args:
        platform: as in `sys.platform`.
        environment: the environment variables.
        home: the user's home folder.

    Raises:
        WrongUsage: Excel does not run on this system.
    """
    home = home or Path.home()
    if platform == "win32":
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        return Places("windows", roaming / "Microsoft" / "Excel" / "XLSTART")
    if platform == "darwin":
        library = home / "Library"
        office = library / "Group Containers" / "UBF8T346G9.Office"
        managed = Path("/Library/Managed Preferences")
        settings = "com.microsoft.office.plist"
        return Places(
            "mac",
            office / "User Content.localized" / "Startup.localized" / "Excel",
            library / "Application Scripts" / "com.microsoft.Excel",
            (managed / home.name / settings, managed / settings, library / "Preferences" / settings),
        )
    raise WrongUsage(
        "Excel is on Windows and macOS only, so there is nothing here to install into",
        "The commands do all that the buttons do",
    )
