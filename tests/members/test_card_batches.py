"""Cards of many members at once: asked for, made, handed out; lists, ticks, exports, papers."""

from datetime import date
from io import BytesIO
from itertools import pairwise

import pymupdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from members.actions import card_lists
from members.models import Card, CardKind, CardList
from tests.factories.kernel import below, scope_of
from tests.factories.members import (
    CardFactory,
    EmployerFactory,
    MembershipFactory,
    PersonDetailsFactory,
    PersonFactory,
    member_of,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.actions import attachments
from unionhub.documents.tiles import modules
from unionhub.models import AuditEvent
from unionhub.permissions import Permission

pytestmark = pytest.mark.django_db
DAY, LATER = date(2010, 6, 1), date(2010, 6, 10)
BANKS = ("6217001234567890122", "6228480402564890018")
MM = 25.4 / 72


@pytest.fixture(autouse=True)
def a_day_of_2010(time_machine):
    time_machine.move_to("2010-06-30 10:00:00+08:00", tick=False)


@pytest.fixture
def spells(xingfa):
    names = ("马关旺", "杨学昌", "李明")
    return [member_of(xingfa, name=name).memberships.get() for name in names]


def asked(spells, clerk, **more):
    return card_lists.ask(memberships=spells, asked_on=DAY, by=clerk, **more)


def made(spells, clerk):
    return [
        *card_lists.make(cards=asked(spells, clerk), made_on=DAY, by=clerk).cards_made.order_by(
            "pk"
        )
    ]


def ticks(rows):
    return {"ticked": [row.pk for row in rows]}


# --- asking -----------------------------------------------------------------------------------
def test_cards_are_asked_for_many_at_once(clerk, spells):
    cards = asked(spells, clerk)
    assert [(c.state, c.number, c.asked_on, c.kind) for c in cards] == [
        ("asked", "", DAY, "book")
    ] * 3
    assert AuditEvent.objects.filter(verb="card.ask").count() == 3


def test_who_has_a_card_is_named_and_nobody_is_asked_for(clerk, spells):
    CardFactory(membership=spells[1])
    with pytest.raises(ValidationError, match="杨学昌已有会员证或已申领"):
        asked(spells, clerk)
    assert Card.objects.count() == 1


def test_a_card_is_not_asked_for_before_joining(clerk, spells):
    with pytest.raises(ValidationError, match=r"马关旺、杨学昌、李明：申领日期不能早于入会日期"):
        card_lists.ask(memberships=spells, asked_on=date(2010, 2, 1), by=clerk)


def test_nobody_and_too_many_are_refused(clerk, spells):
    with pytest.raises(ValidationError, match="没有选定会员"):
        asked([], clerk)
    with pytest.raises(ValidationError, match="一批最多500人"):
        asked(spells * 200, clerk)


def test_a_contact_asks_for_the_own_village_and_makes_nothing(xingfa, tiezhu, clerk):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    near = member_of(xingfa, place=tiezhu).memberships.get()
    cards = asked([near], contact)
    with pytest.raises(PermissionDenied):
        asked([member_of(xingfa).memberships.get()], contact)
    with pytest.raises(PermissionDenied, match="统一办理"):
        card_lists.make(cards=cards, by=contact)


# --- making -----------------------------------------------------------------------------------
def test_cards_made_get_the_offices_numbers_and_a_list(clerk, spells):
    batch = card_lists.make(cards=asked(spells, clerk), made_on=DAY, handler=" 王芳 ", by=clerk)
    assert [c.number for c in batch.cards_made.order_by("pk")] == [
        f"XINGFA-HYZ-2010-{n:04}" for n in (1, 2, 3)
    ]
    assert (batch.kind, batch.on, batch.handler) == ("making", DAY, "王芳")
    assert {c.state for c in batch.cards_made.all()} == {"made"}


def test_numbers_given_stand_and_the_others_follow_the_series(clerk, spells):
    cards = asked(spells, clerk)
    card_lists.make(cards=cards, made_on=DAY, given={cards[0].pk: "蒙工0471"}, by=clerk)
    numbers = [*Card.objects.order_by("pk").values_list("number", flat=True)]
    assert numbers == ["蒙工0471", "XINGFA-HYZ-2010-0001", "XINGFA-HYZ-2010-0002"]


def test_a_number_given_twice_or_used_before_is_named(clerk, xingfa, spells):
    CardFactory(membership=member_of(xingfa).memberships.get(), number="旧1")
    cards = asked(spells, clerk)
    for given in (
        {cards[0].pk: "旧1"},
        {cards[0].pk: "新1", cards[1].pk: "新1"},
    ):
        with pytest.raises(ValidationError, match="已经用过或重复给出"):
            card_lists.make(cards=cards, made_on=DAY, given=given, by=clerk)
    assert not CardList.objects.exists()


def test_a_service_card_needs_the_banks_number(clerk, spells):
    cards = asked(spells[:2], clerk, kind=CardKind.SERVICE)
    with pytest.raises(ValidationError, match="还缺杨学昌的银行卡号"):
        card_lists.make(cards=cards, made_on=DAY, given={cards[0].pk: BANKS[0]}, by=clerk)
    with pytest.raises(ValidationError, match="杨学昌：银行卡号校验不符"):
        given = {cards[0].pk: BANKS[0], cards[1].pk: BANKS[0][:-1] + "7"}
        card_lists.make(cards=cards, made_on=DAY, given=given, by=clerk)
    given = {card.pk: bank for card, bank in zip(cards, BANKS, strict=True)}
    batch = card_lists.make(cards=cards, made_on=DAY, given=given, by=clerk)
    told = batch.cards_made.order_by("pk")
    assert [(c.number, c.bank_number) for c in told] == [
        ("XINGFA-FWK-2010-0001", BANKS[0]),
        ("XINGFA-FWK-2010-0002", BANKS[1]),
    ]
    assert not any(bank in str(e.changes) for e in AuditEvent.objects.all() for bank in BANKS)


def test_one_banks_number_is_on_one_valid_card(clerk, spells):
    cards = asked(spells[:2], clerk, kind=CardKind.SERVICE)
    with pytest.raises(ValidationError, match="杨学昌：这个银行卡号已登记在另一张有效的服务卡上"):
        given = dict.fromkeys((card.pk for card in cards), BANKS[0])
        card_lists.make(cards=cards, made_on=DAY, given=given, by=clerk)


def test_two_kinds_are_made_apart(clerk, spells):
    cards = [*asked(spells[:1], clerk), *asked(spells[1:], clerk, kind=CardKind.SERVICE)]
    with pytest.raises(ValidationError, match="请分开办理"):
        card_lists.make(cards=cards, made_on=DAY, by=clerk)


# --- handing out ------------------------------------------------------------------------------
def test_cards_handed_out_stand_on_a_list_with_the_day_and_the_name(clerk, spells):
    batch = card_lists.hand_out(
        cards=made(spells, clerk), issued_on=LATER, handler="王芳", by=clerk
    )
    assert {(c.state, c.issued_on) for c in batch.cards_handed.all()} == {("held", LATER)}
    assert (batch.kind, batch.on, batch.handler) == ("handing", LATER, "王芳")


def test_a_card_is_not_handed_out_before_it_was_made(clerk, spells):
    cards = made(spells, clerk)
    with pytest.raises(ValidationError, match="发证日期不能早于制证日期"):
        card_lists.hand_out(cards=cards, issued_on=date(2010, 5, 1), handler="王芳", by=clerk)


def test_the_cards_that_are_not_ready_are_named(clerk, spells):
    cards = made(spells, clerk)
    card_lists.hand_out(cards=cards[1:], issued_on=LATER, handler="王芳", by=clerk)
    with pytest.raises(ValidationError, match="杨学昌、李明：当前状态为“已领”，不能发放"):
        card_lists.hand_out(cards=cards, issued_on=LATER, handler="王芳", by=clerk)


def test_who_hands_out_is_named(clerk, spells):
    with pytest.raises(ValidationError, match="请填写发放人"):
        card_lists.hand_out(cards=made(spells, clerk), handler=" ", by=clerk)


# --- the lists on the screen ------------------------------------------------------------------
def test_the_whole_way_by_ticks_and_buttons(client, clerk, spells):
    client = sign_in(client, clerk)
    page = client.get(reverse("members:without_card"))
    assert page.content.decode().count('name="ticked"') == 3
    url = reverse("members:card_ask")
    assert f'formaction="{url}"' in page.content.decode()
    form = client.get(url, ticks(spells[:2]))
    assert "选定 2 人" in words_of(form)
    client.post(url, {**ticks(spells[:2]), "kind": "book", "asked_on": "2010-06-01"})
    assert client.get(reverse("members:without_card")).content.decode().count('name="ticked"') == 1

    waiting = Card.objects.order_by("pk")
    sent = {**ticks(waiting), "made_on": "2010-06-02", "handler": "王芳", "pasted": "马关旺 甲1"}
    batch = client.post(reverse("members:card_make"), sent).url
    assert "甲1" in words_of(client.get(batch))

    sent = {**ticks(waiting), "issued_on": "2010-06-03", "handler": "王芳"}
    batch = client.post(reverse("members:card_hand_out"), sent).url
    assert "领证签收表" in words_of(client.get(batch))
    assert {c.state for c in Card.objects.all()} == {"held"}


def test_all_that_the_filter_leaves_can_be_meant(client, clerk, xingfa, spells):
    union = below(xingfa, "KILN", "砖厂工会", "enterprise")
    MembershipFactory(person=PersonFactory(organisation=xingfa, name="砖厂人"), union=union)
    page = sign_in(client, clerk).get(
        reverse("members:card_ask"), {"whole": "1", "union": union.pk}
    )
    assert "选定 1 人" in words_of(page)
    assert "砖厂人" in words_of(page)


def test_nothing_ticked_goes_back_with_words(client, clerk, spells):
    answer = sign_in(client, clerk).get(reverse("members:card_make"), follow=True)
    assert "请先在名单里勾选" in words_of(answer)


def test_a_foreign_card_cannot_be_ticked(client, clerk, yongan, neighbour):
    foreign = asked([member_of(yongan, name="外乡人").memberships.get()], neighbour)
    client = sign_in(client, clerk)
    for name, more in (
        ("make", {"made_on": "2010-06-02"}),
        ("print", {"do": "cards", "reason": "发放"}),
    ):
        url = reverse(f"members:card_{name}")
        assert client.get(url, ticks(foreign)).status_code == 302
        answer = client.post(url, {**ticks(foreign), **more})
        assert (answer.status_code, "外乡人" in answer.content.decode()) == (422, False)


def test_refused_lines_keep_the_pasted_list(client, clerk, spells):
    cards = asked(spells, clerk)
    sent = {**ticks(cards), "made_on": "2010-06-02", "pasted": "赵六 1"}
    answer = sign_in(client, clerk).post(reverse("members:card_make"), sent)
    assert answer.status_code == 422
    assert "本批没有“赵六”" in words_of(answer)
    assert "赵六 1" in answer.content.decode()


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"state": "made"}, {"马关旺"}),
        ({"state": "asked"}, {"杨学昌", "李明"}),
        ({"kind": "service"}, {"李明"}),
        ({"place": "铁柱片"}, {"杨学昌"}),
        ({"employer": "兴发砖厂"}, {"马关旺"}),
    ],
)
def test_cards_are_filtered(client, clerk, xingfa, tiezhu, spells, filters, names):
    one, two, three = spells
    unit = EmployerFactory(organisation=xingfa, name="兴发砖厂")
    for spell, field, value in ((one, "employer", unit), (two, "place", tiezhu)):
        setattr(spell.person, field, value)
        spell.person.save()
    made([one], clerk)
    asked([two], clerk)
    asked([three], clerk, kind=CardKind.SERVICE)
    numbers = {"铁柱片": tiezhu.pk, "兴发砖厂": unit.pk}
    wanted = {key: numbers.get(value, value) for key, value in filters.items()}
    page = words_of(sign_in(client, clerk).get(reverse("members:cards"), wanted))
    assert {name for name in ("马关旺", "杨学昌", "李明") if name in page} == names


def test_members_without_a_valid_card_are_listed_with_how_far_it_has_come(
    client, clerk, xingfa, spells
):
    CardFactory(membership=spells[0])
    made([spells[1]], clerk)
    lost = member_of(xingfa, name="丢证人").memberships.get()
    CardFactory(membership=lost, state="lost", lost_on=DAY)
    MembershipFactory(
        person=PersonFactory(organisation=xingfa, name="离会人"), left=True, left_on=DAY
    )
    client, url = sign_in(client, clerk), reverse("members:without_card")
    page = words_of(client.get(url))
    assert "马关旺" not in page
    assert "离会人" not in page
    assert "丢证人" in words_of(client.get(url, {"progress": "lost"}))
    assert "杨学昌" in words_of(client.get(url, {"progress": "made"}))
    unasked = words_of(client.get(url, {"progress": "none"}))
    assert "李明" in unasked
    assert "杨学昌" not in unasked


def test_the_rate_is_told_by_the_figures_alone(client, clerk, spells):
    page = sign_in(client, clerk).get(reverse("members:without_card"))
    assert f'href="{reverse("reports:figures")}"' in page.content.decode()
    assert "%" not in words_of(page)


@pytest.mark.parametrize("name", ["cards", "without_card", "card_lists"])
def test_a_list_asks_as_often_for_ten_rows_as_for_one(client, clerk, xingfa, name):
    def more(count=1):
        for _ in range(count):
            spell = member_of(xingfa).memberships.get()
            member_of(xingfa)
            card_lists.hand_out(
                cards=made([spell], clerk), issued_on=LATER, handler="王芳", by=clerk
            )

    more()
    assert_same_queries(sign_in(client, clerk), reverse(f"members:{name}"), lambda: more(9))


def test_the_page_of_a_list_asks_as_often_for_ten_cards_as_for_one(client, clerk, xingfa, spells):
    batch = card_lists.make(cards=asked(spells[:1], clerk), made_on=DAY, by=clerk)

    def more():
        fresh = [member_of(xingfa).memberships.get() for _ in range(9)]
        Card.objects.filter(pk__in=[c.pk for c in made(fresh, clerk)]).update(making=batch)

    assert_same_queries(sign_in(client, clerk), batch.get_absolute_url(), more)


def test_a_list_is_seen_by_its_office_and_those_above(
    client, clerk, cadre_of, neighbour, county_officer, admin, spells
):
    batch = card_lists.make(cards=asked(spells, clerk), made_on=DAY, by=clerk)
    url, attach = batch.get_absolute_url(), reverse("members:card_list_attach", args=[batch.pk])
    assert sign_in(client, neighbour).get(url).status_code == 404
    assert sign_in(client, admin).get(url).status_code == 403
    for scope in (county_officer, cadre_of):
        page = sign_in(client, scope).get(url)
        assert page.status_code == 200
        assert attach not in page.content.decode()
        assert sign_in(client, scope).get(attach).status_code == 403
    assert attach in sign_in(client, clerk).get(url).content.decode()


@pytest.fixture
def cadre_of(xingfa):
    return scope_of(xingfa, "cadre")


def test_the_signed_list_is_kept_and_handed_back(client, clerk, neighbour, spells):
    batch = card_lists.hand_out(
        cards=made(spells, clerk), issued_on=LATER, handler="王芳", by=clerk
    )
    client = sign_in(client, clerk)
    assert "未上传" in words_of(client.get(reverse("members:card_lists")))
    scan = SimpleUploadedFile("签收.pdf", b"%PDF-1.4 signed")
    client.post(reverse("members:card_list_attach", args=[batch.pk]), {"upload": scan})
    file = reverse("members:card_list_file", args=[batch.pk, batch.signed.get().pk])
    assert "签收.pdf" in words_of(client.get(batch.get_absolute_url()))
    assert client.get(file).content == b"%PDF-1.4 signed"
    assert "已上传" in words_of(client.get(reverse("members:card_lists"), {"scanned": "yes"}))
    assert sign_in(client, neighbour).get(file).status_code == 404


def test_the_export_reads_back(client, clerk, spells):
    """Headings the roster knows, numbers as text in full."""
    (card,) = made(spells[:1], clerk)
    answer = sign_in(client, clerk).post(
        reverse("members:cards"), {"do": "full", "reason": "报县总工会核对"}
    )
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = next(row for row in rows if "姓名" in row)
    told = dict(zip(heads, rows[rows.index(heads) + 1], strict=True))
    assert told["姓名"] == "马关旺"
    assert told["身份证号"] == card.membership.person.id_number
    assert told["会员证号"] == card.number
    assert told["状态"] == "已制待领"


# --- papers -----------------------------------------------------------------------------------
def printed(client, cards, paper):
    answer = client.post(
        reverse("members:card_print"), {**ticks(cards), "do": paper, "reason": "发放会员证"}
    )
    assert answer.status_code == 200, words_of(answer)
    assert answer["Content-Type"] == "application/pdf"
    return pymupdf.open(stream=answer.content)


def test_cards_are_printed_with_photo_and_code_and_the_deed_is_logged(client, clerk, spells):
    file = BytesIO()
    Image.new("RGB", (300, 420), "navy").save(file, "JPEG")
    person = spells[0].person
    photo = attachments.add(
        upload=SimpleUploadedFile("照片.jpg", file.getvalue()),
        permission=Permission.MEMBER_EDIT,
        by=clerk,
        record=person,
    )
    PersonDetailsFactory(person=person, photo=photo)
    cards = made(spells, clerk)
    (page,) = printed(sign_in(client, clerk), cards, "cards")
    text = page.get_text()
    for card in cards:
        assert card.membership.person.name in text
        assert card.number in text
    assert "2010年6月1日" in text
    assert len(page.get_image_info()) == 1
    event = AuditEvent.objects.get(verb="card.print")
    assert (event.note, event.changes) == ("发放会员证", {"printed": "会员证", "cards": 3})


@pytest.mark.parametrize(
    ("setting", "start"),
    [("", "http://testserver"), ("https://union.example.cn", "https://union.example.cn")],
)
def test_the_code_holds_the_address_of_the_card_and_names_nobody(
    client, clerk, settings, spells, setting, start
):
    settings.ADDRESS = setting
    (card,) = made(spells[:1], clerk)
    (page,) = printed(sign_in(client, clerk), [card], "cards")
    code = next(
        d["rect"]
        for d in page.get_drawings()
        if 15 < d["rect"].width * MM < 21 and d["rect"].height > 40
    )
    expected = modules(f"{start}/members/cards/{card.pk}/scan/")
    side = len(expected)
    picture = page.get_pixmap(matrix=pymupdf.Matrix(8, 8), clip=code, colorspace="gray")
    step = picture.width / side
    seen = tuple(
        tuple(
            picture.pixel(int((x + 0.5) * step), int((y + 0.5) * step))[0] < 128
            for x in range(side)
        )
        for y in range(side)
    )
    assert seen == expected


def test_labels_bear_name_unit_and_number(client, clerk, xingfa, spells):
    person = spells[0].person
    person.employer = EmployerFactory(organisation=xingfa, name="兴发砖厂")
    person.save()
    (card,) = made(spells[:1], clerk)
    (page,) = printed(sign_in(client, clerk), [card], "labels")
    assert page.get_text().split() == ["马关旺", "兴发砖厂", card.number]


def test_the_signing_list_has_room_for_names_and_says_who_hands_out(client, clerk, spells):
    batch = card_lists.hand_out(
        cards=made(spells, clerk), issued_on=LATER, handler="王芳", by=clerk
    )
    url = reverse("members:card_list_print", args=[batch.pk])
    client = sign_in(client, clerk)
    assert "请写明用途" in words_of(client.post(url, {"do": "signing"}, follow=True))
    (page,) = pymupdf.open(stream=client.post(url, {"do": "signing", "reason": "发放"}).content)
    assert (round(page.rect.width * MM), round(page.rect.height * MM)) == (210, 297)
    text = page.get_text()
    for word in (
        "工会会员证领证签收表",
        "领证人（代领",
        "发放人：王芳",
        "发证日期：2010年6月10日",
        "共3张",
    ):
        assert word in text
    assert spells[0].person.id_number not in text
    rows = sorted({round(page.search_for(s.person.name)[0].y0 * MM) for s in spells})
    assert [b - a for a, b in pairwise(rows)] == [10, 10]


def test_the_makers_list_has_whole_numbers_for_who_may_see_them_only(
    client, clerk, cadre_of, spells
):
    batch = card_lists.make(cards=asked(spells, clerk), made_on=DAY, by=clerk)
    url = reverse("members:card_list_print", args=[batch.pk])
    number = spells[0].person.id_number
    client = sign_in(client, clerk)
    for paper, whole in (("making", False), ("making_full", True)):
        answer = client.post(url, {"do": paper, "reason": "送制证单位"})
        text = pymupdf.open(stream=answer.content)[0].get_text()
        assert "工会会员证制证清单" in text
        assert (number in text) == whole
    assert (
        sign_in(client, cadre_of).post(url, {"do": "making_full", "reason": "看看"}).status_code
        == 403
    )


def test_a_card_without_a_number_is_not_printed(client, clerk, spells):
    cards = asked(spells, clerk)
    answer = sign_in(client, clerk).post(
        reverse("members:card_print"), {**ticks(cards), "do": "cards", "reason": "发放会员证"}
    )
    assert answer.status_code == 422
    assert "马关旺、杨学昌、李明还没有证号，请先登记制证再打印" in words_of(answer)
    assert not AuditEvent.objects.filter(verb="card.print").exists()
