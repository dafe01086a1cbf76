"""One filter on every log line: no identity, phone or card numbers, no forged line breaks."""

from __future__ import annotations

import logging
import re

LONG_NUMBER = re.compile(r"\d{11,19}[0-9Xx]?")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_plain = logging.Formatter()


class NoSecrets(logging.Filter):
    """Blots out runs of 11 to 20 digits, in traces too, and keeps an event on its own line.

    Lines of a trace are indented, so that none of them can pass for an event of its own.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):
            text = str(record.msg)  # a mistake in a log call must not stop the work
        record.msg, record.args = CONTROL.sub(_visible, _blotted(text)), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _plain.formatException(record.exc_info)
        record.exc_text = _indented(record.exc_text)
        record.stack_info = _indented(record.stack_info)
        return True


def _blotted(text: str) -> str:
    return LONG_NUMBER.sub("***", text)


def _indented(trace: str | None) -> str | None:
    if not trace:
        return trace
    return "\n".join(f"    {CONTROL.sub(_visible, line)}" for line in _blotted(trace).split("\n"))


def _visible(control: re.Match[str]) -> str:
    return control[0].encode("unicode_escape").decode()
