"""The demo is the source's own office: its figures come out of records, none is typed."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from reports.demo.people import Inventor
from reports.indicators import figures
from unionhub import audit
from unionhub.models import AuditEvent, Organisation, User
from unionhub.people import check_id
from unionhub.periods import Period

HALF = Period.parse("2010H1")


pytestmark = pytest.mark.django_db


def test_the_eight_figures_of_the_source_come_out_of_records(demo):
    xingfa = Organisation.objects.get(code="XINGFA")
    values = {key: one.value for key, one in figures(xingfa, HALF).items()}
    assert values["members.rate"] == Decimal("100.0")
    assert values["members.card_rate"] == Decimal("90.0")
    assert (values["aid.medical.people"], values["aid.medical.amount"]) == (2, Decimal("540.00"))
    assert (values["aid.education.people"], values["aid.education.amount"]) == (
        2,
        Decimal("340.00"),
    )
    assert (values["aid.elderly.people"], values["aid.elderly.amount"]) == (2, Decimal("624.00"))
    assert values["publicity.slogans"] == 3
    assert values["events.surveyed"] == values["members.total"] == 120


def test_the_county_is_the_sum_of_its_townships(demo):
    county = Organisation.objects.get(code="KAILU")
    townships = Organisation.objects.filter(kind="township")
    whole = figures(county, HALF)
    parts = [figures(one, HALF) for one in townships]
    assert len(parts) == 3
    for key in ("members.total", "staff.total", "aid.cases", "aid.amount", "events.total"):
        assert whole[key].value == sum(part[key].value for part in parts)


def test_every_deed_of_the_demo_stands_in_a_whole_chain(demo):
    assert AuditEvent.objects.count() > 500
    assert audit.broken_at() is None


def test_accounts_get_one_time_passwords_that_must_be_changed(demo):
    accounts = demo["accounts"]
    assert set(accounts[0]) == {"username", "password", "role", "organisation"}
    assert len({one["password"] for one in accounts}) == len(accounts)
    for one in accounts[:3]:
        user = User.objects.get(username=one["username"])
        assert user.check_password(one["password"])
        assert user.must_change_password


def test_the_address_is_where_the_server_will_listen(demo):
    assert demo["address"] == "http://127.0.0.1:8000/"


def test_a_database_that_is_not_empty_is_left_alone(demo):
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError, match="不是空的"):
        call_command("demo")
    call_command("demo", if_empty=True)
    assert AuditEvent.objects.count() == before


def test_invented_numbers_are_valid_and_belong_to_no_place():
    people = list(Inventor(11).people(200))
    assert len({one.id_number for one in people}) == 200
    for one in people:
        facts = check_id(one.id_number)
        assert (facts.birth_date, facts.sex) == (one.born, one.sex)
        assert one.id_number.startswith("1599")
    assert people == list(Inventor(11).people(200))
