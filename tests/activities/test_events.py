"""The pages of events: who may, the minute's form, the list, files and papers."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from activities.models import Event, EventState
from tests.factories.activities import EventFactory, ParticipationFactory
from tests.factories.kernel import PlaceFactory, scope_of
from tests.factories.members import PersonFactory
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import today

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("activities:events"), reverse("activities:event_add")
PLAN = {"kind": "sport", "name": "迎亚运健身走", "begins_on": "2010-05-04"}


def address(event, what="event"):
    return reverse(f"activities:{what}", args=[event.pk])


def photo(name="现场.png"):
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


@pytest.fixture
def event(xingfa, tiezhu):
    return EventFactory(organisation=xingfa, place=tiezhu, name="职工拔河比赛")


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("cashier", 403)])
@pytest.mark.parametrize(
    "what",
    ["event", "event_change", "event_hold", "event_cancel", "event_participants", "event_attach"],
)
def test_three_people_at_every_page(client, request, event, what, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(address(event, what)).status_code == status


def test_the_county_sees_the_event_without_buttons(client, county_officer, event):
    page = sign_in(client, county_officer).get(address(event)).content.decode()
    assert "职工拔河比赛" in page
    for what in ("change", "hold", "cancel", "participants", "attach"):
        assert address(event, f"event_{what}") not in page


def test_a_form_of_an_event_below_is_refused(client, xingfa, yongan, kailu, event):
    county_clerk = scope_of(kailu, "clerk")
    assert sign_in(client, county_clerk).get(address(event, "event_change")).status_code == 403


def test_a_contact_of_another_place_does_not_know_the_event(client, xingfa, event):
    contact = scope_of(xingfa, "contact", place=PlaceFactory(organisation=xingfa))
    assert sign_in(client, contact).get(address(event)).status_code == 404


def test_a_contacts_form_has_the_own_place_filled_in(client, xingfa, tiezhu):
    PlaceFactory(organisation=xingfa, name="石板村")
    contact = scope_of(xingfa, "contact", place=tiezhu)
    page = sign_in(client, contact).get(ADD)
    assert page.context["form"].fields["place"].queryset.get() == tiezhu
    client.post(ADD, {**PLAN, "place": tiezhu.pk})
    assert Event.objects.get().place == tiezhu


def test_a_place_no_longer_used_is_not_offered(client, clerk, xingfa, tiezhu):
    PlaceFactory(organisation=xingfa, name="旧村", closed=True)
    page = sign_in(client, clerk).get(ADD)
    assert list(page.context["form"].fields["place"].queryset) == [tiezhu]


def test_planning_takes_name_kind_and_day(client, clerk):
    answer = sign_in(client, clerk).post(ADD, PLAN)
    event = Event.objects.get()
    assert answer.url == event.get_absolute_url()
    assert (event.state, event.ends_on) == (EventState.PLANNED, event.begins_on)


def test_a_past_event_is_entered_on_the_same_form(client, clerk):
    sign_in(client, clerk).post(ADD, {**PLAN, "is_held": "on", "heads": "30", "women": "12"})
    event = Event.objects.get()
    assert (event.state, event.heads, event.women, event.person_times) == ("held", 30, 12, 30)


def test_entering_one_after_another(client, clerk):
    answer = sign_in(client, clerk).post(ADD, {**PLAN, "again": "1"})
    assert answer.url == ADD


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"is_held": "on"}, "heads"),
        ({"is_held": "on", "heads": "30", "person_times": "20"}, "person_times"),
        ({"is_held": "on", "heads": "30", "women": "31"}, "women"),
        ({"heads": "30"}, "is_held"),
        ({"ends_on": "2010-05-01"}, "__all__"),
        ({"is_held": "on", "heads": "3", "begins_on": str(today() + timedelta(1))}, "ends_on"),
    ],
)
def test_a_slip_stands_at_its_field_and_nothing_is_saved(client, clerk, answers, field):
    answer = sign_in(client, clerk).post(ADD, {**PLAN, **answers})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Event.objects.exists()


def test_holding_from_the_page(client, clerk, event):
    answers = {"ends_on": "2010-05-04", "heads": "30", "person_times": "60", "version": "0"}
    answer = sign_in(client, clerk).post(address(event, "event_hold"), answers)
    assert answer.url == event.get_absolute_url()
    event.refresh_from_db()
    assert (event.state, event.person_times) == (EventState.HELD, 60)


def test_correcting_asks_for_the_reason(client, clerk, xingfa):
    event = EventFactory(organisation=xingfa, held=True)
    answers = {**PLAN, "ends_on": "2010-05-04", "heads": "31", "version": "0"}
    url = address(event, "event_change")
    assert sign_in(client, clerk).post(url, answers).status_code == 422
    client.post(url, {**answers, "reason": "漏计1人"})
    event.refresh_from_db()
    assert (event.heads, event.person_times) == (31, 31)


def test_changing_a_plan_from_an_old_page_is_refused(client, clerk, event):
    url = address(event, "event_change")
    sign_in(client, clerk).post(url, {**PLAN, "version": "0"})
    answer = client.post(url, {**PLAN, "name": "又一个名称", "version": "0"})
    assert answer.status_code == 422
    assert "已被他人修改" in words_of(answer)


def test_cancelling_keeps_the_event_with_its_reason(client, clerk, event):
    sign_in(client, clerk).post(address(event, "event_cancel"), {"reason": "因暴雨取消"})
    page = words_of(client.get(address(event)))
    assert "已取消" in page
    assert "因暴雨取消" in page


def test_the_list_is_filtered_by_kind_state_days_and_place(client, clerk, xingfa, event):
    EventFactory(organisation=xingfa, name="点钞技能大赛", kind="contest", held=True)
    sign_in(client, clerk)
    for query, shown in [
        ({"kind": "contest"}, "点钞技能大赛"),
        ({"state": "planned"}, "职工拔河比赛"),
        ({"place": event.place_id}, "职工拔河比赛"),
    ]:
        words = words_of(client.get(LIST, query))
        assert "共 1 场" in words
        assert shown in words
    assert "共 0 场" in words_of(client.get(LIST, {"begins_on_after": "2010-05-05"}))
    assert "共 2 场" in words_of(client.get(LIST, {"begins_on_before": "2010-05-04"}))


def test_the_list_finds_by_theme(client, clerk, xingfa, event):
    EventFactory(organisation=xingfa, theme="迎接亚运会")
    assert "共 1 场" in words_of(sign_in(client, clerk).post(LIST, {"find": "亚运"}))


def test_the_neighbours_list_is_empty(client, neighbour, event):
    assert "共 0 场" in words_of(sign_in(client, neighbour).get(LIST))


@pytest.mark.parametrize(("wish", "begins"), [("xlsx", b"PK"), ("print", b"%PDF")])
def test_the_list_is_handed_out(client, clerk, event, wish, begins):
    answer = sign_in(client, clerk).post(LIST, {"do": wish})
    assert answer.content.startswith(begins)


def test_the_list_asks_as_often_for_ten_events(client, clerk, xingfa, tiezhu, event):
    sign_in(client, clerk)
    more = lambda: EventFactory.create_batch(9, organisation=xingfa, place=tiezhu, held=True)  # noqa: E731
    assert_same_queries(client, LIST, more)


def test_the_page_asks_as_often_for_ten_names(client, clerk, xingfa, tiezhu, event):
    def listed(n):
        for _ in range(n):
            person = PersonFactory(organisation=xingfa, place=tiezhu)
            ParticipationFactory(event=event, person=person)

    listed(1)
    sign_in(client, clerk)
    assert_same_queries(client, address(event), lambda: listed(9))


def test_more_names_than_people_is_said_on_the_page(client, clerk, xingfa):
    event = EventFactory(organisation=xingfa, held=True, heads=1, person_times=1)
    for _ in range(2):
        ParticipationFactory(event=event, person=PersonFactory(organisation=xingfa))
    assert "名单有2人，多于参加人数1人" in words_of(sign_in(client, clerk).get(address(event)))


def test_a_photo_is_kept_and_handed_out(client, clerk, event):
    sign_in(client, clerk)
    answers = {"kind": "活动照片", "upload": photo()}
    assert client.post(address(event, "event_attach"), answers).status_code == 302
    file = event.attachments.get()
    answer = client.get(reverse("activities:event_attachment", args=[event.pk, file.pk]))
    assert answer.content.startswith(b"\xff\xd8")
    assert "现场.jpg" in unquote(answer.headers["Content-Disposition"])


def test_a_file_is_reached_through_its_own_event_only(client, clerk, neighbour, xingfa, event):
    sign_in(client, clerk)
    client.post(address(event, "event_attach"), {"kind": "活动照片", "upload": photo()})
    file, other = event.attachments.get(), EventFactory(organisation=xingfa)
    url = "activities:event_attachment"
    assert client.get(reverse(url, args=[other.pk, file.pk])).status_code == 404
    sign_in(client, neighbour)
    assert client.get(reverse(url, args=[event.pk, file.pk])).status_code == 404


def test_a_file_that_is_no_picture_is_refused(client, clerk, event):
    answers = {"kind": "活动照片", "upload": SimpleUploadedFile("a.png", b"<script>", "image/png")}
    answer = sign_in(client, clerk).post(address(event, "event_attach"), answers)
    assert answer.status_code == 422
    assert not event.attachments.exists()


@pytest.mark.parametrize(
    ("wish", "words"), [("sheet", "职工拔河比赛签到表"), ("record", "活动记录")]
)
def test_a_paper_without_names_takes_no_reason(client, clerk, event, wish, words):
    answer = sign_in(client, clerk).post(address(event, "event_print"), {"do": wish})
    assert words in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().replace("\n", "")
    assert AuditEvent.objects.filter(verb="event.print").count() == 1


def test_a_paper_with_names_takes_a_reason(client, clerk, xingfa, event):
    ParticipationFactory(event=event, person=PersonFactory(organisation=xingfa))
    url = address(event, "event_print")
    refused = sign_in(client, clerk).post(url, {"do": "sheet"}, follow=True)
    assert "请先填写用途" in words_of(refused)
    assert client.post(url, {"do": "sheet", "reason": "现场签到"}).content.startswith(b"%PDF")
    assert AuditEvent.objects.get(verb="event.print").note == "签到表 现场签到"


def test_printing_is_a_right_of_its_own(client, reviewer, event):
    assert sign_in(client, reviewer).post(address(event, "event_print")).status_code == 403
