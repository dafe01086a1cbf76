"""Log lines name no one and stay on their line."""

from __future__ import annotations

import logging
import logging.config
from copy import deepcopy
from io import StringIO

import pytest
from django.conf import settings

from unionhub.logs import NoSecrets


def filtered(message, *arguments):
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, arguments, None)
    assert NoSecrets().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    "secret",
    [
        "110101199003070370",
        "11010119900307037X",
        "110101900307037",
        "13804751234",
        "6222020200112233445",
        "6222020200112233",
    ],
)
def test_long_numbers_are_blotted_out(secret):
    assert filtered(f"bad value {secret}!") == "bad value ***!"
    assert filtered("bad value %s", secret) == "bad value ***"
    assert filtered(f"中文{secret}中文") == "中文***中文"


@pytest.mark.parametrize("harmless", ["2010-06-30 12:00", "XINGFA-BF-2010-0007", "1234567890"])
def test_short_numbers_stay(harmless):
    assert filtered("%s", harmless) == harmless


def test_a_forged_line_stays_within_its_own():
    assert filtered("no such page: %s", "/x\r\n2010 INFO admin logged in") == (
        "no such page: /x\\r\\n2010 INFO admin logged in"
    )


@pytest.mark.parametrize("breaker", ["\x0b", "\x0c", "\x1b[2J", "\x85", "\u2028", "\u2029", "\x00"])
def test_other_line_breaks_and_terminal_codes_are_shown_not_obeyed(breaker):
    assert breaker[0] not in filtered(f"a{breaker}b")


def test_a_message_with_wrong_arguments_does_not_stop_the_work():
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%d", ("11010119900307037X",), None)
    assert NoSecrets().filter(record)
    assert "11010119900307037X" not in record.getMessage()


def written(deed):
    """What a deed on a logger writes through the handler that the settings declare."""
    config = deepcopy(settings.LOGGING)  # configuring takes parts out of it
    configurator = logging.config.DictConfigurator(config)
    declared = config["handlers"]["console"]
    out = StringIO()
    handler = logging.StreamHandler(out)
    for name in declared["filters"]:
        handler.addFilter(configurator.configure_filter(config["filters"][name]))
    form = config["formatters"][declared["formatter"]]
    handler.setFormatter(configurator.configure_formatter(form))
    log = logging.Logger("test")
    log.addHandler(handler)
    deed(log)
    return out.getvalue()


def fail(log):
    try:
        raise ValueError("no person has 11010119900307037X\n2010 INFO admin logged in")
    except ValueError:
        log.exception("could not save %s", "11010119900307037X", stack_info=True)


def test_the_trace_of_an_error_is_blotted_out_and_indented():
    lines = written(fail).splitlines()
    assert "could not save ***" in lines[0]
    assert "    ValueError: no person has ***" in lines
    assert "11010119900307037X" not in "".join(lines)
    assert all(line.startswith("    ") for line in lines[1:])


def test_two_handlers_write_the_same_record_alike():
    def twice(log):
        log.handlers *= 2
        fail(log)

    assert "11010119900307037X" not in written(twice)


def test_every_handler_has_the_filter():
    for handler in settings.LOGGING["handlers"].values():
        assert "no_secrets" in handler["filters"]
