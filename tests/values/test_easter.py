"""Easter, by which plans of schools and churches set their dates: a wrong one is wrong by a week, or by five."""

from __future__ import annotations

from xlplan.values.easter import easter

FROM_1960 = """
17/04 02/04 22/04 14/04 29/03 18/04 10/04 26/03 14/04 06/04 29/03 11/04 02/04 22/04 14/04 30/03
18/04 10/04 26/03 15/04 06/04 19/04 11/04 03/04 22/04 07/04 30/03 19/04 03/04 26/03 15/04 31/03
19/04 11/04 03/04 16/04 07/04 30/03 12/04 04/04 23/04 15/04 31/03 20/04 11/04 27/03 16/04 08/04
23/03 12/04 04/04 24/04 08/04 31/03 20/04 05/04 27/03 16/04 01/04 21/04 12/04 04/04 17/04 09/04
31/03 20/04 05/04 28/03 16/04 01/04 21/04 13/04 28/03 17/04 09/04 25/03 13/04 05/04 25/04 10/04
01/04 21/04 06/04 29/03 17/04 09/04 25/03 14/04 05/04 18/04 10/04 02/04 21/04 06/04 29/03 18/04
"""
"""Day and month of Easter Sunday, year by year, as church calendars have them."""


def test_easter_is_on_its_sunday_in_every_year() -> None:
    known = FROM_1960.split()
    assert [f"{easter(year):%d/%m}" for year in range(1960, 1960 + len(known))] == known
    assert all(easter(year).isoweekday() == 7 for year in range(1600, 2600))
