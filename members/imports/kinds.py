"""The kinds of sheets this app takes in.

A new kind is added so:

1. ``members/imports/<noun>.py``: the columns (``unionhub.spreadsheets.columns.Column``), those of
   the template (``unionhub.spreadsheets.templates.Blank``), ``tidy`` where lines are to be looked
   over (two lines with one key), and one ``unionhub.sheets.SheetKind`` that names them. A column
   whose reader is ``cells.choice`` or ``cells.yes_no`` asks about words it does not know; ``days``
   and ``amounts`` of the kind name the keys whose values are no JSON.
2. ``members/actions/_<noun>.py``: ``plan``, which compares the entries with what is on file in
   few queries and writes nothing (``outcome``, ``changes``, ``problems``, ``warnings``,
   ``target_id`` of each entry; what it found out goes on its own dataclass with an ``entry``),
   and ``take``, which writes the good lines through ``unionhub.many``, their log included
   (``audit.record_many``, last of all), and sets ``target_id``.
3. A line in ``KINDS`` below. Pages, addresses (``/members/imports/<slug>/…``, named
   ``members:<slug>_import…``), the list of runs, the marked workbook and the template follow.
4. ``tests/trust/asking.py`` (``RECORDS``: a run of the kind) and the table of roles; a button on
   the noun's list: ``("导入", KIND.address("add"))``.
"""

from __future__ import annotations

from members.imports.people import ROSTER
from unionhub.sheets import SheetKind

KINDS: tuple[SheetKind, ...] = (ROSTER,)
