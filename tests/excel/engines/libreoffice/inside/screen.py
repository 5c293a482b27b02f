"""What a person sees and does: message boxes, the place of a button on the screen, macros run by name."""

from __future__ import annotations

from typing import Any

import uno

from tests.excel.engines.libreoffice.inside.office import Office, Refused, operation, property_value

_PLACE_AND_SIZE = 15  # com.sun.star.awt.PosSize
_BY_VALUE = 3  # com.sun.star.view.DocumentZoomType


@operation
def alert(office: Office, title: str, prompt: str) -> None:
    """Show a message box with an OK button and wait until it is gone."""
    window = office.desktop.CurrentFrame.ContainerWindow
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
    window.Toolkit.createMessageBox(window, kind, 1, title, prompt).execute()


@operation
def libraries(office: Office, book: str) -> dict[str, list[str]]:
    """The Basic modules of a workbook, by library."""
    found = office.document(book).BasicLibraries
    for name in found.ElementNames:
        found.loadLibrary(name)
    return {name: list(found.getByName(name).ElementNames) for name in found.ElementNames}


@operation
def put_module(office: Office, book: str, library: str, module: str, source: str) -> None:
    """Put a Basic module into a workbook, in place of one of the same name."""
    found = office.document(book).BasicLibraries
    found.loadLibrary(library)
    modules = found.getByName(library)
    if modules.hasByName(module):
        modules.replaceByName(module, source)
    else:
        modules.insertByName(module, source)


@operation
def run_macro(office: Office, book: str, macro: str, with_object: bool) -> Any:
    """Call "Library.Module.Sub"; a ribbon callback does nothing unless an object comes as its argument."""
    document = office.document(book)
    script = document.getScriptProvider().getScript(
        f"vnd.sun.star.script:{macro}?language=Basic&location=document"
    )
    arguments = (document.CurrentController,) if with_object else ()
    result = script.invoke(arguments, (), ())[0]
    return result if isinstance(result, str | int | float | bool) else None


@operation
def button_place(office: Office, book: str, label: str) -> list[int]:
    """The middle of the button with this label, in pixels of the screen."""
    controller = office.document(book).CurrentController
    page = controller.ActiveSheet.DrawPage
    for number in range(page.Count):
        shape = page.getByIndex(number)
        model = getattr(shape, "Control", None)
        if model is not None and getattr(model, "Label", None) == label:
            context = controller.getControl(model).AccessibleContext
            corner, size = context.LocationOnScreen, context.Size
            if size.Width and size.Height:
                return [corner.X + size.Width // 2, corner.Y + size.Height // 2]
    raise Refused(f"there is no button {label!r} to be seen")


@operation
def tidy_window(office: Office, book: str, place: list[int], zoom: int) -> None:
    """A window for a picture: at [left, top, width, height], no toolbars, no sidebar, this zoom in per cent."""
    controller = office.document(book).CurrentController
    window = controller.Frame.ContainerWindow
    window.IsMaximized = False
    window.setPosSize(*place, _PLACE_AND_SIZE)
    layout = controller.Frame.LayoutManager
    for element in layout.Elements:
        if "/toolbar/" in element.ResourceURL:
            layout.hideElement(element.ResourceURL)
    dispatcher = office.service("com.sun.star.frame.DispatchHelper")
    hidden = (property_value("Sidebar", False),)
    dispatcher.executeDispatch(controller.Frame, ".uno:Sidebar", "", 0, hidden)
    controller.ZoomType, controller.ZoomValue = _BY_VALUE, zoom
