"""Migration operation: the database itself refuses to change or delete rows of a table."""

from __future__ import annotations

from typing import Any

from django.db import migrations

MAKE = {
    "sqlite": (
        "CREATE TRIGGER {t}_no_update BEFORE UPDATE ON {t} "
        "BEGIN SELECT RAISE(ABORT, '{t} is append-only'); END",
        "CREATE TRIGGER {t}_no_delete BEFORE DELETE ON {t} "
        "BEGIN SELECT RAISE(ABORT, '{t} is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION {t}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '{t} is append-only' USING ERRCODE = '23514'; END $$",
        "CREATE TRIGGER {t}_no_change BEFORE UPDATE OR DELETE ON {t} "
        "FOR EACH ROW EXECUTE FUNCTION {t}_refuse()",
        "CREATE TRIGGER {t}_no_truncate BEFORE TRUNCATE ON {t} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {t}_refuse()",
    ),
}
DROP = {
    "sqlite": ("DROP TRIGGER {t}_no_update", "DROP TRIGGER {t}_no_delete"),
    "postgresql": ("DROP FUNCTION {t}_refuse() CASCADE",),
}


def protect(table: str) -> migrations.RunPython:
    """Operation that makes ``table`` append-only; reversible."""

    return migrations.RunPython(
        lambda apps, editor: _run(editor, table, MAKE),
        lambda apps, editor: _run(editor, table, DROP),
    )


def release(table: str) -> migrations.RunPython:
    """Operation that lifts the protection while a migration changes the table's columns.

    SQLite makes such a table anew, which would lose it silently; protect it again afterwards.
    """
    return migrations.RunPython(
        lambda apps, editor: _run(editor, table, DROP),
        lambda apps, editor: _run(editor, table, MAKE),
    )


def _run(editor: Any, table: str, statements: dict[str, tuple[str, ...]]) -> None:
    with editor.connection.cursor() as cursor:
        for statement in statements[editor.connection.vendor]:
            cursor.execute(statement.format(t=table))
