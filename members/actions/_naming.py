"""The unit and the place a line of a roster names: on file, to be registered, or refused."""

from __future__ import annotations

from collections.abc import Iterator

from members.actions._planned import Planned
from members.actions._register import Register
from unionhub.spreadsheets.cells import fold

LISTED = 8  # names told where one is not known
NEW_NAMES = "请核对名称，或选择“新建表中没有登记的单位和村居”后重新检查"


def find_employer(one: Planned, register: Register, new_names: bool) -> None:
    name = one.entry.values.get("employer")
    if not name:
        return
    one.employer = register.employers.get(fold(name))
    if one.employer is None and new_names:
        one.new_employer = name
        one.entry.warnings.append(
            f"单位“{name}”没有登记，将新建（单位性质先记为“其他组织”，请随后补正）。"
        )
    elif one.employer is None:
        known = _listed(e.name for e in register.employers.values())
        one.entry.refuse(
            "工作单位", "employer_unknown", f"单位“{name}”没有登记：{NEW_NAMES}。{known}"
        )


def find_place(one: Planned, register: Register, new_names: bool) -> None:
    name = one.entry.values.get("place")
    if not name:
        return
    one.place = register.places.get(fold(name))
    if one.place is None and new_names:
        one.new_place = name
        one.entry.warnings.append(f"片区村居“{name}”没有登记，将新建。")
    elif one.place is None:
        known = _listed(p.name for p in register.places.values())
        one.entry.refuse(
            "片区村居", "place_unknown", f"片区村居“{name}”没有登记：{NEW_NAMES}。{known}"
        )


def _listed(names: Iterator[str]) -> str:
    """已登记的有：甲、乙… so that a slip of the pen is seen."""
    known = sorted(names)
    if not known:
        return ""
    more = "等" if len(known) > LISTED else ""
    return f"已登记的有：{'、'.join(known[:LISTED])}{more}。"
