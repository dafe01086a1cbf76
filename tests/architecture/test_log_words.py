"""Every deed in the log reads as words, on the log's own page and on a record's history."""

import ast

import pytest

from tests.architecture.source import python_files
from unionhub.trail import log_words


def verbs_written():
    """(file, verb) of every audit row written with its verb spelt out."""
    for path in python_files("actions/*.py", "views/session.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("audit."):
                for word in node.keywords:
                    if word.arg == "verb" and isinstance(word.value, ast.Constant):
                        yield path.name, word.value.value


WRITTEN = sorted(set(verbs_written()))


def test_there_are_deeds_to_look_at():
    assert len(WRITTEN) > 40


@pytest.mark.parametrize(("file", "verb"), WRITTEN)
def test_a_deed_has_words(file, verb):
    assert verb in log_words(), f"{file}: add {verb} to log_words of the app's config"
