"""Dues that came in: entering, refusing, taking back; who sees them; the rates behind them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from members.actions import dues, dues_rates
from members.models import Dues, DuesRate, Membership, Retention
from tests.factories.kernel import below, scope_of
from tests.factories.members import EmployerFactory, PersonFactory, member_of
from tests.helpers import race, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import today

JAN, FEB, MARCH, APRIL, MAY, JUNE = (date(2010, n, 1) for n in range(1, 7))
PAID_ON = date(2010, 6, 20)


@pytest.fixture
def member(xingfa):
    """A member since 1 March 2010."""
    return member_of(xingfa, name="孙立国")


@pytest.fixture
def unit(xingfa):
    union = below(xingfa, "XFZC", "砖厂工会", "enterprise")
    return EmployerFactory(organisation=xingfa, name="兴发砖瓦厂", union=union)


def record(person, by, first=MARCH, last=MARCH, amount="15", base="3000", **more):
    more.setdefault("paid_on", PAID_ON)
    row = dues.Paid(person, Decimal(amount), Decimal(base) if base else None)
    return dues.record_members(rows=[row], from_month=first, to_month=last, by=by, **more)[0]


def unit_pays(unit, by, first=MARCH, last=MARCH, amount="200", base="10000", **more):
    given = {"kind": "unit", "paid_on": PAID_ON, **more}
    return dues.record_unit(
        employer=unit,
        from_month=first,
        to_month=last,
        amount=Decimal(amount),
        base=Decimal(base) if base else None,
        by=by,
        **given,
    )


# --- who sees and enters -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("cashier", 200),
        ("chair", 200),
        ("county_officer", 200),
        ("neighbour", 404),
        ("admin", 403),
    ],
)
@pytest.mark.parametrize("where", ["dues_payment", "dues_of_person"])
def test_pages_of_a_members_dues(client, request, cashier, member, where, who, status):
    row = record(member, cashier)
    pk = row.pk if where == "dues_payment" else member.pk
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("cashier", 200),
        ("neighbour", 404),
        ("reviewer", 403),
        ("county_officer", 403),
    ],
)
@pytest.mark.parametrize("where", ["dues_reverse", "dues_add", "dues_add_unit"])
def test_forms_of_dues(client, request, cashier, member, unit, where, who, status):
    pk = {"dues_add": member.pk, "dues_add_unit": unit.pk}.get(where)
    pk = pk or record(member, cashier).pk
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


@pytest.mark.parametrize("where", ["dues_of_union", "dues_of_employer"])
@pytest.mark.parametrize(
    ("who", "status"), [("cashier", 200), ("county_officer", 200), ("neighbour", 404)]
)
def test_pages_of_a_union_and_a_unit(client, request, xingfa, unit, where, who, status):
    pk = xingfa.pk if where == "dues_of_union" else unit.pk
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


def test_an_auditor_reads_dues_and_sees_no_buttons(client, xingfa, cashier, member):
    row = record(member, cashier)
    page = sign_in(client, scope_of(xingfa, "auditor")).get(row.get_absolute_url())
    assert "孙立国" in words_of(page)
    assert reverse("members:dues_reverse", args=[row.pk]) not in page.content.decode()


def test_a_contact_has_nothing_to_do_with_dues(client, xingfa, tiezhu, member):
    sign_in(client, scope_of(xingfa, "contact", place=tiezhu))
    assert client.get(reverse("members:dues_of_person", args=[member.pk])).status_code == 403


def test_nobody_enters_dues_of_another_office(county_officer, neighbour, kailu, member):
    for by in (neighbour, scope_of(kailu, "clerk"), county_officer):
        with pytest.raises(PermissionDenied):
            record(member, by)


# --- members -----------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.database
class TestMembers:
    def test_dues_stay_with_the_basic_union_in_full(self, cashier, xingfa, member):
        row = record(member, cashier, MARCH, JUNE, amount="66.68", base="3333")
        assert (row.due, row.own, row.upper) == (Decimal("66.68"), row.amount, 0)
        assert (row.union, row.organisation, row.kind) == (xingfa, xingfa, "member")
        assert AuditEvent.objects.get().verb == "dues.record"

    def test_a_month_is_not_paid_twice(self, cashier, member):
        record(member, cashier, MARCH, APRIL)
        with pytest.raises(ValidationError, match="2010年4月的会费已缴过"):
            record(member, cashier, APRIL, MAY)
        record(member, cashier, MAY, MAY)
        assert Dues.objects.count() == 2

    def test_months_outside_the_spell_and_at_rest_are_refused(self, cashier, member):
        with pytest.raises(ValidationError, match="2010年1月至2月不在会"):
            record(member, cashier, JAN, MARCH)
        spell = Membership.objects.get()
        Retention.objects.create(membership=spell, from_on=date(2010, 4, 10), until_on=JUNE)
        with pytest.raises(ValidationError, match="2010年5月保留会籍，免缴会费"):
            record(member, cashier, APRIL, JUNE)
        record(member, cashier, APRIL, APRIL)
        record(member, cashier, JUNE, JUNE)

    def test_a_rest_ends_with_its_spell(self, cashier, member):
        spell = Membership.objects.get()
        Retention.objects.create(membership=spell, from_on=MARCH)
        spell.left_on, spell.left_reason, spell.end_kind = APRIL, "失业", "leave"
        spell.save()
        Membership.objects.create(
            person=member, organisation=spell.organisation, union=spell.union, joined_on=MAY
        )
        record(member, cashier, MAY, MAY)

    def test_all_rows_or_none_and_each_refusal_under_its_row(self, cashier, xingfa, member):
        second = member_of(xingfa, name="赵海")
        stranger = PersonFactory(organisation=xingfa, name="钱多")
        record(member, cashier)
        rows = [dues.Paid(p, Decimal(15)) for p in (member, second, stranger)]
        with pytest.raises(ValidationError) as refused:
            dues.record_members(
                rows=rows, from_month=MARCH, to_month=MARCH, paid_on=PAID_ON, by=cashier
            )
        assert set(refused.value.message_dict) == {
            f"amount_{member.pk}",
            f"amount_{stranger.pk}",
        }
        assert Dues.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"amount": "0"}, "应大于零"),
            ({"base": "-1"}, "工资基数应大于零"),
            ({"paid_on": today() + timedelta(days=1)}, "不能晚于今天"),
            ({"last": date(2011, 5, 1)}, "最多登记12个月"),
        ],
    )
    def test_sums_and_days_that_cannot_be(self, cashier, member, wrong, words):
        with pytest.raises(ValidationError, match=words):
            record(member, cashier, **wrong)

    def test_a_payment_is_taken_back_by_a_row_and_can_be_entered_anew(self, cashier, member):
        row = record(member, cashier)
        back = dues.reverse(dues=row, reason="记错人", by=cashier)
        assert (back.amount, back.own, back.due) == (-row.amount, -row.own, -row.due)
        assert (back.paid_on, back.from_month) == (row.paid_on, row.from_month)
        for one, words in ((row, "已经冲销过"), (back, "本身就是冲销")):
            with pytest.raises(ValidationError, match=words):
                dues.reverse(dues=one, reason="再冲", by=cashier)
        record(member, cashier)

    def test_rows_are_never_edited(self, cashier, member):
        row = record(member, cashier)
        for deed in (lambda: Dues.objects.update(voucher="1"), row.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()


# --- units -------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.database
class TestUnits:
    def test_two_percent_divided_sixty_to_forty(self, cashier, unit):
        row = unit_pays(unit, cashier, MARCH, MAY, amount="6000.01", base="100000.10")
        assert (row.due, row.own, row.upper) == (
            Decimal("6000.00"),
            Decimal("3600.01"),
            Decimal("2400.00"),
        )
        assert row.union == unit.union

    def test_the_short_rest_comes_later_as_one_more_row_of_the_same_months(self, cashier, unit):
        unit_pays(unit, cashier, amount="150")
        with pytest.raises(ValidationError, match=r"尚欠50\.00元，补缴不能多于尚欠"):
            unit_pays(unit, cashier, amount="50.01", base="")
        more = unit_pays(unit, cashier, amount="50", base="")
        assert (more.due, more.base) == (0, None)
        with pytest.raises(ValidationError, match="已缴足，不能重复登记"):
            unit_pays(unit, cashier, amount="1")

    def test_other_months_that_overlap_are_refused(self, cashier, unit):
        unit_pays(unit, cashier, MARCH, APRIL, amount="100")
        with pytest.raises(ValidationError, match="2010年3月至4月已登记过"):
            unit_pays(unit, cashier, APRIL, MAY)

    def test_the_first_payment_is_taken_back_after_what_stands_on_it(self, cashier, unit):
        first = unit_pays(unit, cashier, amount="150")
        later = unit_pays(unit, cashier, amount="50", base="")
        with pytest.raises(ValidationError, match="请先冲销补缴的"):
            dues.reverse(dues=first, reason="记错", by=cashier)
        dues.reverse(dues=later, reason="记错", by=cashier)
        dues.reverse(dues=first, reason="记错", by=cashier)

    def test_a_unit_without_a_wage_bill_is_asked_for_it(self, cashier, unit):
        with pytest.raises(ValidationError, match="请填写月工资总额"):
            unit_pays(unit, cashier, base="")

    def test_a_unit_without_a_union_pays_towards_one(self, cashier, xingfa, unit):
        alone = EmployerFactory(organisation=xingfa)
        row = unit_pays(alone, cashier, kind="preparatory")
        assert (row.own, row.upper, row.union) == (Decimal(120), Decimal(80), None)
        with pytest.raises(ValidationError, match="尚未建会"):
            unit_pays(alone, cashier, APRIL, APRIL)
        with pytest.raises(ValidationError, match="已建会"):
            unit_pays(unit, cashier, kind="preparatory")

    def test_before_its_union_was_founded_a_unit_pays_towards_one(self, cashier, unit):
        unit.union.opened_on = date(2010, 4, 10)
        unit.union.save()
        assert unit_pays(unit, cashier, kind="preparatory").kind == "preparatory"
        with pytest.raises(ValidationError, match="已建会"):
            unit_pays(unit, cashier, APRIL, APRIL, kind="preparatory")


# --- rates -------------------------------------------------------------------------------------
def rate(by, from_on=JAN, **values):
    given = {"member_rate": "0.5", "unit_rate": "2", "own_share": "60", **values}
    percents = {name: Decimal(number) for name, number in given.items()}
    return dues_rates.set_rate(by=by, from_on=from_on, **percents)


@pytest.mark.django_db
@pytest.mark.database
class TestRates:
    def test_the_nearest_office_that_set_one_by_then(self, kailu, xingfa, yongan, cashier):
        def own(office, day):
            return dues_rates.in_force(office, day).own_share

        assert own(xingfa, JAN) == 60
        rate(scope_of(kailu, "cashier"), FEB, own_share="55")
        rate(cashier, APRIL, own_share="70")
        found = [(own(xingfa, m), own(yongan, m)) for m in (JAN, FEB, MARCH, APRIL)]
        assert found == [(60, 60), (55, 55), (55, 55), (70, 55)]

    def test_rows_keep_the_shares_they_were_entered_with(self, cashier, unit):
        set_ = rate(cashier, own_share="55")
        row = unit_pays(unit, cashier)
        dues_rates.change_rate(rate=set_, by=cashier, own_share=Decimal(70))
        row.refresh_from_db()
        assert (row.own, unit_pays(unit, cashier, APRIL, APRIL).own) == (110, 140)

    def test_months_before_and_after_a_change_go_apart(self, cashier, unit):
        rate(cashier, MAY, own_share="55")
        with pytest.raises(ValidationError, match="2010-05-01起比例有变"):
            unit_pays(unit, cashier, APRIL, MAY)


def test_a_rate_is_set_on_its_page(client, cashier, kailu):
    client = sign_in(client, cashier)
    assert "法定" in words_of(client.get(reverse("members:dues_rates")))
    typed = {"from_on": "2010-01-01", "member_rate": "0.5", "unit_rate": "2", "own_share": "55"}
    client.post(reverse("members:dues_rate_add"), typed)
    made = DuesRate.objects.get()
    page = client.get(reverse("members:dues_rates"))
    assert "其中本级留成55%" in words_of(page)
    change = reverse("members:dues_rate_change", args=[made.pk])
    assert change in page.content.decode()
    client.post(change, {**typed, "own_share": "50", "version": 0})
    made.refresh_from_db()
    assert made.own_share == 50
    assert "已被他人修改" in words_of(client.post(change, {**typed, "version": 0}))


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("reviewer", 403)])
def test_the_form_of_a_rate(client, request, cashier, who, status):
    made = rate(cashier)
    sign_in(client, request.getfixturevalue(who))
    url = reverse("members:dues_rate_change", args=[made.pk])
    assert client.get(url).status_code == status


# --- two at once -------------------------------------------------------------------------------
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_same_member_enter_one_payment(xingfa, member):
    cashiers = [scope_of(xingfa, "cashier") for _ in range(4)]
    answers = race(*(lambda by=by: record(member, by) for by in cashiers))
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 3
    assert Dues.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_take_a_payment_back_take_it_back_once(xingfa, cashier, unit):
    row = unit_pays(unit, cashier)
    cashiers = [scope_of(xingfa, "cashier") for _ in range(4)]
    answers = race(*(lambda by=by: dues.reverse(dues=row, reason="记错", by=by) for by in cashiers))
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 3
    assert Dues.objects.filter(reverses=row).count() == 1
