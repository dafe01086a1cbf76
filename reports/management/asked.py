"""What the commands of figures and papers ask: an organisation and a period."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from unionhub.models import Organisation
from unionhub.periods import Period


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, metavar="编码", help="工会编码，如 XINGFA")
    parser.add_argument("--period", required=True, metavar="期间", help="如 2010H1")


def organisation_and_period(
    options: Mapping[str, Any], *, offices_only: bool = False
) -> tuple[Organisation, Period]:
    """What was asked for; raises CommandError with the words for whoever typed it."""
    code = options["organisation"]
    rows = Organisation.objects.offices() if offices_only else Organisation.objects.all()
    organisation = rows.filter(code=code).first()
    if organisation is None:
        kinds = "县、乡镇工会" if offices_only else "工会"
        raise CommandError(f"没有编码为“{code}”的{kinds}。")
    try:
        return organisation, Period.parse(options["period"])
    except ValueError as error:
        raise CommandError(str(error)) from None
