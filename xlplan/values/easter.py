"""Easter, by which people date things and which moves from year to year."""

from __future__ import annotations

import datetime as dt


def easter(year: int) -> dt.date:
    """Easter Sunday of a year of the Gregorian calendar.

    >>> easter(2027), easter(2038)
    (datetime.date(2027, 3, 28), datetime.date(2038, 4, 25))
    """
    # the anonymous Gregorian computus, as published in Nature in 1876 (Meeus/Jones/Butcher)
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, since_leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    four_years, rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * since_leap + 2 * four_years - epact - rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
