"""The buttons as the ribbon's source declares them: their groups, labels and sentences, and the Sub behind each."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from macros.sources import RIBBON_MODULE, macro_text

RIBBON_SOURCE = "customUI.xml"
_NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"


@dataclass(frozen=True, slots=True)
class Button:
    """One button, in the ribbon and on the sheet."""

    group: str
    label: str
    says: str
    """What it does, in a sentence or two."""
    callback: str
    """What the ribbon calls: "XlplanRibbon.OnMergeReturns"."""

    @property
    def macro(self) -> str:
        """The Sub behind it: "MergeReturns"."""
        return self.callback.removeprefix(f"{RIBBON_MODULE}.On")


def ribbon_xml() -> bytes:
    """The ribbon's part in the add-in."""
    return macro_text(RIBBON_SOURCE).encode("utf-8")


def buttons() -> tuple[Button, ...]:
    """All buttons, in the ribbon's order."""
    return tuple(
        Button(
            group.attrib["label"],
            button.attrib["label"],
            button.attrib["supertip"],
            button.attrib["onAction"],
        )
        for group in ElementTree.fromstring(ribbon_xml()).iter(f"{_NAMESPACE}group")
        for button in group.iter(f"{_NAMESPACE}button")
    )
