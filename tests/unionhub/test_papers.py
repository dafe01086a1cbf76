"""Before a paper is printed, the characters no face has are named; a reason is asked one way."""

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories.kernel import PlaceFactory
from tests.helpers import sign_in, words_of
from unionhub.documents import blocks
from unionhub.documents.fonts import FontsMissing
from unionhub.models import AuditEvent
from unionhub.papers import warning_of
from unionhub.reasons import ReasonAct, stated

OWN_MADE = "\ue000"  # a private-use character: every office draws its own
ASK = {"do": "print", "reason": "交县总工会", "find": "屯"}


def paper(text):
    return [blocks.Paragraph((blocks.Run(text),))]


@pytest.mark.django_db
def test_a_list_with_an_unprintable_character_is_asked_about_once(client, clerk, xingfa):
    PlaceFactory(organisation=xingfa, name=f"{OWN_MADE}家屯")
    url = f"{reverse('unionhub:places')}?closed_on="
    sign_in(client, clerk)

    asked = client.post(url, ASK)

    assert asked.status_code == 422
    assert f"{OWN_MADE} U+E000" in words_of(asked)
    assert not AuditEvent.objects.filter(verb="list.print").exists()
    page = asked.content.decode()
    assert f'action="{url}"' in page
    assert all(f'name="{name}" value="{value}"' in page for name, value in ASK.items())
    assert "csrfmiddlewaretoken" not in dict(asked.context["sent"])

    printed = client.post(url, {**ASK, "anyway": "1"})

    assert printed.content.startswith(b"%PDF")
    assert AuditEvent.objects.get(verb="list.print").note == "交县总工会"


@pytest.mark.django_db
def test_a_workbook_is_not_asked_about(client, clerk, xingfa):
    PlaceFactory(organisation=xingfa, name=f"{OWN_MADE}家屯")
    answer = sign_in(client, clerk).post(reverse("unionhub:places"), {**ASK, "do": "xlsx"})
    assert answer.content.startswith(b"PK")


def test_a_page_warns_of_each_character_once():
    assert warning_of(paper("一切正常。")) == ""
    assert "有1个字" in warning_of(paper(f"{OWN_MADE}和{OWN_MADE}"))
    assert f"“{OWN_MADE}”（U+E000）" in warning_of(paper(OWN_MADE))


def test_a_page_says_so_where_there_are_no_faces(monkeypatch):
    def none(_blocks):
        raise FontsMissing("缺少打印公文用的字体")

    monkeypatch.setattr("unionhub.papers.unprintable", none)
    assert warning_of(paper("字")) == "缺少打印公文用的字体"


def shown(**facts):
    act = ReasonAct(key="print", label="打印", buttons=(("pdf", "PDF"),), **facts)
    return render_to_string("components/reason_act.html", {"act": act})


def test_a_reason_is_asked_where_there_is_an_example():
    assert 'name="reason"' not in shown()
    html = shown(example="存档", url="/there/", hidden=(("find", "甲"),))
    assert 'id="reason-print" name="reason"' in html
    assert all(part in html for part in ("required", "如：存档", 'action="/there/"', 'value="甲"'))


def test_a_refused_act_stands_open_with_the_words():
    assert '<details class="export" open>' in shown(refusal="请先填写用途。")
    assert "请先填写用途。" in shown(refusal="请先填写用途。")


@pytest.mark.parametrize("words", ["", " 　", "a", "\n核\n"])
def test_too_few_words_are_no_reason(words):
    with pytest.raises(ValidationError, match="写明用途"):
        stated(words)


def test_a_reason_is_kept_without_blanks_and_no_longer_than_the_log_takes():
    assert stated(" 报县总\n 核对 ") == "报县总 核对"
    assert len(stated("核" * 300)) == 200
