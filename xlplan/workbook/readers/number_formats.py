"""How Excel displays a value: number format codes, read the way a British Excel reads them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import inf

from xlplan.workbook.grid import Value

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "£#,##0;-£#,##0",
    6: "£#,##0;-£#,##0",
    7: "£#,##0.00;-£#,##0.00",
    8: "£#,##0.00;-£#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-",
    42: "£#,##0;-£#,##0;£-",
    43: "#,##0.00;-#,##0.00;-",
    44: "£#,##0.00;-£#,##0.00;£-",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "dd/mm/yyyy"),
}
"""ECMA-376 18.8.30, with dates and money as they are in Britain. 27 to 36 and 50 to 58 are East Asian dates."""

_SYSTEM_LONG_DATE, _SYSTEM_TIME = "[$-F800]", "[$-F400]"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|_(?P<space>.)"
    r"|\*(?P<repeated>.)"
    r"|\[\$(?P<currency>[^\[\]\-]*)(?:-[^\[\]]*)?\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|(?P<bracket>\[[^\[\]]*\])"
    r"|(?P<general>General)"
    r"|(?P<half_day>AM/PM|A/P)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)"
    r"|(?P<number>[0#?][0#?,.]*|\.[0#?]+)"
    r"|(?P<exponent>E[+\-]0+)"
    r"|(?P<text>@)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)

_Token = tuple[str, str]
_LONGEST_CODE = 1000
"""Characters; Excel allows 255. What goes beyond is not looked at."""
_LARGEST_PLAIN = Decimal(10) ** 11
_ALL_DIGITS = Context(prec=10_000)
"""Enough for the largest number of a workbook with as many decimals and per cent signs as a code can hold."""
_SECONDS_A_DAY = 86400
# Not the calendar module's: those follow the machine's language.
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format code taken apart: its sections (positive; negative; zero; text), each a list of tokens."""

    code: str
    sections: tuple[tuple[_Token, ...], ...]

    is_date: bool = False
    """True when a number under this format is a date or a time."""
    is_elapsed: bool = False
    """True when it counts hours, minutes or seconds beyond a day: "[h]:mm"."""
    keeps_texts: bool = True
    """True when it shows a text as it is."""


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat:
    """The format that a code describes. A code that makes no sense is taken as General."""
    code = code[:_LONGEST_CODE]
    if _SYSTEM_LONG_DATE in code.upper():
        code = "dd mmmm yyyy"
    elif _SYSTEM_TIME in code.upper():
        code = "h:mm:ss"
    sections: list[tuple[_Token, ...]] = []
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(code or "General"):
        kind = str(match.lastgroup)
        if match[0] == ";":
            sections.append(_with_minutes(tokens))
            tokens = []
        else:
            tokens.append((kind, match[kind]))
    sections.append(_with_minutes(tokens))
    kinds = {kind for kind, _ in sections[0]}
    return NumberFormat(
        code,
        tuple(sections),
        is_date=bool(kinds & {"date", "minute", "elapsed", "half_day"}),
        is_elapsed="elapsed" in kinds,
        keeps_texts=_text(_ANY_TEXT, sections) == _ANY_TEXT,
    )


def _with_minutes(tokens: list[_Token]) -> tuple[_Token, ...]:
    """The tokens of a section, those dates that are minutes called so: an m after hours or before seconds."""
    out = list(tokens)
    moments = [place for place, (kind, _) in enumerate(tokens) if kind in ("date", "elapsed")]
    letters = ["", *(tokens[place][1][0].lower() for place in moments), ""]
    for number, place in enumerate(moments, 1):
        kind, token = tokens[place]
        is_short_m = kind == "date" and token.lower() in ("m", "mm")
        if is_short_m and (letters[number - 1] == "h" or letters[number + 1] == "s"):
            out[place] = ("minute", token)
    return tuple(out)


def displayed(value: Value, form: NumberFormat, serial: float | None = None) -> str:
    """The text that Excel displays for a value.

    Args:
        value: what the cell holds.
        form: the cell's number format.
        serial: for dates and times, the number in the file where it is known (times beyond a day need it).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value if form.keeps_texts else _text(value, form.sections)
    if isinstance(value, dt.date | dt.time):
        return _moment(value, form.sections[0] if form.is_date else None, serial)
    if form.is_date:  # A number that is no date: negative, or beyond the year 9999. Excel shows hashes.
        if form.is_elapsed and 0 <= value < inf:
            return _moment(_time_of_day(value), form.sections[0], float(value))
        return general(value)
    return general(value) if form.code == "General" else _number(value, form)


def general(value: float) -> str:
    """A number under the format General: at most eleven characters, very large and very small ones as 1.2E+20."""
    if isinstance(value, int) and abs(value) < _LARGEST_PLAIN:
        return str(value)
    number = Decimal(repr(value))
    if not number.is_finite():
        return "#NUM!"
    size = abs(number)
    if size and (size >= _LARGEST_PLAIN or size < Decimal("1E-9")):
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}"
    whole_digits = len(str(int(size)))
    shown = f"{_rounded(number, max(0, 10 - whole_digits)):f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown == "-0" else shown


_ANY_TEXT = "\0"
"""Stands for every text: no format holds it."""


def _text(value: str, sections: Sequence[tuple[_Token, ...]]) -> str:
    section = sections[-1]
    if not any(kind == "text" for kind, _ in section):
        # Only a fourth section without @ hides text; any other format leaves it as it is.
        return value if len(sections) < 4 else _literals(section)
    return "".join(value if kind == "text" else _literals(((kind, token),)) for kind, token in section)


def _literals(tokens: tuple[_Token, ...]) -> str:
    out = []
    for kind, token in tokens:
        if kind in ("quoted", "escaped", "currency", "other"):
            out.append(token)
        elif kind == "space":
            out.append(" ")
    return "".join(out)


def _number(value: float, form: NumberFormat) -> str:
    number = Decimal(repr(value))
    if not number.is_finite():
        return "#NUM!"
    count = len(form.sections)
    sign = ""
    if number < 0 and count > 1:
        section, number = form.sections[1], -number
    elif number == 0 and count > 2:
        section = form.sections[2]
    else:
        section = form.sections[0]
        if number < 0:
            sign, number = "-", -number
    digits = [token for kind, token in section if kind == "number"]
    kinds = {kind for kind, _ in section}
    if len(digits) > 1:
        # Fractions and telephone numbers have several groups of digits: rare in plans, shown as they are.
        return sign + general(float(number))
    if "text" in kinds or "general" in kinds:
        shown = general(float(number))
        return sign + "".join(
            shown if kind in ("text", "general") else _literals(((kind, token),)) for kind, token in section
        )
    if not digits:
        return sign + _literals(section)
    number *= 100 ** sum(1 for kind, token in section if kind == "other" and token == "%")
    out = []
    exponent = next((token for kind, token in section if kind == "exponent"), None)
    for kind, token in section:
        if kind == "number":
            out.append(_scientific(number, token, exponent) if exponent else _digits(number, token))
        else:
            out.append(_literals(((kind, token),)))
    shown = "".join(out)
    # A number that rounds to nothing loses its minus sign.
    return sign + shown if any(digit in "123456789" for digit in shown) else shown


def _digits(number: Decimal, pattern: str) -> str:
    # Each comma at the end divides by a thousand; one between the digits parts them.
    digits = pattern.rstrip(",")
    number /= 1000 ** (len(pattern) - len(digits))
    whole_pattern, point, decimals = digits.replace(",.", ".").partition(".")
    whole, _, fraction = f"{_rounded(number, len(decimals)):f}".partition(".")
    least = whole_pattern.count("0")
    whole = whole.lstrip("0").rjust(least, "0")
    if "," in whole_pattern and whole:
        whole = f"{int(whole):,}".rjust(len(whole), "0")
    required = len(decimals.rstrip("#?"))
    fraction = fraction[:required] + fraction[required:].rstrip("0")
    return whole + point + fraction


def _scientific(number: Decimal, pattern: str, exponent_pattern: str) -> str:
    decimals = len(pattern.partition(".")[2])
    mantissa, _, exponent = f"{number:.{decimals}E}".partition("E")
    sign = "-" if exponent.startswith("-") else "+" if exponent_pattern[1] == "+" else ""
    return f"{mantissa}E{sign}{exponent[1:].rjust(len(exponent_pattern) - 2, '0')}"


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_ALL_DIGITS)


@lru_cache(maxsize=4096)  # the dates of a plan are few, and are in many cells
def _moment(value: dt.date | dt.time, section: tuple[_Token, ...] | None, serial: float | None) -> str:
    if section is None:
        return plain_date(value)
    moment = _as_datetime(value)
    if not any(kind == "date" and "." in token for kind, token in section):
        # Excel rounds to the second before it takes a time apart; 10:29:59.9999 is 10:30.
        moment = (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    half_day = any(kind == "half_day" for kind, _ in section)
    if serial is None:
        serial = (moment.hour * 3600 + moment.minute * 60 + moment.second) / _SECONDS_A_DAY
    out = []
    for kind, token in section:
        if kind == "date":
            out.append(_date_token(token.lower(), moment, half_day))
        elif kind == "minute":
            out.append(f"{moment.minute:0{len(token)}}")
        elif kind == "elapsed":
            out.append(_elapsed(token.lower(), serial))
        elif kind == "half_day":
            out.append(("AM" if moment.hour < 12 else "PM")[: 2 if "m" in token.lower() else 1])
        elif kind == "number":
            out.append(token)
        else:
            out.append(_literals(((kind, token),)))
    return "".join(out)


def plain_date(value: dt.date | dt.time) -> str:
    """A date or a time without a format of its own: 01/12/2005, 01/12/2005 10:30, 10:30."""
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y %H:%M") if value.year >= 1000 else value.isoformat(" ", "minutes")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def _time_of_day(days: float) -> dt.time:
    seconds = round(days * _SECONDS_A_DAY) % _SECONDS_A_DAY
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _as_datetime(value: dt.date | dt.time) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.time):
        return dt.datetime(1900, 1, 1, value.hour, value.minute, value.second, value.microsecond)
    return dt.datetime(value.year, value.month, value.day)


def _date_token(token: str, moment: dt.datetime, half_day: bool) -> str:
    letter, width = token[0], len(token)
    if letter == "y":
        return f"{moment.year % 100:02}" if width <= 2 else f"{moment.year:04}"
    if letter == "d":
        if width <= 2:
            return f"{moment.day:0{width}}"
        name = _DAYS[moment.weekday()]
        return name[:3] if width == 3 else name
    if letter == "h":
        hour = (moment.hour + 11) % 12 + 1 if half_day else moment.hour
        return f"{hour:0{min(width, 2)}}"
    if letter == "s":
        whole, point, fraction = token.partition(".")
        digits = f"{moment.microsecond:06}"[: len(fraction)]
        return f"{moment.second:0{min(len(whole), 2)}}" + point + digits
    if width <= 2:
        return f"{moment.month:0{width}}"
    name = _MONTHS[moment.month - 1]
    return {3: name[:3], 5: name[0]}.get(width, name)


def _elapsed(token: str, serial: float) -> str:
    seconds = round(serial * _SECONDS_A_DAY)
    amount = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}[token[0]]
    return f"{amount:0{len(token)}}"
