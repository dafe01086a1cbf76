"""Honours of people, teams and unions, and the allowances that go with them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from members.actions import allowances, honours
from members.models import Allowance, Honour
from tests.factories.kernel import PlaceFactory, below, scope_of
from tests.factories.members import EmployerFactory, HonourFactory, PersonFactory
from tests.helpers import assert_same_queries, race, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import today

GRANTED = date(2009, 5, 1)
PAID_ON = date(2010, 12, 20)


@pytest.fixture
def worker(xingfa, tiezhu):
    return PersonFactory(organisation=xingfa, name="孙立国", place=tiezhu)


@pytest.fixture
def honour(worker):
    return HonourFactory(person=worker)


def facts(**values):
    return {
        "kind": "model_worker",
        "name": "通辽市劳动模范",
        "level": "city",
        "granted_on": "2009-05-01",
        "granted_by": "通辽市总工会",
        "paper": "",
        "allowance": "1200",
        **values,
    }


def pay(honour, by, amount="1200", year=2010, **more):
    more.setdefault("on", PAID_ON)
    return allowances.pay(honour=honour, year=year, amount=Decimal(amount), by=by, **more)


# --- who sees and keeps ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("county_officer", 200), ("neighbour", 404), ("cashier", 403)],
)
@pytest.mark.parametrize("where", ["honour", "honours_of_person"])
def test_pages_of_an_honour(client, request, honour, who, status, where):
    pk = honour.pk if where == "honour" else honour.person_id
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


@pytest.mark.parametrize(
    "where",
    ["honour_change", "honour_revoke", "honour_attach", "allowance_pay", "allowance_reverse"],
)
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("neighbour", 404), ("reviewer", 403), ("county_officer", 403)],
)
def test_forms_of_an_honour(client, request, clerk, honour, where, who, status):
    pk = pay(honour, clerk).pk if where == "allowance_reverse" else honour.pk
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


def test_the_county_sees_no_button_of_a_townships_honour(client, county_officer, honour):
    page = words_of(sign_in(client, county_officer).get(honour.get_absolute_url()))
    assert "孙立国" in page
    assert "发放津贴" not in page


def test_a_contact_sees_honours_of_the_place_and_keeps_none(client, xingfa, tiezhu, honour):
    far = PersonFactory(organisation=xingfa, place=PlaceFactory(organisation=xingfa))
    other = HonourFactory(person=far)
    contact = scope_of(xingfa, "contact", place=tiezhu)
    sign_in(client, contact)
    assert client.get(honour.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("members:honour_add")).status_code == 403
    with pytest.raises(PermissionDenied):
        pay(honour, contact)


# --- entering, correcting, taking back ---------------------------------------------------------
def test_an_honour_of_a_person_found_first(client, clerk, worker):
    client = sign_in(client, clerk)
    found = client.post(reverse("members:honour_find"), {"find": "孙立国"})
    address = f"{reverse('members:honour_add')}?person={worker.pk}"
    assert address in found.content.decode()
    answer = client.post(address, {"person": worker.pk, **facts()})
    made = Honour.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.holder, made.person, made.allowance) == ("person", worker, Decimal(1200))
    assert AuditEvent.objects.get().verb == "honour.register"


def test_a_person_of_the_neighbour_is_not_there(client, neighbour, worker):
    address = f"{reverse('members:honour_add')}?person={worker.pk}"
    assert sign_in(client, neighbour).get(address).status_code == 404


def test_an_honour_of_a_team(client, clerk, xingfa):
    unit = EmployerFactory(organisation=xingfa)
    typed = facts(holder="team", team="熔制二班", employer=unit.pk, allowance="", kind="pioneer")
    sign_in(client, clerk).post(reverse("members:honour_add"), typed)
    made = Honour.objects.get()
    assert (made.holder_name, made.unit, made.allowance) == ("熔制二班", unit, None)


def test_an_honour_of_a_union_of_the_office(client, clerk, xingfa):
    union = below(xingfa, "XFZC", "砖厂工会", "enterprise")
    typed = facts(holder="union", team="写错", union=union.pk, allowance="")
    sign_in(client, clerk).post(reverse("members:honour_add"), typed)
    assert str(Honour.objects.get()) == "砖厂工会 通辽市劳动模范"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"holder": "team", "team": ""}, "请填写集体名称"),
        ({"holder": "union", "union": ""}, "请选择获得荣誉的工会"),
        (
            {"holder": "team", "team": "一班", "granted_on": f"{today() + timedelta(1)}"},
            "授予日期不能晚于今天",
        ),
    ],
)
def test_what_cannot_be_right_is_refused(client, clerk, wrong, words):
    answer = sign_in(client, clerk).post(reverse("members:honour_add"), facts(**wrong))
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_people_and_units_of_another_office_are_refused(clerk, yongan):
    values = {**facts(), "granted_on": GRANTED, "allowance": None, "holder": "person"}
    with pytest.raises(ValidationError, match="只能选择本工会登记的人员"):
        honours.register(by=clerk, person=PersonFactory(organisation=yongan), **values)


def test_a_stale_correction_is_refused(client, clerk, honour):
    honours.change(honour=honour, by=clerk, paper="通工发〔2009〕1号")
    address = reverse("members:honour_change", args=[honour.pk])
    answer = sign_in(client, clerk).post(address, facts(version=0))
    assert "已被他人修改" in words_of(answer)


def test_an_honour_is_taken_back_once_with_a_reason(client, clerk, honour):
    address = reverse("members:honour_revoke", args=[honour.pk])
    client = sign_in(client, clerk)
    assert client.post(address, {"on": "2011-03-01", "reason": ""}).status_code == 422
    client.post(address, {"on": "2011-03-01", "reason": "违法，通工发〔2011〕3号"})
    honour.refresh_from_db()
    assert honour.revoked_on == date(2011, 3, 1)
    again = client.post(address, {"on": "2011-03-02", "reason": "再次"})
    assert "不用再办" in words_of(again)
    assert "已撤销" in words_of(client.get(honour.get_absolute_url()))


def test_a_day_of_taking_back_before_granting_is_refused(clerk, honour):
    with pytest.raises(ValidationError, match="不能早于授予日期"):
        honours.revoke(honour=honour, reason="误授", on=date(2008, 1, 1), by=clerk)


def test_the_certificate_is_kept_and_served_in_scope(client, clerk, neighbour, honour):
    upload = SimpleUploadedFile("证书.pdf", b"%PDF-1.4 cert")
    sign_in(client, clerk).post(
        reverse("members:honour_attach", args=[honour.pk]), {"upload": upload}
    )
    address = reverse("members:honour_attachment", args=[honour.pk, honour.attachments.get().pk])
    assert client.get(address).status_code == 200
    assert sign_in(client, neighbour).get(address).status_code == 404


# --- allowances --------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.database
class TestDue:
    def test_due_from_the_year_of_granting_to_the_year_of_taking_back(self, clerk, honour):
        honours.revoke(honour=honour, reason="调离", on=date(2011, 3, 1), by=clerk)
        due = {year: Honour.objects.due_in(year).count() for year in range(2008, 2013)}
        assert due == {2008: 0, 2009: 1, 2010: 1, 2011: 1, 2012: 0}
        honour.refresh_from_db()
        assert [bool(honour.due_in(year)) for year in due] == [bool(n) for n in due.values()]

    def test_no_allowance_is_not_due(self, worker):
        HonourFactory(person=worker, allowance=None)
        assert not Honour.objects.due_in(2010).exists()

    def test_totals_are_the_sums_of_the_rows(self, client, clerk, xingfa, honour):
        for cents in ("0.01", "333.33", "999999.99"):
            HonourFactory(person=PersonFactory(organisation=xingfa), allowance=Decimal(cents))
        pay(honour, clerk, "100.05")
        page = sign_in(client, clerk).get(reverse("members:allowances"), {"year": 2010})
        sums = [one["value"] for one in page.context["totals"] if one["column"].total]
        assert sums == [Decimal("1001533.33"), Decimal("100.05"), Decimal("1001433.28")]
        rows = page.context["page"].object_list
        assert sums == [sum(getattr(r, n) for r in rows) for n in ("allowance", "paid", "unpaid")]


def test_a_year_is_paid_once(client, clerk, honour):
    client = sign_in(client, clerk)
    address = reverse("members:allowance_pay", args=[honour.pk])
    typed = {"year": 2010, "amount": "1200", "on": "2010-12-20", "voucher": "记12"}
    assert client.post(address, typed).url == honour.get_absolute_url()
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "2010年的津贴已发齐" in words_of(answer)


def test_parts_of_a_year_add_up_to_no_more_than_is_due(clerk, honour):
    pay(honour, clerk, "700")
    with pytest.raises(ValidationError, match=r"最多还可发500\.00元"):
        pay(honour, clerk, "500.01")
    pay(honour, clerk, "500")
    assert honour.paid_by_year() == {2010: Decimal(1200)}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": "0"}, "应大于零"),
        ({"on": today() + timedelta(days=1)}, "不能晚于今天"),
        ({"year": today().year + 1}, "至今年之间"),
        ({"year": 2008}, "已发齐（应发0.00元）"),
    ],
)
def test_payments_that_cannot_be_right_are_refused(clerk, honour, wrong, words):
    with pytest.raises(ValidationError, match=words):
        pay(honour, clerk, **wrong)


def test_all_ticked_are_paid_what_is_open(client, clerk, xingfa, honour):
    second = HonourFactory(person=PersonFactory(organisation=xingfa), allowance=Decimal("600.50"))
    pay(honour, clerk, "200")
    address = f"{reverse('members:allowances_pay')}?year=2010"
    client = sign_in(client, clerk)
    assert client.get(address).context["rows"][0]["ticked"]
    typed = {"honours": [honour.pk, second.pk], "on": "2010-12-21", "voucher": "记30"}
    answer = client.post(address, typed)
    assert answer.url == f"{reverse('members:allowances')}?year=2010"
    rows = Allowance.objects.filter(voucher="记30").values_list("amount", flat=True)
    assert sorted(rows) == [Decimal("600.50"), Decimal(1000)]
    assert "都已发齐" in words_of(client.get(address))


def test_nothing_ticked_pays_nothing(client, clerk, honour):
    answer = sign_in(client, clerk).post(
        f"{reverse('members:allowances_pay')}?year=2010", {"on": "2010-12-21"}
    )
    assert "请勾选" in words_of(answer)
    assert not Allowance.objects.exists()


def test_one_who_was_paid_meanwhile_stops_the_whole_payment(clerk, xingfa, honour):
    other = HonourFactory(person=PersonFactory(organisation=xingfa))
    pay(honour, clerk)
    with pytest.raises(ValidationError, match="孙立国2010年的津贴已发齐"):
        allowances.pay_open(honours=[other, honour], year=2010, by=clerk)
    assert not other.allowances.exists()


def test_a_neighbours_honour_cannot_be_ticked(client, clerk, yongan):
    theirs = HonourFactory(person=PersonFactory(organisation=yongan))
    sign_in(client, clerk).post(
        f"{reverse('members:allowances_pay')}?year=2010",
        {"honours": [theirs.pk], "on": "2010-12-1"},
    )
    assert not Allowance.objects.exists()


def test_a_payment_is_taken_back_by_a_row_of_its_own(client, clerk, honour):
    row = pay(honour, clerk)
    address = reverse("members:allowance_reverse", args=[row.pk])
    client = sign_in(client, clerk)
    assert client.post(address, {"reason": " "}).status_code == 422
    client.post(address, {"reason": "发错年度"})
    back = Allowance.objects.get(reverses=row)
    assert (back.amount, back.year, back.paid_on) == (Decimal(-1200), 2010, PAID_ON)
    assert "已经冲销过" in words_of(client.post(address, {"reason": "再冲"}))
    with pytest.raises(ValidationError, match="本身就是冲销"):
        allowances.reverse(allowance=back, reason="再冲", by=clerk)
    pay(honour, clerk)
    assert honour.paid_by_year() == {2010: Decimal(1200)}


@pytest.mark.django_db
@pytest.mark.database
def test_rows_of_payments_are_never_edited(clerk, honour):
    row = pay(honour, clerk)
    for deed in (lambda: Allowance.objects.update(year=2009), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_an_allowance_does_not_fall_below_what_was_paid(clerk, honour):
    pay(honour, clerk)
    with pytest.raises(ValidationError, match="请先在津贴台账上冲销"):
        honours.change(honour=honour, by=clerk, allowance=Decimal(1000))
    with pytest.raises(ValidationError, match="请先在津贴台账上冲销"):
        honours.revoke(honour=honour, reason="撤销", on=date(2010, 1, 1), by=clerk)


# --- lists -------------------------------------------------------------------------------------
def test_honours_are_filtered(client, clerk, xingfa, tiezhu, honour):
    HonourFactory(
        organisation=xingfa, person=None, holder="team", team="二班", kind="pioneer",
        level="county", granted_on=date(2010, 5, 1), allowance=None,
    )  # fmt: skip
    client = sign_in(client, clerk)
    for asked, name in (
        ({"kind": "pioneer"}, "二班"),
        ({"level": "city"}, "孙立国"),
        ({"holder": "team"}, "二班"),
        ({"year": "2009"}, "孙立国"),
        ({"place": tiezhu.pk}, "孙立国"),
    ):
        page = client.get(reverse("members:honours"), asked)
        assert [row.holder_name for row in page.context["page"]] == [name], asked
    found = client.post(reverse("members:honours"), {"find": "二班"})
    assert [row.holder_name for row in found.context["page"]] == ["二班"]


@pytest.mark.parametrize("where", ["honours", "allowances", "allowance_ledger"])
def test_a_list_asks_as_often_for_ten_as_for_one(client, clerk, xingfa, honour, where):
    pay(honour, clerk, year=today().year, on=today())

    def more():
        for _ in range(9):
            other = HonourFactory(person=PersonFactory(organisation=xingfa))
            pay(other, clerk, year=today().year, on=today())

    assert_same_queries(sign_in(client, clerk), reverse(f"members:{where}"), more)


def test_the_due_list_goes_out_masked_with_a_reason(client, clerk, worker, honour):
    client = sign_in(client, clerk)
    address = reverse("members:allowances")
    assert "请先填写" in words_of(client.post(address, {"do": "xlsx"}))
    answer = client.post(address, {"do": "xlsx", "reason": "报县总工会"})
    cells = [c.value for row in load_workbook(BytesIO(answer.content)).active for c in row]
    assert "孙立国" in cells
    assert worker.id_number not in cells
    assert "填表人" in "".join(str(cell) for cell in cells)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_pay_the_same_year_pay_it_once(xingfa):
    honour = HonourFactory(person=PersonFactory(organisation=xingfa))
    clerks = [scope_of(xingfa, "clerk") for _ in range(4)]
    answers = race(*(lambda by=by: pay(honour, by) for by in clerks))
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 3
    assert honour.paid_by_year() == {2010: Decimal(1200)}
