"""Load the whole demo into an empty database, all or nothing."""

from __future__ import annotations

from django.db import transaction

from reports.demo.honours import honour_and_collect
from reports.demo.offices import Account, open_county
from reports.demo.present import bring_to_today
from reports.demo.register import fill_register
from reports.demo.townships import LIAOHE, MAIXIN, open_invented
from reports.demo.xingfa import open_xingfa
from unionhub.models import Organisation, User
from unionhub.periods import today


class NotEmpty(Exception):
    """There are records already: the demo never mixes with a real office's."""


@transaction.atomic
def load() -> list[Account]:
    """The accounts with their one-time passwords, county first. Raises NotEmpty."""
    if Organisation.objects.exists() or User.objects.exists():
        raise NotEmpty
    county = open_county()
    xingfa = open_xingfa(county)
    offices = [county, xingfa, *(open_invented(county, plan) for plan in (MAIXIN, LIAOHE))]
    bring_to_today(xingfa, today())
    fill_register(xingfa, today())
    honour_and_collect(xingfa, today())
    return [account for office in offices for account in office.accounts]
