"""The table dues are entered in, and the lists of who has paid how far."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members.listings import dues_position
from members.models import Dues, Membership, Person, Retention
from members.rules.dues import months_of
from tests.factories.kernel import PlaceFactory, below
from tests.factories.members import EmployerFactory, MembershipFactory, PersonFactory, member_of
from tests.helpers import assert_same_queries, sign_in, words_of
from tests.members.test_dues import APRIL, JUNE, MARCH, MAY, record, unit_pays
from unionhub.periods import today

JAN = date(2010, 1, 1)
HALF = {"from_month": "2010-01", "to_month": "2010-06"}


@pytest.fixture
def union(xingfa):
    return below(xingfa, "XFZC", "砖厂工会", "enterprise")


@pytest.fixture
def three(xingfa, union):
    return [member_of(union, office=xingfa, name=name) for name in ("安一", "包二", "曹三")]


def entry(union, first="2010-03", last="2010-04", **more):
    asked = {"union": union.pk, "from_month": first, "to_month": last, **more}
    return f"{reverse('members:dues_enter')}?" + "&".join(f"{k}={v}" for k, v in asked.items())


def typed(**cells):
    return {"paid_on": "2010-06-20", "voucher": "记9", "save": "1", **cells}


# --- entering ----------------------------------------------------------------------------------
def test_whose_dues_is_asked_first(client, cashier, union):
    client = sign_in(client, cashier)
    assert "列出会员" in words_of(client.get(reverse("members:dues_enter")))
    answer = client.get(reverse("members:dues_enter"), {"from_month": "2010-03"})
    assert answer.status_code == 422


def test_only_filled_rows_are_entered(client, cashier, union, three):
    client = sign_in(client, cashier)
    cells = {f"base_{p.pk}": "3000" for p in three} | {f"amount_{three[1].pk}": "30"}
    answer = client.post(entry(union), typed(**cells))
    assert answer.status_code == 302
    row = Dues.objects.get()
    assert (row.person, row.base, row.due, row.amount) == (three[1], 3000, 30, 30)
    assert (row.voucher, row.union) == ("记9", union)
    page = client.get(answer.url)
    states = [line.get("shut") for line in page.context["rows"]]
    assert states == [None, "已缴", None]


def test_nothing_filled_says_so(client, cashier, union, three):
    answer = sign_in(client, cashier).post(entry(union), typed())
    assert answer.status_code == 422
    assert "至少填写一行" in words_of(answer)


def test_one_wrong_row_keeps_all_of_them_out_and_says_it_beside_the_row(
    client, cashier, union, three
):
    record(three[0], cashier, APRIL, APRIL)
    cells = {f"amount_{p.pk}": "30" for p in three}
    answer = sign_in(client, cashier).post(entry(union), typed(**cells))
    assert answer.status_code == 422
    assert Dues.objects.count() == 1
    first, *others = answer.context["rows"]
    assert "2010年4月的会费已缴过" in first["amount"].errors[0]
    assert all(not row["amount"].errors for row in others)
    assert others[0]["amount"].value() == "30"


def test_the_dues_are_filled_in_without_saving(client, cashier, union, three):
    cells = {
        f"base_{three[0].pk}": "3333",
        f"base_{three[1].pk}": "3000",
        f"amount_{three[1].pk}": "5",
        "fill": "1",
    }
    answer = sign_in(client, cashier).post(entry(union), typed(**cells))
    assert answer.status_code == 200
    assert [row["amount"].value() or "" for row in answer.context["rows"]] == ["33.34", "5", ""]
    assert not Dues.objects.exists()


def test_the_last_wage_stands_in_the_row(client, cashier, union, three):
    record(three[0], cashier, MARCH, MARCH, amount="16.67", base="3333")
    page = sign_in(client, cashier).get(entry(union, "2010-04", "2010-05"))
    first = page.context["rows"][0]
    assert (first["base"].value(), first["due"]) == (Decimal(3333), Decimal("33.34"))


def test_who_is_at_rest_has_no_cells(client, cashier, union, three):
    spell = Membership.objects.get(person=three[2])
    Retention.objects.create(membership=spell, from_on=MARCH)
    page = sign_in(client, cashier).get(entry(union))
    assert [row.get("shut") for row in page.context["rows"]] == [None, None, "免缴或不在会"]


def test_members_of_a_unit(client, clerk, xingfa, union, three):
    unit = EmployerFactory(organisation=xingfa)
    three[1].employer = unit
    three[1].save()
    address = reverse("members:dues_enter")
    asked = {"employer": unit.pk, "from_month": "2010-03", "to_month": "2010-03"}
    page = sign_in(client, clerk).get(address, asked)
    assert [row["person"] for row in page.context["rows"]] == [three[1]]


def test_the_neighbours_union_cannot_be_chosen(client, neighbour, union, three):
    assert sign_in(client, neighbour).get(entry(union)).status_code == 422


def test_one_member_and_one_unit_by_their_forms(client, cashier, xingfa, union, three):
    unit = EmployerFactory(organisation=xingfa, union=union)
    client = sign_in(client, cashier)
    stretch = {"from_month": "2010年3月", "to_month": "2010.4", "paid_on": "2010-06-20"}
    client.post(
        reverse("members:dues_add", args=[three[0].pk]), {**stretch, "base": "3000", "amount": "30"}
    )
    answer = client.post(
        reverse("members:dues_add_unit", args=[unit.pk]),
        {**stretch, "kind": "unit", "base": "10000", "amount": "400"},
    )
    assert answer.url == reverse("members:dues_of_employer", args=[unit.pk])
    assert [(d.amount, d.own, d.upper) for d in Dues.objects.order_by("pk")] == [
        (30, 30, 0),
        (400, 240, 160),
    ]


def test_a_payment_is_taken_back_on_its_page(client, cashier, three):
    row = record(three[0], cashier)
    client = sign_in(client, cashier)
    client.post(reverse("members:dues_reverse", args=[row.pk]), {"reason": "记错人"})
    page = words_of(client.get(row.get_absolute_url()))
    assert "已冲销" in page
    tab = words_of(client.get(reverse("members:dues_of_person", args=[three[0].pk])))
    assert "共 0.00 元" in tab


# --- lists -------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.database
class TestPosition:
    def position(self, union=None, first=JAN, last=JUNE):
        rows = dues_position.people(Person.objects.order_by("name"), first, last, union)
        return {p.name: p for p in rows}

    def test_months_are_owed_as_the_rule_says(self, xingfa):
        """Against a plain reading of the rule, for every way a spell and a rest can lie."""
        days = [None, JAN, date(2010, 2, 10), MARCH, date(2010, 4, 30), MAY, date(2010, 7, 1)]
        expected = {}
        for n, joined in enumerate(days[1:]):
            for m, left in enumerate([None, *days[n + 2 :]]):
                for k, rest in enumerate([*days[2:6], None]):
                    person = PersonFactory(organisation=xingfa, name=f"会员{n}{m}{k}")
                    why = {"left_reason": "失业"} if left else {}
                    spell = MembershipFactory(person=person, joined_on=joined, left_on=left, **why)
                    if rest:
                        Retention.objects.create(membership=spell, from_on=rest, until_on=MAY)
                    expected[person.name] = sum(
                        joined <= month
                        and (left is None or month < left)
                        and not (rest is not None and rest <= month < MAY)
                        for month in months_of(JAN, JUNE)
                    )
        found = {name: p.owed for name, p in self.position().items()}
        assert found == {name: expected[name] for name in found}
        assert all(not expected[name] for name in expected.keys() - found.keys())

    def test_missing_months_at_the_last_monthly_dues(self, cashier, three):
        record(three[0], cashier, MARCH, APRIL, amount="33.34", base="3333")
        record(three[1], cashier, MARCH, JUNE, amount="50", base="3000")
        found = self.position()
        paid, short, none = (found[name] for name in ("安一", "包二", "曹三"))
        assert (paid.owed, paid.missing, paid.due, paid.paid, paid.unpaid) == (
            4, 2, Decimal("66.68"), Decimal("33.34"), Decimal("33.34"),
        )  # fmt: skip
        assert (short.missing, short.due, short.unpaid) == (0, 60, 10)
        assert (none.missing, none.due, none.unpaid) == (4, 0, 0)

    def test_a_payment_counts_where_its_first_month_lies(self, cashier, three):
        record(three[0], cashier, MARCH, JUNE, amount="60")
        assert self.position(first=APRIL)["安一"].paid == 0
        assert self.position(first=APRIL)["安一"].missing == 0
        assert self.position(last=MARCH)["安一"].paid == 60

    def test_of_one_union_only_what_belongs_to_it(self, cashier, xingfa, union, three):
        spell = Membership.objects.get(person=three[0])
        record(three[0], cashier, MARCH, MARCH)
        spell.left_on, spell.left_reason, spell.end_kind = APRIL, "调离", "out"
        spell.save()
        MembershipFactory(person=three[0], union=xingfa, joined_on=APRIL)
        record(three[0], cashier, APRIL, APRIL, amount="16")
        here, there = self.position(union)["安一"], self.position(xingfa)["安一"]
        assert (here.owed, here.paid, there.owed, there.paid) == (1, 15, 3, 16)
        both = self.position()["安一"]
        assert (both.owed, both.paid, both.missing) == (4, 31, 2)

    def test_units_and_unions(self, cashier, xingfa, union, three):
        unit = EmployerFactory(organisation=xingfa, union=union)
        unit_pays(unit, cashier, MARCH, APRIL, amount="300.01")
        record(three[0], cashier, MARCH, JUNE, amount="60")
        row = dues_position.units(type(unit).objects.all(), JAN, JUNE).get()
        assert (row.missing, row.due, row.paid, row.unpaid) == (
            4, 400, Decimal("300.01"), Decimal("99.99"),
        )  # fmt: skip
        assert row.own + row.upper == row.paid
        one = dues_position.unions(type(union).objects.filter(pk=union.pk), JAN, JUNE).get()
        assert (one.missing, one.member_paid, one.unit_due, one.unit_unpaid) == (
            8, 60, 400, Decimal("99.99"),
        )  # fmt: skip


def sums_of(page):
    return {
        one["column"].label: one["value"] for one in page.context["totals"] if one["column"].total
    }


@pytest.mark.django_db
@pytest.mark.database
def test_totals_are_the_sums_of_the_rows(client, cashier, xingfa, three):
    for number, person in enumerate(three):
        base = Decimal("3333.33") * (number + 1)
        record(person, cashier, MARCH, APRIL, amount=f"{33 * number + 1}.07", base=str(base))
    back = record(three[0], cashier, MAY, MAY, amount="0.01")
    client = sign_in(client, cashier)
    client.post(reverse("members:dues_reverse", args=[back.pk]), {"reason": "记错"})
    unit_pays(EmployerFactory(organisation=xingfa, union=xingfa), cashier, amount="199.99")
    for where, columns in (
        (
            "dues_of_members",
            {"应缴": "due", "实缴": "paid", "欠缴": "unpaid", "欠缴月数": "missing"},
        ),
        ("dues_arrears", {"应缴": "due", "欠缴": "unpaid"}),
        ("dues_units", {"应缴": "due", "实缴": "paid", "本级留成": "own", "上缴": "upper"}),
        ("dues_unions", {"会费实缴": "member_paid", "拨缴实缴": "unit_paid"}),
        ("dues", {"应缴": "due", "实缴": "amount", "本级留成": "own", "上缴": "upper"}),
    ):
        asked = {} if where == "dues" else HALF
        page = client.get(reverse(f"members:{where}"), asked)
        sums, rows = sums_of(page), list(page.context["page"])
        assert rows, where
        for label, name in columns.items():
            assert sums[label] == sum(getattr(row, name) or 0 for row in rows), (where, label)


def test_the_list_of_arrears_names_who_still_owes(client, cashier, three):
    record(three[0], cashier, MARCH, JUNE, amount="60")
    record(three[1], cashier, MARCH, JUNE, amount="59")
    page = sign_in(client, cashier).get(reverse("members:dues_arrears"), HALF)
    assert [person.name for person in page.context["page"]] == ["包二", "曹三"]


def test_a_union_shows_its_own_members(client, cashier, xingfa, union, three):
    member_of(xingfa, name="别会")
    page = sign_in(client, cashier).get(reverse("members:dues_of_union", args=[union.pk]), HALF)
    assert [person.name for person in page.context["page"]] == ["安一", "包二", "曹三"]
    assert "砖厂工会会费缴纳情况" in words_of(page)


def test_lists_are_narrowed(client, cashier, xingfa, union, three, tiezhu):
    three[0].place = PlaceFactory(organisation=xingfa)
    three[0].save()
    unit = EmployerFactory(organisation=xingfa, union=None, name="独行店")
    client = sign_in(client, cashier)
    people = reverse("members:dues_of_members")
    asked = {**HALF, "place": three[0].place.pk}
    assert len(client.get(people, asked).context["page"]) == 1
    assert len(client.get(people, {**HALF, "union": xingfa.pk}).context["page"]) == 0
    units = reverse("members:dues_units")
    assert list(client.get(units, {**HALF, "founded": "no"}).context["page"]) == [unit]
    assert list(client.get(units, {**HALF, "short": "no"}).context["page"]) == []


def test_months_that_cannot_be_read_narrow_nothing(client, cashier, three):
    page = sign_in(client, cashier).get(reverse("members:dues_of_members"), {"from_month": "甲"})
    assert page.status_code == 200
    assert "2026-03" in words_of(page)


@pytest.mark.parametrize(
    "where", ["dues", "dues_of_members", "dues_arrears", "dues_units", "dues_unions"]
)
def test_a_list_asks_as_often_for_ten_as_for_one(client, cashier, xingfa, where):
    def more(count=9):
        for _ in range(count):
            month = today().replace(day=1)
            record(member_of(xingfa), cashier, month, month, paid_on=today(), amount="9")
            unit = EmployerFactory(organisation=xingfa, union=xingfa)
            unit_pays(unit, cashier, month, month, paid_on=today(), amount="9")

    more(1)
    assert_same_queries(sign_in(client, cashier), reverse(f"members:{where}"), more)


def test_the_list_goes_out_masked_with_a_reason(client, cashier, three):
    client = sign_in(client, cashier)
    address = f"{reverse('members:dues_arrears')}?from_month=2010-01&to_month=2010-06"
    assert "请先填写" in words_of(client.post(address, {"do": "xlsx"}))
    answer = client.post(address, {"do": "xlsx", "reason": "催缴会费"})
    cells = [str(c.value) for row in load_workbook(BytesIO(answer.content)).active for c in row]
    assert "安一" in cells
    assert three[0].id_number not in cells
    assert any("填表人" in cell for cell in cells)
    paper = client.post(address, {"do": "print", "reason": "催缴会费"})
    assert paper.content.startswith(b"%PDF")
