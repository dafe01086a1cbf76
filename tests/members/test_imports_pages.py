"""The pages of an import: handing in, what the check found, taking in, the marked workbook."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Employer, Person
from tests.factories.kernel import scope_of
from tests.factories.members import EmployerFactory, PersonFactory
from tests.helpers import assert_same_queries, sign_in, words_of
from tests.members.sheets import HEAD, cells_of, number, roster, saved
from tests.members.test_imports_applying import BAD, FULL, MA, checked, taken
from unionhub.models import AuditEvent, ImportRun
from unionhub.people import masked_id

HAND_IN = "members:people_import_add"


def hand_in(client, content, name="花名册.xlsx", **more):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse(HAND_IN), {"upload": upload, **more}, follow=True)


def act(client, deed, run, **sent):
    url = reverse(f"members:people_import_{deed}", args=[run.pk])
    return client.post(url, {"version": run.version, **sent}, follow=True)


# --- who may ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "where", [HAND_IN, "members:people_import_template", "members:people_imports"]
)
@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 200), ("reviewer", 403), ("county_officer", 403)]
)
def test_only_who_registers_people_brings_rosters(client, request, where, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(where)).status_code == status


@pytest.mark.parametrize("deed", ["import", "import_apply", "import_recheck", "import_marked"])
@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("reviewer", 403)])
def test_a_roster_is_nobody_elses(client, request, clerk, deed, who, status):
    run = checked(roster(("马关旺", number(1))), clerk)
    sign_in(client, request.getfixturevalue(who))
    url = reverse(f"members:people_{deed}", args=[run.pk])
    assert (client.get(url) if deed == "import" else client.post(url)).status_code == status


def test_the_county_office_keeps_its_own_rosters(client, kailu, clerk):
    run = checked(roster(("马关旺", number(1))), clerk)
    sign_in(client, scope_of(kailu, "clerk"))
    assert client.get(reverse("members:people_import", args=[run.pk])).status_code == 404
    assert "花名册.xlsx" not in words_of(client.get(reverse("members:people_imports")))


def test_a_contact_is_sent_to_the_clerk(client, xingfa, tiezhu):
    sign_in(client, scope_of(xingfa, "contact", place=tiezhu))
    assert client.get(reverse(HAND_IN)).status_code == 403
    assert "导入" not in words_of(client.get(reverse("members:people")))


# --- checking -----------------------------------------------------------------------------------
def test_from_the_list_to_the_register(client, clerk, tiezhu):
    sign_in(client, clerk)
    assert reverse(HAND_IN) in client.get(reverse("members:people")).content.decode()
    answer = hand_in(client, roster(MA, head=FULL), new_names="on")
    run = ImportRun.objects.get()
    words = words_of(answer)
    assert "现在还没有导入" in words
    assert "新增 1" in words
    assert "将新建" in words
    assert masked_id(number(1)) in words
    assert number(1) not in answer.content.decode()
    answer = act(client, "apply", run, do="all")
    assert "已导入：新增1人、更新0人。" in words_of(answer)
    assert reverse("members:person", args=[Person.objects.get().pk]) in answer.content.decode()


def test_old_and_new_stand_side_by_side(client, clerk, xingfa):
    PersonFactory(
        organisation=xingfa,
        name="马关旺",
        id_number=number(1),
        birth_date=date(1980, 5, 1),
        phone="13911111111",
    )
    sign_in(client, clerk)
    answer = hand_in(client, roster(("马关旺", number(1), "13800000001"), head=(*HEAD, "手机")))
    assert "联系电话： 13911111111 → 13800000001" in words_of(answer)


def test_faults_are_told_by_the_offices_own_headings(client, clerk):
    sign_in(client, clerk)
    head = ("序号", "会员姓名", "公民身份号码", "备注")
    content = roster(("马关旺", number(1), None), ("李明", "123", None), head=head)
    hand_in(client, content)
    run = ImportRun.objects.get()
    answer = client.get(reverse("members:people_import", args=[run.pk]), {"show": "refused"})
    words = words_of(answer)
    assert "第3行 李明" in words
    assert "公民身份号码 身份证号应为18位" in words
    assert "没有读取的栏目：序号、备注" in words
    assert "只导入正确的 1 行" in words
    assert "导入全部" not in words


def test_unknown_units_are_registered_by_the_button_that_says_so(client, clerk, tiezhu):
    sign_in(client, clerk)
    answer = hand_in(client, roster(MA, head=FULL))
    assert "新建表中没有登记的单位和村居，重新检查" in words_of(answer)
    answer = act(client, "recheck", ImportRun.objects.get(), do="new_names")
    assert "导入全部（1 行）" in words_of(answer)
    assert not Employer.objects.exists()
    act(client, "apply", ImportRun.objects.get(), do="all")
    assert Employer.objects.get().name == "兴发砖厂"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"MZ not a workbook", "不是 Excel 工作簿"),
        (saved(("通知", [["关于开会的通知"]])), "没有找到表头"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_in_words(client, clerk, content, told):
    sign_in(client, clerk)
    answer = hand_in(client, content)
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert not ImportRun.objects.exists()


def test_without_a_file(client, clerk):
    sign_in(client, clerk)
    assert client.post(reverse(HAND_IN), {"save": "1"}).status_code == 422


def test_a_page_shows_fifty_lines_with_the_same_queries(client, clerk):
    sign_in(client, clerk)
    run = checked(roster(*((f"职工{n}", number(n)) for n in range(1, 3))), clerk)
    url = reverse("members:people_import", args=[run.pk])
    many = roster(*((f"职工{n}", number(n)) for n in range(1, 60)))

    def more():
        other = checked(many, clerk)
        other.lines.update(run=run)

    assert_same_queries(client, url, more)
    assert "第 1 / 2 页" in words_of(client.get(url))


def test_the_list_of_rosters(client, clerk):
    sign_in(client, clerk)
    taken(roster(("马关旺", number(1))), clerk)
    words = words_of(client.get(reverse("members:people_imports")))
    assert "花名册.xlsx 已导入 1 0 0 0 0" in words

    def more():
        checked(roster(("王芳", number(2))), clerk)
        checked(roster(("李明", number(3))), clerk)

    assert_same_queries(client, reverse("members:people_imports"), more)


# --- applying -----------------------------------------------------------------------------------
def test_the_good_lines_alone_when_asked_for(client, clerk):
    sign_in(client, clerk)
    run = checked(roster(("马关旺", number(1)), BAD), clerk)
    assert "有1行有误，没有导入" in words_of(act(client, "apply", run, do="all"))
    assert not Person.objects.exists()
    assert "有误的1行没有导入" in words_of(act(client, "apply", run, do="good"))
    assert Person.objects.count() == 1


def test_a_second_click_is_told_that_it_is_done(client, clerk):
    sign_in(client, clerk)
    run = checked(roster(("马关旺", number(1))), clerk)
    act(client, "apply", run, do="all")
    assert "没有重复导入" in words_of(act(client, "apply", run, do="all"))
    assert Person.objects.count() == 1


def test_what_changed_in_between_is_checked_again_and_shown(client, clerk, xingfa):
    sign_in(client, clerk)
    run = checked(roster(MA, head=FULL), clerk, new_names=True)
    EmployerFactory(organisation=xingfa, name="兴发砖厂")
    words = words_of(act(client, "apply", run, do="all"))
    assert "下面是重新检查的结果" in words
    assert "单位“兴发砖厂”没有登记" not in words
    assert not Person.objects.exists()


# --- the workbook back --------------------------------------------------------------------------
def test_the_offices_own_workbook_comes_back_marked(client, clerk):
    sign_in(client, clerk)
    rows = [
        ["兴发乡会员名册"],
        ["序号", "姓名", "身份证号码", "人数"],
        [1, "马关旺", number(1), "=1+1"],
        [2, "李明", "123", None],
        ["合计", None, None, 2],
    ]
    run = checked(saved(("花名册", rows, ["A1:D1"])), clerk)
    answer = client.post(reverse("members:people_import_marked", args=[run.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    found = cells_of(answer.content)
    assert found[1] == ["序号", "姓名", "身份证号码", "人数", "处理结果"]
    assert found[2][:3] == [1, "马关旺", number(1)]
    assert found[2][4] == "将新增"
    assert found[3][4].startswith("有误，未导入：身份证号：身份证号应为18位")
    assert found[4] == ["合计", None, None, 2, None]
    assert b"<f>" not in answer.content
    assert AuditEvent.objects.filter(verb="sheet.hand_back", target_id=str(run.pk)).exists()


def test_a_marked_workbook_corrected_reads_again(client, clerk):
    sign_in(client, clerk)
    run = taken(roster(("马关旺", number(1)), BAD), clerk, take_good=True)
    marked = client.post(reverse("members:people_import_marked", args=[run.pk])).content
    assert [row[-1] for row in cells_of(marked)[:2]] == ["处理结果", "已新增"]
    again = checked(marked, clerk)
    assert (again.new, again.unchanged, again.refused) == (0, 1, 1)
    twice = client.post(reverse("members:people_import_marked", args=[again.pk])).content
    assert [row[-1] for row in cells_of(twice)[:2]] == ["处理结果", "未变"]


def test_the_template_is_a_workbook_of_nobodys_data(client, clerk):
    sign_in(client, clerk)
    answer = client.get(reverse("members:people_import_template"))
    assert cells_of(answer.content, "人员名册")[0][:2] == ["姓名", "身份证号"]
