"""What the command tells of a roster, ready for JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from members.models import Education, PoliticalStatus, Sex
from unionhub.spreadsheets.importing import Entry, outcomes

REPORTED = (
    "name",
    "sex",
    "id_number",
    "birth_date",
    "phone",
    "employer",
    "join_date",
    "education",
    "political_status",
    "is_migrant",
    "card_no",
)
_LABELLED = {"sex": Sex, "education": Education, "political_status": PoliticalStatus}


def report(lines: list[Entry]) -> dict[str, Any]:
    """What the command tells of a roster, ready for JSON."""
    counted = outcomes(lines)
    return {
        "rows": len(lines),
        **{name: counted[name] for name in ("new", "updated", "unchanged", "refused")},
        "accepted_rows": [
            {
                "sheet": entry.sheet,
                "row": entry.row,
                "values": {key: _reported(key, entry.values.get(key)) for key in REPORTED},
                "warnings": entry.warnings,
            }
            for entry in lines
            if not entry.problems
        ],
        "refused_rows": [
            {
                "sheet": entry.sheet,
                "row": entry.row,
                "problems": [asdict(problem) for problem in entry.problems],
            }
            for entry in lines
            if entry.problems
        ],
    }


def _reported(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if key in _LABELLED:
        return str(_LABELLED[key](value).label)
    return value.isoformat() if isinstance(value, date) else str(value)
