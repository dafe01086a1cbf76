"""The pages of a union: its sheet and what is computed of it, units, committees, rules, ratings."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.actions import ratings, unions
from members.models import Committee, Rating, Regulation, UnionProfile
from reports.indicators import figures, rows_of
from tests.factories.bodies import RatingFactory, RegulationFactory
from tests.factories.kernel import below
from tests.factories.members import (
    CommitteeFactory,
    EmployerFactory,
    HeadCountFactory,
    UnionProfileFactory,
    member_of,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.periods import Period, today

CODE, UNION_CODE = "91110000600037341L", "81150523MC12345671"
OFFICIAL = [
    "单位名称",
    "单位法人和其他组织统一社会信用代码",
    "单位地址",
    "单位所在政区",
    "单位性质类别",
    "经济类型",
    "单位所属行业",
    "职工人数",
    "工会名称",
    "工会法人和其他组织统一社会信用代码",
    "上级工会名称",
    "建会日期",
    "基层工会类型",
    "会员人数",
    "工会负责人",
    "联系电话",
]


@pytest.fixture
def brickyard(xingfa):
    return below(xingfa, "XFZC", "砖厂工会", "enterprise")


@pytest.fixture
def joint(xingfa):
    return below(xingfa, "XFLH", "兴发联合工会", "joint")


TABS = ("union", "union_units", "union_committees", "union_regulations", "union_ratings")
FORMS = ("union_change", "union_committee_add", "regulation_add", "rating_add")


@pytest.mark.parametrize("name", [*TABS, *FORMS])
@pytest.mark.parametrize("who", ["clerk", "neighbour", "county_officer", "cashier"])
def test_who_opens_the_pages_of_a_union(client, request, brickyard, name, who):
    sign_in(client, request.getfixturevalue(who))
    status = client.get(reverse(f"members:{name}", args=[brickyard.pk])).status_code
    county = 200 if name in TABS else 403
    assert status == {"clerk": 200, "neighbour": 404, "county_officer": county, "cashier": 403}[who]


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("cashier", 403)])
@pytest.mark.parametrize("name", ["regulation_change", "rating_change"])
def test_who_opens_the_form_of_a_record(client, request, brickyard, xingfa, name, who, status):
    make = {"regulation_change": RegulationFactory, "rating_change": RatingFactory}[name]
    record = make(union=brickyard, organisation=xingfa)
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{name}", args=[record.pk])).status_code == status


# --- the sheet --------------------------------------------------------------------------------
def typed(**values):
    return {"units_covered": "1", "groups_count": "0", **values}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"credit_code": CODE}, "credit_code"),
        ({"unit_code": CODE[:-1] + "1"}, "unit_code"),
        ({"postcode": "02840"}, "postcode"),
        ({"legal_until": "2012-01-01"}, "legal_number"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(client, clerk, brickyard, wrong, field):
    url = reverse("members:union_change", args=[brickyard.pk])
    answer = sign_in(client, clerk).post(url, typed(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_unions_code_is_kept_once_in_an_office(clerk, xingfa, brickyard, joint):
    code = next(
        found
        for found in (UNION_CODE[:-1] + c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY")
        if _takes(clerk, brickyard, found)
    )
    with pytest.raises(ValidationError, match="已登记过这个工会统一社会信用代码"):
        unions.write_profile(union=joint, by=clerk, credit_code=code)


def _takes(clerk, union, code):
    try:
        unions.write_profile(union=union, by=clerk, credit_code=code)
    except ValidationError:
        return False
    return True


def test_staff_members_and_superior_are_computed(clerk, xingfa, brickyard, kailu):
    UnionProfileFactory(union=brickyard, organisation=xingfa)
    unit = EmployerFactory(organisation=xingfa, union=brickyard)
    HeadCountFactory(employer=unit, on=date(2010, 1, 1), staff=10)
    HeadCountFactory(employer=unit, on=date(2010, 7, 1), staff=20)
    HeadCountFactory(employer=EmployerFactory(organisation=xingfa), staff=99)
    member_of(brickyard, office=xingfa)
    member_of(xingfa)
    found = UnionProfile.objects.all().with_numbers(date(2010, 6, 30)).get()
    assert (found.staff, found.members, found.parent) == (10, 1, "兴发乡工会")
    UnionProfileFactory(union=kailu)
    top = UnionProfile.objects.all().with_numbers(today()).get(union=kailu)
    assert (top.staff, top.members, top.parent) == (None, 0, None)


@pytest.mark.parametrize(("days", "words"), [(-1, "已于"), (30, "请及时办理换证"), (200, "")])
def test_a_certificate_that_runs_out_is_warned_of(client, clerk, xingfa, brickyard, days, words):
    until = today() + timedelta(days=days)
    UnionProfileFactory(union=brickyard, organisation=xingfa, legal_number="1号", legal_until=until)
    page = sign_in(client, clerk).get(reverse("members:union", args=[brickyard.pk]))
    assert (words in page.context["warning"]) if words else page.context["warning"] == ""
    home = words_of(client.get("/"))
    assert ("工会法人资格证书" in home) == bool(words)


def test_founding_papers_are_kept(client, clerk, neighbour, xingfa, brickyard):
    UnionProfileFactory(union=brickyard, organisation=xingfa)
    upload = SimpleUploadedFile("批复.pdf", b"%PDF-1.4 y")
    url = reverse("members:union_attach", args=[brickyard.pk])
    sign_in(client, clerk).post(url, {"upload": upload})
    paper = UnionProfile.objects.get().founding_files.get()
    url = reverse("members:union_attachment", args=[brickyard.pk, paper.pk])
    assert client.get(url).content == b"%PDF-1.4 y"
    assert sign_in(client, neighbour).get(url).status_code == 404


def test_the_sheet_goes_out_in_the_official_columns(client, clerk, xingfa, brickyard):
    UnionProfileFactory(
        union=brickyard, organisation=xingfa, unit_name="兴发砖厂", unit_code=CODE, industry="C"
    )
    member_of(brickyard, office=xingfa)
    url = reverse("members:union_sheet")
    client = sign_in(client, clerk)
    assert client.get(url).status_code == 200
    answer = client.post(url, {"do": "xlsx", "reason": "报县总工会"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = next(n for n, row in enumerate(rows) if "工会名称" in row)
    assert rows[at][1:17] == OFFICIAL
    told = dict(zip(rows[at], rows[at + 1], strict=True))
    assert told["单位法人和其他组织统一社会信用代码"] == CODE
    assert (told["上级工会名称"], told["会员人数"]) == ("兴发乡工会", 1)
    assert told["单位所属行业"] == "制造业"


# --- units covered ----------------------------------------------------------------------------
def test_units_on_file_count_and_a_typed_number_only_where_there_are_none(
    client, clerk, xingfa, brickyard, joint
):
    """One computation: list, page and the figure of the county all say the same."""
    UnionProfileFactory(union=joint, organisation=xingfa, union_type="joint", units_covered=30)
    UnionProfileFactory(union=brickyard, organisation=xingfa, units_covered=4)
    for name in ("甲店", "乙店"):
        EmployerFactory(organisation=xingfa, union=joint, name=name)
    EmployerFactory(organisation=xingfa, union=joint, closed_on=date(2010, 1, 1))
    client = sign_in(client, clerk)
    listed = client.get(reverse("members:unions"))
    sums = {one["column"].label: one["value"] for one in listed.context["totals"]}
    period = Period.parse("2010H1")
    assert sums["涵盖单位"] == 6
    assert figures(xingfa, period, ["unions.units"])["unions.units"].value == 6
    assert {row.units for row in rows_of("unions.units", xingfa, period)} == {2, 4}
    form = client.get(reverse("members:union_change", args=[joint.pk])).context["form"]
    assert "units_covered" not in form.fields


def test_units_are_summed_by_kind_with_their_coverage(client, clerk, xingfa, joint):
    shop = EmployerFactory(organisation=xingfa, union=joint, kind="self_employed")
    works = EmployerFactory(organisation=xingfa, union=joint, kind="private")
    EmployerFactory(organisation=xingfa, union=joint, kind="society")
    HeadCountFactory(employer=works, staff=3)
    member_of(joint, office=xingfa, employer=works)
    member_of(joint, office=xingfa, employer=shop)
    page = sign_in(client, clerk).get(reverse("members:union_units", args=[joint.pk]))
    sums = {one.words: one for one in page.context["sums"]}
    private = sums["非公企业法人"]
    assert (private.units, private.staff, private.members, str(private.rate)) == (1, 3, 1, "33.3")
    assert (sums["社会组织"].units, sums["合计"].units, sums["合计"].members) == (1, 3, 2)


# --- committees, regulations, ratings ---------------------------------------------------------
def test_a_committee_of_a_union_stands_on_its_page(client, clerk, xingfa, brickyard):
    client = sign_in(client, clerk)
    client.post(
        reverse("members:union_committee_add", args=[brickyard.pk]),
        {
            "name": "女职工委员会",
            "kind": "women",
            "union": brickyard.pk,
            "formed_on": "2010-01-01",
            "seats": "主任 王芳",
        },
    )
    made = Committee.objects.get()
    assert (made.union, made.kind, made.organisation) == (brickyard, "women", xingfa)
    words = words_of(client.get(reverse("members:union_committees", args=[brickyard.pk])))
    assert "女职工委员会" in words
    own = words_of(client.get(reverse("members:union_committees", args=[xingfa.pk])))
    assert "王芳" not in own
    assert "没有" in own


def test_an_offices_own_committees_name_no_union(client, clerk, xingfa):
    CommitteeFactory(organisation=xingfa, name="医疗互助领导小组")
    page = sign_in(client, clerk).get(reverse("members:union_committees", args=[xingfa.pk]))
    assert "医疗互助领导小组" in words_of(page)


def test_a_regulation_is_set_up_with_its_text_and_revised(client, clerk, brickyard):
    client = sign_in(client, clerk)
    url = reverse("members:regulation_add", args=[brickyard.pk])
    text = SimpleUploadedFile("经费制度.pdf", b"%PDF-1.4 z")
    sent = {"name": "经费管理制度", "act": "set", "on": "2010-03-01"}
    client.post(url, {**sent, "upload": text})
    first = Regulation.objects.get()
    file = first.attachments.get()
    served = reverse("members:regulation_attachment", args=[first.pk, file.pk])
    assert client.get(served).content == b"%PDF-1.4 z"
    client.post(url, {**sent, "act": "revised", "on": "2012-03-01"})
    words = words_of(client.get(first.get_absolute_url()))
    assert "新订" in words
    assert "修订" in words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "stars"}, "几星"),
        ({"kind": "six_good", "stars": 3}, "只有星级工会"),
        ({"kind": "other"}, "评定的名称"),
        ({"kind": "six_good", "year": today().year + 1}, "不能晚于今年"),
        ({"kind": "six_good", "rated_on": today() + timedelta(1)}, "不能晚于今天"),
    ],
)
def test_a_rating_that_cannot_be_is_refused(clerk, brickyard, values, words):
    given = {"level": "county", "year": 2010, "rated_on": date(2010, 5, 1), **values}
    with pytest.raises(ValidationError, match=words):
        ratings.rate(union=brickyard, by=clerk, **given)


def test_a_rating_is_taken_down_once_a_year(client, clerk, brickyard):
    url = reverse("members:rating_add", args=[brickyard.pk])
    sent = {
        "kind": "stars",
        "level": "city",
        "stars": "3",
        "year": "2010",
        "rated_on": "2010-05-01",
    }
    client = sign_in(client, clerk)
    client.post(url, sent)
    assert Rating.objects.get().stars == 3
    assert "已登记过" in words_of(client.post(url, sent))


@pytest.mark.parametrize(
    ("name", "make"), [("ratings", RatingFactory), ("regulations", RegulationFactory)]
)
def test_the_lists_ask_as_often_for_ten_as_for_one(client, clerk, xingfa, brickyard, name, make):
    def more():
        for n in range(9):
            union = below(xingfa, f"U{n}", f"第{n}村工会", "village")
            make(union=union, organisation=xingfa)

    make(union=brickyard, organisation=xingfa)
    assert_same_queries(sign_in(client, clerk), reverse(f"members:{name}"), more)


def test_the_page_of_units_asks_as_often_for_ten_as_for_one(client, clerk, xingfa, joint):
    def more():
        for _ in range(9):
            HeadCountFactory(employer=EmployerFactory(organisation=xingfa, union=joint))

    EmployerFactory(organisation=xingfa, union=joint)
    url = reverse("members:union_units", args=[joint.pk])
    assert_same_queries(sign_in(client, clerk), url, more)
