"""manage.py figures."""

import json

import pytest
from django.core.management import CommandError, call_command

from reports.indicators import REGISTRY
from tests.factories.members import EmployerFactory, HeadCountFactory, PersonFactory, member_of
from tests.factories.reports import fund_of, paid_case

pytestmark = pytest.mark.django_db


def run(capsys, *more, organisation="XINGFA", period="2010H1"):
    call_command("figures", f"--organisation={organisation}", f"--period={period}", *more)
    return capsys.readouterr().out


def test_json_holds_every_indicator_in_the_agreed_shape(xingfa, capsys):
    HeadCountFactory(employer=EmployerFactory(organisation=xingfa), staff=3)
    member_of(xingfa)
    paid_case(PersonFactory(organisation=xingfa), fund_of(xingfa), amount="512.50")
    answer = json.loads(run(capsys, "--json"))
    assert [one["key"] for one in answer] == list(REGISTRY)
    found = {one["key"]: one for one in answer}
    assert found["aid.people"] == {
        "key": "aid.people",
        "label": "帮扶人数",
        "unit": "人",
        "value": 1,
        "rule": "期内得到帮扶的不同的人",
        "organisation": "XINGFA",
        "period": "2010H1",
    }
    assert found["aid.amount"]["value"] == "512.50"
    assert found["aid.goods"]["value"] == "0.00"
    assert found["members.rate"]["value"] == 33.3
    assert found["members.card_rate"]["value"] == 0.0


def test_a_missing_denominator_is_null(xingfa, capsys):
    found = {one["key"]: one["value"] for one in json.loads(run(capsys, "--json"))}
    assert found["members.rate"] is None
    assert found["members.total"] == 0


def test_the_table_names_unit_and_rule(xingfa, capsys):
    text = run(capsys)
    assert text.startswith("兴发乡工会　2010年上半年\n")
    assert "0.00 元　帮扶金额：发放减冲销" in text
    assert "— %　入会率" in text


def test_an_unknown_organisation_is_said(xingfa, capsys):
    with pytest.raises(CommandError, match="没有编码为“NOSUCH”的县、乡镇工会"):
        run(capsys, organisation="NOSUCH")


def test_an_unreadable_period_is_said(xingfa, capsys):
    with pytest.raises(CommandError, match="看不懂期间“2010X”"):
        run(capsys, period="2010X")
