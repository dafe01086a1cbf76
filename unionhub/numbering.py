"""Numbers people quote: given out once, in order, under a lock."""

from __future__ import annotations

from unionhub.models import Organisation, Serial


def next_number(organisation: Organisation, mark: str, year: int) -> str:
    """The next number of a series, e.g. ``XINGFA-BF-2010-0007``.

    Call inside the transaction that stores it: a rolled-back deed then leaves no gap.
    """
    key = f"{organisation.code}-{mark}-{year}"
    Serial.objects.get_or_create(key=key)
    row = Serial.objects.select_for_update(of=("self",)).get(key=key)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{key}-{row.last:04}"
