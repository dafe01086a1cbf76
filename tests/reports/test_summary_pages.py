"""The desk of a paper in the browser: who sees it, what it says, what it hands out."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from reports import printing
from reports.actions import summaries
from reports.models import FrozenPaper, SectionText, Summary
from tests.factories.kernel import scope_of
from tests.factories.papers import H1, PUPILS, aided, source_half_year
from tests.factories.reports import fund_of, paid_case
from tests.helpers import assert_same_queries, sign_in, triggers_lifted, words_of
from unionhub.documents.pdf import PaperRefused
from unionhub.models import AuditEvent

pytestmark = pytest.mark.django_db
DATED = date(2010, 8, 1)


@pytest.fixture(autouse=True)
def quick_files(monkeypatch):
    monkeypatch.setattr(
        printing, "render", lambda blocks, form, **names: f"{form}{list(blocks)}".encode()
    )


@pytest.fixture
def draft(xingfa, clerk):
    source_half_year(xingfa)
    return summaries.start(period_code=H1.code, by=clerk)


@pytest.fixture
def signed(draft, chair):
    prepared = printing.prepare(draft, DATED)
    return summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=chair)


def url(name, summary, *args):
    return reverse(f"reports:summary{name}", args=[summary.pk, *args])


GETS = [
    ("", ()),
    ("_section", ("lead",)),
    ("_options", ()),
    ("_sign", ()),
    ("_file", ("pdf",)),
    ("_file", ("docx",)),
]
POSTS = [
    ("_section", ("lead",)),
    ("_section_reset", ("lead",)),
    ("_options", ()),
    ("_sign", ()),
    ("_reopen", ()),
    ("_internal", ()),
]


@pytest.mark.parametrize(("name", "args"), GETS)
def test_a_neighbour_does_not_know_it_exists(client, draft, yongan, name, args):
    sign_in(client, scope_of(yongan, "chair"))

    assert client.get(url(name, draft, *args)).status_code == 404


@pytest.mark.parametrize(("name", "args"), POSTS)
def test_a_neighbour_changes_nothing(client, draft, yongan, name, args):
    sign_in(client, scope_of(yongan, "chair"))

    assert client.post(url(name, draft, *args), {"version": "0"}).status_code == 404


@pytest.mark.parametrize(("name", "args"), GETS)
def test_a_colleague_without_the_right(client, draft, cashier, name, args):
    sign_in(client, cashier)

    assert client.get(url(name, draft, *args)).status_code == 403


@pytest.mark.parametrize(("name", "args"), POSTS)
def test_reading_is_not_writing(client, draft, xingfa, name, args):
    sign_in(client, scope_of(xingfa, "cadre"))

    answer = client.post(url(name, draft, *args), {"version": "0"})

    assert answer.status_code == (422 if name == "_internal" else 403)


def test_the_list_shows_own_papers_and_the_county_all(client, draft, county_officer, neighbour):
    sign_in(client, county_officer)
    assert "兴发乡2010年上半年工会工作总结" in words_of(client.get(reverse("reports:summaries")))

    sign_in(client, neighbour)
    assert "兴发乡" not in words_of(client.get(reverse("reports:summaries")))


def test_the_list_asks_as_often_for_many_papers(client, draft, clerk):
    sign_in(client, clerk)

    assert_same_queries(
        client,
        reverse("reports:summaries"),
        lambda: [summaries.start(period_code=f"200{n}Y", by=clerk) for n in range(5)],
    )


def test_a_paper_is_begun_from_a_year_and_a_part(client, clerk):
    sign_in(client, clerk)
    assert client.get(reverse("reports:summary_add")).status_code == 200

    answer = client.post(reverse("reports:summary_add"), {"year": "2010", "part": "H1"})

    summary = Summary.objects.get()
    assert answer.url == summary.get_absolute_url()
    assert (summary.organisation, summary.period_code) == (clerk.organisation, "2010H1")
    again = client.post(reverse("reports:summary_add"), {"year": "2010", "part": "H1"})
    assert again.status_code == 422
    assert "已有工作总结" in words_of(again)


def test_figures_are_chips_that_open_their_records(client, draft, clerk):
    sign_in(client, clerk)

    page = client.get(url("", draft)).content.decode()

    address = reverse("reports:figure_rows", args=["aid.medical.amount"])
    assert f'href="{address}?period=2010H1&amp;organisation=XINGFA">523.4元</a>' in page
    assert "为中寨村和栽根村的" in page
    assert not any(name in page for name in PUPILS)


def test_a_writer_sees_what_can_be_changed_and_a_reader_does_not(
    client, draft, clerk, chair, county_officer
):
    edit, sign = url("_section", draft, "lead"), url("_sign", draft)
    for scope, may_edit, may_sign in (
        (clerk, True, False),
        (chair, True, True),
        (county_officer, False, False),
    ):
        sign_in(client, scope)
        page = client.get(url("", draft)).content.decode()
        assert (edit in page, sign in page) == (may_edit, may_sign)
        assert "草稿" in page


def test_what_was_left_out_and_whose_name_was_hidden_is_told(client, draft, clerk):
    summaries.write_section(
        summary=draft, key="lead", text="感谢马关旺。生活救助{生活救助金额}。", version=0, by=clerk
    )
    sign_in(client, clerk)

    words = words_of(client.get(url("", draft)))

    assert "感谢马*。" in words
    assert "公开版已隐去的姓名 马关旺" in words
    assert "开头：{生活救助金额}" in words


def test_a_section_is_written_with_labels(client, draft, clerk):
    sign_in(client, clerk)
    page = url("_section", draft, "organisation")
    assert "{入会率|目标}" in client.get(page).content.decode()

    answer = client.post(
        page,
        {"heading": "组织建设", "text": "1.会员{会员人数}。", "version": "0", "save": "1"},
        follow=True,
    )

    assert "（一）组织建设 1.会员 10人 。" in words_of(answer)
    assert SectionText.objects.get().text == "1.会员{members.total}。"


def test_a_preview_saves_nothing_and_tells_of_hand_numbers(client, draft, clerk):
    sign_in(client, clerk)

    answer = client.post(
        url("_section", draft, "lead"),
        {
            "text": "会员{会员人数}，去年120人。[增长{新发展会员人数}。]",
            "version": "0",
            "preview": "1",
        },
    )

    words = words_of(answer)
    assert "会员 10人 ，去年120人。" in words
    assert "手填数字：120" in words
    assert not SectionText.objects.exists()


def test_a_mistyped_token_keeps_the_text_and_names_the_right_one(client, draft, clerk):
    sign_in(client, clerk)
    page = url("_section", draft, "lead")

    answer = client.post(page, {"text": "会员{会员人}。", "version": "0", "save": "1"})

    assert answer.status_code == 422
    assert "没有“{会员人}”这项数据，是不是“{会员人数}”？" in words_of(answer)
    assert "会员{会员人}。</textarea>" in answer.content.decode()


def test_a_stale_edit_is_told(client, draft, clerk):
    summaries.write_section(summary=draft, key="lead", text="甲。", version=0, by=clerk)
    sign_in(client, clerk)

    answer = client.post(
        url("_section", draft, "lead"), {"text": "乙。", "version": "0", "save": "1"}
    )

    assert answer.status_code == 422
    assert "已被他人修改" in words_of(answer)


def test_an_unknown_section_does_not_exist(client, draft, clerk):
    sign_in(client, clerk)

    assert client.get(url("_section", draft, "other")).status_code == 404
    assert client.post(url("_section_reset", draft, "other"), {"version": "0"}).status_code == 404


def test_back_to_the_default_wording(client, draft, clerk):
    text = summaries.write_section(summary=draft, key="lead", text="甲。", version=0, by=clerk)
    sign_in(client, clerk)

    answer = client.post(
        url("_section_reset", draft, "lead"), {"version": str(text.version)}, follow=True
    )

    assert "已恢复默认文字" in words_of(answer)
    assert "半年来，" in words_of(answer)


def test_sums_are_said_roundly_when_the_office_wants_it(client, draft, clerk):
    sign_in(client, clerk)

    answer = client.post(
        url("_options", draft),
        {"dated": "2010-08-01", "rounded": "on", "version": str(draft.version)},
        follow=True,
    )

    assert "500多元" in words_of(answer)
    assert "2010年8月1日" in words_of(answer)


def test_one_amount_corrected_moves_sentence_table_and_total(client, draft, clerk, xingfa):
    sign_in(client, clerk)
    assert "1,487.40" in words_of(client.get(url("", draft)))

    paid_case(
        aided(xingfa, "后来人", "石板村"), fund_of(xingfa), amount="100", beneficiary="migrant"
    )

    words = words_of(client.get(url("", draft)))
    assert "623.4元" in words
    assert "623.40" in words
    assert "1,587.40" in words


def test_a_chair_signs_and_the_page_is_frozen(client, draft, chair, xingfa):
    sign_in(client, chair)
    assert "不能修改" in words_of(client.get(url("_sign", draft)))

    answer = client.post(
        url("_sign", draft), {"dated": "2010-08-01", "version": str(draft.version)}, follow=True
    )
    assert "已签发" in words_of(answer)
    paid_case(
        aided(xingfa, "后来人", "石板村"), fund_of(xingfa), amount="100", beneficiary="migrant"
    )

    words = words_of(client.get(url("", draft)))
    assert "523.4元" in words
    assert "医疗救助金额 523.40 623.40" in words
    assert url("_section", draft, "lead") not in client.get(url("", draft)).content.decode()


def test_a_paper_too_long_to_print_is_not_signed(client, draft, chair, monkeypatch):
    def refuse(*args, **kwargs):
        raise PaperRefused("文件太长。")

    monkeypatch.setattr(printing, "render", refuse)
    sign_in(client, chair)

    answer = client.post(
        url("_sign", draft), {"dated": "2010-08-01", "version": str(draft.version)}, follow=True
    )

    assert "文件太长。" in words_of(answer)
    assert not FrozenPaper.objects.exists()


def test_files_carry_the_papers_name_and_a_draft_says_so(client, draft, clerk):
    sign_in(client, clerk)

    answer = client.get(url("_file", draft, "pdf"))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert "%E8%8D%89%E7%A8%BF" in answer.headers["Content-Disposition"]  # 草稿
    assert client.get(url("_file", draft, "exe")).status_code == 404


def test_the_signed_file_is_the_stored_one(client, signed, clerk, xingfa):
    paid_case(aided(xingfa, "后来人", "石板村"), fund_of(xingfa))
    sign_in(client, clerk)

    for form in ("pdf", "docx"):
        stored = bytes(signed.frozen.files.get(copy="published", format=form).content)
        assert client.get(url("_file", signed, form)).content == stored


def test_names_are_handed_out_by_post_with_a_reason_and_logged(client, signed, clerk):
    sign_in(client, clerk)
    page = url("_internal", signed)
    assert client.get(page).status_code == 405
    refused = client.post(page, {"form": "pdf", "reason": ""})
    assert refused.status_code == 422
    assert "请先填写用途" in words_of(refused)
    assert "马关旺" not in words_of(refused)

    screen = client.post(page, {"form": "screen", "reason": "存档"})
    file = client.post(page, {"form": "pdf", "reason": "存档"})

    assert "中寨村的马关旺和栽根村的杨学昌" in words_of(screen)
    assert file.content == bytes(signed.frozen.files.get(copy="internal", format="pdf").content)
    assert AuditEvent.objects.filter(verb="summary.internal", note="存档").count() == 2


def test_a_draft_names_the_characters_that_cannot_be_printed(client, draft, clerk):
    sign_in(client, clerk)
    assert "印不出来" not in words_of(client.get(url("", draft)))
    summaries.write_section(summary=draft, key="lead", text="\ue000家屯", version=0, by=clerk)

    assert "“\ue000”（U+E000）" in words_of(client.get(url("", draft)))
    asked = client.post(url("_internal", draft), {"form": "pdf", "reason": "存档"})
    assert (asked.status_code, "仍然打印" in words_of(asked)) == (422, True)
    assert not AuditEvent.objects.filter(verb="summary.internal").exists()


def test_a_new_edition_is_opened_from_the_signed_one(client, signed, clerk):
    sign_in(client, clerk)

    answer = client.post(url("_reopen", signed), follow=True)

    assert "已另起第2版草稿" in words_of(answer)
    assert "（第2版）" in words_of(answer)
    old = words_of(client.get(url("", signed)))
    assert "已有第2版（草稿）" in old
    assert "另起新版" not in old


def test_a_broken_seal_is_a_page_that_says_so(client, signed, clerk):
    connection.check_constraints()  # nothing left pending on the tables
    with triggers_lifted(connection, "reports_frozenpaper"):
        FrozenPaper.objects.update(digest="0" * 64)
    sign_in(client, clerk)

    answer = client.get(url("", signed))

    assert answer.status_code == 409
    assert "校验值不符" in words_of(answer)
