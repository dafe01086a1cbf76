"""Publicity: the slogans a summary quotes, and what carried them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from activities.actions import publicity
from activities.models import PublicityItem
from tests.factories.activities import PublicityItemFactory
from tests.factories.kernel import scope_of
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.changes import StaleEdit
from unionhub.models import AuditEvent
from unionhub.periods import today

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("activities:publicity"), reverse("activities:publicity_add")
SLOGAN = {"kind": "slogan", "text": "你我互助携手健康", "on": "2010-03-01"}


@pytest.fixture
def item(xingfa):
    return PublicityItemFactory(organisation=xingfa, text="医疗互助连你我人间真爱显真情")


def address(item, what="publicity_item"):
    return reverse(f"activities:{what}", args=[item.pk])


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("cashier", 403)])
@pytest.mark.parametrize("what", ["publicity_item", "publicity_change"])
def test_three_people_at_every_page(client, request, item, what, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(address(item, what)).status_code == status


def test_the_county_sees_it_without_buttons(client, county_officer, kailu, item):
    page = sign_in(client, county_officer).get(address(item))
    assert address(item, "publicity_change") not in page.content.decode()
    sign_in(client, scope_of(kailu, "clerk"))
    assert client.get(address(item, "publicity_change")).status_code == 403


def test_a_slogan_is_entered_as_it_reads(client, clerk):
    answer = sign_in(client, clerk).post(ADD, SLOGAN)
    made = PublicityItem.objects.get()
    assert (answer.url, made.text) == (made.get_absolute_url(), "你我互助携手健康")
    assert AuditEvent.objects.filter(verb="publicity.add").count() == 1


def test_entering_one_after_another(client, clerk):
    assert sign_in(client, clerk).post(ADD, {**SLOGAN, "again": "1"}).url == ADD


def test_nothing_is_entered_before_it_was_done(client, clerk):
    answer = sign_in(client, clerk).post(ADD, {**SLOGAN, "on": str(today() + timedelta(1))})
    assert list(answer.context["form"].errors) == ["on"]


def test_correcting(client, clerk, item):
    answers = {**SLOGAN, "channel": "入户宣传", "version": "0"}
    sign_in(client, clerk).post(address(item, "publicity_change"), answers)
    item.refresh_from_db()
    assert (item.text, item.channel) == ("你我互助携手健康", "入户宣传")


def test_a_correction_of_an_old_page_is_refused(clerk, item):
    publicity.change(item=item, by=clerk, channel="广播")
    with pytest.raises(StaleEdit):
        publicity.change(item=item, by=clerk, version=0, channel="横幅")


def test_a_correction_into_the_future_is_refused(clerk, item):
    with pytest.raises(ValidationError):
        publicity.change(item=item, by=clerk, on=today() + timedelta(1))


def test_a_contact_enters_none(client, xingfa, tiezhu):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    assert "登记宣传" not in words_of(sign_in(client, contact).get(LIST)).replace(
        "还没有登记宣传", ""
    )
    with pytest.raises(PermissionDenied):
        publicity.add(by=contact, kind="slogan", text="工会是我家")


def test_the_list_is_filtered_by_kind_and_days(client, clerk, xingfa, item):
    PublicityItemFactory(organisation=xingfa, kind="banner")
    sign_in(client, clerk)
    assert "共 1 条" in words_of(client.get(LIST, {"kind": "slogan"}))
    assert "共 2 条" in words_of(client.get(LIST, {"on_after": "2010-03-01"}))
    assert "共 0 条" in words_of(client.get(LIST, {"on_after": "2010-03-02"}))


def test_the_list_asks_as_often_for_ten(client, clerk, xingfa, item):
    sign_in(client, clerk)
    more = lambda: PublicityItemFactory.create_batch(9, organisation=xingfa)  # noqa: E731
    assert_same_queries(client, LIST, more)
