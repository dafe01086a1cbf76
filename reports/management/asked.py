"""What the commands of figures and papers share: whose and which period, and the file."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from unionhub.models import Organisation
from unionhub.periods import Period


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, metavar="编码", help="工会编码，如 XINGFA")
    parser.add_argument("--period", required=True, metavar="期间", help="如 2010H1")


def organisation_and_period(options: Mapping[str, Any]) -> tuple[Organisation, Period]:
    """What was asked for; raises CommandError with the words for whoever typed it.

    Only county and township keep records: of a union below them every figure would be zero.
    """
    code = options["organisation"]
    organisation = Organisation.objects.offices().filter(code=code).first()
    if organisation is None:
        raise CommandError(f"没有编码为“{code}”的县、乡镇工会。")
    try:
        return organisation, Period.parse(options["period"])
    except ValueError as error:
        raise CommandError(str(error)) from None


def put(content: bytes, path: Path) -> None:
    """Write a file in one move: what stood there before stays whole where this fails (OSError).

    A pipe or a device is written to as it is.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    place = path.resolve()
    part = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
