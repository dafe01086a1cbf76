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
MAKE_BUT = {
    "sqlite": (
        "CREATE TRIGGER {t}_no_update BEFORE UPDATE ON {t} WHEN NOT ({allowed}) "
        "BEGIN SELECT RAISE(ABORT, '{t} is append-only'); END",
        MAKE["sqlite"][1],
    ),
    "postgresql": (
        "CREATE FUNCTION {t}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION '{t} is append-only' USING ERRCODE = '23514'; END $$",
        *MAKE["postgresql"][1:],
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


def protect_but(table: str, column: str, when: str) -> migrations.RunPython:
    """Operation that makes ``table`` append-only but for one column; reversible.

    A row's ``column`` may change, and nothing else with it, ``when`` this SQL of OLD and NEW is
    true. A table that it names must be there whenever this one's rows change: whoever makes that
    table anew on SQLite releases this one first, or the database refuses the migration.
    """

    def forwards(_apps: Any, editor: Any) -> None:
        connection = editor.connection
        if connection.vendor == "sqlite":
            fields = connection.introspection.get_table_description(connection.cursor(), table)
            others = [field.name for field in fields if field.name != column]
            same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in others)
        else:
            same = f"to_jsonb(NEW) - '{column}' = to_jsonb(OLD) - '{column}'"
        _run(editor, table, MAKE_BUT, allowed=f"{same} AND ({when})")

    return migrations.RunPython(forwards, lambda apps, editor: _run(editor, table, DROP))


def release(table: str) -> migrations.RunPython:
    """Operation that lifts the protection while a migration changes the table's columns.

    SQLite makes such a table anew, which would lose it silently; protect it again afterwards.
    """
    return migrations.RunPython(
        lambda apps, editor: _run(editor, table, DROP),
        lambda apps, editor: _run(editor, table, MAKE),
    )


def _run(editor: Any, table: str, statements: dict[str, tuple[str, ...]], **more: str) -> None:
    with editor.connection.cursor() as cursor:
        for statement in statements[editor.connection.vendor]:
            cursor.execute(statement.format(t=table, **more))
