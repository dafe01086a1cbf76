"""Photo and papers of a person: hung on, taken off, and looked at by who may, with a reason."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from members.actions import person_papers
from members.listings.person_papers import papers_of
from members.models import Application, CardList, Honour, details_of
from tests.factories.kernel import scope_of
from tests.factories.members import (
    CardFactory,
    MembershipChangeFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.actions import attachments
from unionhub.models import AuditEvent
from unionhub.permissions import Permission

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS = tmp_path / "attachments"


@pytest.fixture
def person(xingfa, tiezhu):
    return PersonFactory(organisation=xingfa, name="马关旺", place=tiezhu)


def pdf(name="身份证.pdf"):
    return SimpleUploadedFile(name, PDF)


def picture(size=(800, 600)):
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG")
    return SimpleUploadedFile("马关旺.jpg", out.getvalue())


def own(person, clerk, name="身份证.pdf", kind="id_copy"):
    return person_papers.attach(person=person, upload=pdf(name), kind=kind, by=clerk)


def file_of(record, clerk, name):
    return attachments.add(
        upload=pdf(name), permission=Permission.MEMBER_EDIT, by=clerk, record=record
    )


def address(name, person, *more):
    return reverse(f"members:{name}", args=[person.pk, *more])


# --- the photo --------------------------------------------------------------------------------
def test_a_photo_is_kept_within_its_frame(clerk, person):
    details = person_papers.set_photo(person=person, upload=picture((3000, 4000)), by=clerk)
    assert Image.open(BytesIO(details.photo.read())).size == (331, 441)


def test_another_photo_takes_its_place_and_none_is_needed(clerk, person):
    first = person_papers.set_photo(person=person, upload=picture(), by=clerk)
    second = person_papers.set_photo(person=person, upload=picture(), by=clerk)
    assert first.pk == second.pk
    assert first.photo_id != second.photo_id
    assert person_papers.remove_photo(person=person, by=clerk).photo is None
    with pytest.raises(ValidationError, match="没有照片"):
        person_papers.remove_photo(person=person, by=clerk)


def test_only_a_picture_is_a_photo(client, clerk, person):
    answer = sign_in(client, clerk).post(address("photo_change", person), {"upload": pdf()})
    assert answer.status_code == 422
    assert "请上传 JPG 或 PNG 照片" in words_of(answer)
    assert details_of(person).photo is None


def test_the_page_shows_the_photo_and_takes_it_down(client, clerk, person):
    client = sign_in(client, clerk)
    shown = f'src="{address("person_photo", person)}"'
    assert shown not in client.get(person.get_absolute_url()).content.decode()
    client.post(address("photo_change", person), {"upload": picture()})
    assert shown in client.get(person.get_absolute_url()).content.decode()
    client.post(address("photo_remove", person))
    assert shown not in client.get(person.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("reviewer", 200), ("county_officer", 200), ("neighbour", 404)]
)
def test_who_sees_the_photo(client, request, clerk, person, who, status):
    person_papers.set_photo(person=person, upload=picture(), by=clerk)
    sign_in(client, request.getfixturevalue(who))
    assert client.get(address("person_photo", person)).status_code == status


def test_the_photo_is_sent_with_safe_headers_and_without_a_name(client, clerk, person):
    person_papers.set_photo(person=person, upload=picture(), by=clerk)
    answer = sign_in(client, clerk).get(address("person_photo", person))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "%E9%A9%AC" not in answer.headers["Content-Disposition"]  # 马
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_where_there_is_no_photo_there_is_none_to_send(client, clerk, person):
    assert sign_in(client, clerk).get(address("person_photo", person)).status_code == 404


# --- papers -----------------------------------------------------------------------------------
def test_every_paper_of_the_person_is_on_one_list(clerk, person):
    spell = MembershipFactory(person=person)
    application = Application.objects.create(
        organisation=person.organisation,
        person=person,
        union=person.organisation,
        applied_on=date(2010, 2, 1),
        entered_by=clerk.user,
    )
    application.attachments.add(file_of(person, clerk, "申请书.pdf"))
    MembershipChangeFactory(
        membership=spell,
        recorded_by=clerk.user,
        attachment=file_of(person, clerk, "批复.pdf"),
    )
    honour = Honour.objects.create(
        organisation=person.organisation,
        holder="person",
        person=person,
        kind="model_worker",
        name="市劳动模范",
        level="city",
        granted_on=date(2010, 5, 1),
        granted_by="通辽市",
    )
    honour.attachments.add(file_of(person, clerk, "证书.pdf"))
    handing = CardList.objects.create(
        organisation=person.organisation, kind="handing", on=date(2010, 3, 1), made_by=clerk.user
    )
    handing.signed.add(file_of(person, clerk, "签收表.pdf"))
    CardFactory(membership=spell, handing=handing)
    own(person, clerk)
    told = {(paper.file.original_name, paper.of, paper.own) for paper in papers_of(person, clerk)}
    assert told == {
        ("申请书.pdf", "入会申请（2010-02-01）", False),
        ("批复.pdf", "入会（2010-03-01）", False),
        ("证书.pdf", "市劳动模范", False),
        ("签收表.pdf", "领证签收表 2010-03-01", False),
        ("身份证.pdf", "身份证复印件", True),
    }


def test_a_contact_does_not_see_the_list_other_villages_signed(clerk, xingfa, tiezhu, person):
    handing = CardList.objects.create(
        organisation=xingfa, kind="handing", on=date(2010, 3, 1), made_by=clerk.user
    )
    handing.signed.add(file_of(person, clerk, "签收表.pdf"))
    CardFactory(membership=MembershipFactory(person=person), handing=handing)
    assert papers_of(person, scope_of(xingfa, "contact", place=tiezhu)) == []


def test_looking_at_a_paper_asks_what_for_and_leaves_a_trace(client, clerk, person):
    paper = own(person, clerk)
    client = sign_in(client, clerk)
    url = address("paper_open", person, paper.pk)
    assert client.post(url).url == address("person_papers", person)
    answer = client.post(url, {"reason": "核对入会材料"})
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert AuditEvent.objects.get(verb="person.open_paper").note == "身份证.pdf：核对入会材料"


@pytest.mark.parametrize(
    ("who", "status"), [("chair", 200), ("reviewer", 403), ("county_officer", 403)]
)
def test_who_looks_at_papers(client, request, clerk, person, who, status):
    paper = own(person, clerk)
    sign_in(client, request.getfixturevalue(who))
    answer = client.post(address("paper_open", person, paper.pk), {"reason": "核对"})
    assert answer.status_code == status


def test_a_paper_is_reached_through_its_own_person_only(client, clerk, person, xingfa):
    paper = own(person, clerk)
    other = PersonFactory(organisation=xingfa)
    client = sign_in(client, clerk)
    for name in ("paper_open", "paper_detach"):
        answer = client.post(address(name, other, paper.pk), {"reason": "核对"})
        assert answer.status_code == 404


def test_a_paper_is_uploaded_and_taken_off_again(client, clerk, person):
    client = sign_in(client, clerk)
    url = address("paper_attach", person)
    client.post(url, {"kind": "contract", "upload": pdf("合同.pdf")})
    (paper,) = papers_of(person, clerk)
    assert paper.of == "劳动合同"
    client.post(address("paper_detach", person, paper.file.pk))
    assert papers_of(person, clerk) == []


def test_the_paper_of_a_deed_stays_with_the_deed(clerk, person):
    paper = file_of(person, clerk, "批复.pdf")
    change = MembershipChangeFactory(
        membership=MembershipFactory(person=person), recorded_by=clerk.user, attachment=paper
    )
    with pytest.raises(ValidationError, match="不在此人名下"):
        person_papers.detach(person=person, paper=change.attachment, by=clerk)


def test_the_county_hangs_nothing_on_a_township_person(county_officer, person):
    with pytest.raises(PermissionDenied):
        own(person, county_officer)


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("admin", 403)])
def test_who_sees_the_list_of_papers(client, request, person, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(address("person_papers", person)).status_code == status


def test_who_may_not_open_papers_is_shown_no_button(client, reviewer, clerk, person):
    own(person, clerk)
    page = sign_in(client, reviewer).get(address("person_papers", person))
    assert "身份证.pdf" in words_of(page)
    assert "/open/" not in page.content.decode()


def test_the_list_asks_as_often_for_ten_papers_as_for_one(client, clerk, person):
    spell = MembershipFactory(person=person)

    def more(times=9):
        for n in range(times):
            own(person, clerk)
            MembershipChangeFactory(
                membership=spell,
                recorded_by=clerk.user,
                attachment=file_of(person, clerk, f"批复{n}.pdf"),
            )

    more(1)
    assert_same_queries(sign_in(client, clerk), address("person_papers", person), more)
