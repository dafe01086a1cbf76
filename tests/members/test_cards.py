"""One member's card: its steps in order, its days in order, what the page offers."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members import rules
from members.actions import card_lists, cards, memberships
from members.models import Card, CardState
from members.workflow import CARD_FLOW
from tests.factories.kernel import scope_of
from tests.factories.members import JOINED, CardFactory, MembershipFactory, PersonFactory, member_of
from tests.helpers import sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.workflow import WrongState

pytestmark = pytest.mark.django_db
TODAY = date(2010, 6, 30)
LATER = date(2010, 6, 1)
BANK = "6217001234567890122"


@pytest.fixture(autouse=True)
def a_day_of_2010(time_machine):
    time_machine.move_to("2010-06-30 10:00:00+08:00", tick=False)


@pytest.fixture
def spell(xingfa):
    return MembershipFactory(person=PersonFactory(organisation=xingfa, name="马关旺"))


def card_in(spell, state, **more):
    days = {
        "asked": {"asked_on": JOINED, "issued_on": None, "number": ""},
        "made": {"asked_on": JOINED, "made_on": JOINED, "issued_on": None},
        "held": {},
        "lost": {"lost_on": date(2010, 4, 1)},
        "void": {"void_on": date(2010, 4, 1)},
    }[state]
    return CardFactory(membership=spell, state=state, **days, **more)


# --- rules ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "day", "left", "words"),
    [
        ("issued_on", date(2010, 7, 1), None, "发证日期不能晚于今天"),
        ("issued_on", date(2010, 2, 28), None, "发证日期不能早于入会日期（2010年3月1日）"),
        ("issued_on", date(2010, 3, 9), None, "发证日期不能早于制证日期（2010年3月10日）"),
        ("issued_on", date(2010, 6, 1), date(2010, 5, 1), "已于2010年5月1日结束，会员证只能作废"),
        ("void_on", date(2010, 2, 1), date(2010, 5, 1), "作废日期不能早于入会日期"),
    ],
)
def test_a_day_out_of_order_is_refused(field, day, left, words):
    before = {"joined_on": JOINED, "made_on": date(2010, 3, 10), "asked_on": None}
    with pytest.raises(ValidationError, match=words):
        rules.check_card_day(field, day, before=before, left_on=left, today=TODAY)


def test_an_ended_spell_lets_its_card_become_void():
    rules.check_card_day(
        "void_on", date(2010, 5, 1), before={}, left_on=date(2010, 5, 1), today=TODAY
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("62170012345678901", "校验不符"),
        ("6217", "12至19位"),
        ("6217OO1234567890122", "12至19位"),
        ("٦٢١٧٠٠١٢٣٤٥٦٧٨٩٠١٢١", "12至19位"),
    ],
)
def test_a_bank_number_that_cannot_be_is_refused_without_repeating_it(typed, words):
    with pytest.raises(ValidationError, match=words) as refusal:
        rules.bank_number(typed)
    assert typed not in str(refusal.value)


@pytest.mark.parametrize("typed", [BANK, "6217 0012 3456 7890 122", "6217-0012-3456-7890-122"])
def test_a_bank_number_is_read_with_its_gaps(typed):
    assert rules.bank_number(typed) == BANK


HOLDERS = [
    rules.Holder(1, "王芳", "000000198005010025"),
    rules.Holder(2, "王芳", "00000019800501004X"),
    rules.Holder(3, "李明", "000000198005010061"),
]


def test_the_makers_list_is_matched_by_name_and_the_end_of_the_number():
    text = "王芳\t004x\t002\n\n李明 ， 001\n王芳,0025,003"
    assert rules.matched(rules.read_made(text), HOLDERS) == {2: "002", 3: "001", 1: "003"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("王芳 001", "第1行：本批有几位“王芳”，请加上身份证号后四位"),
        ("赵六 001", "第1行：本批没有“赵六”"),
        ("李明 9999 001", "第1行：本批没有“李明”"),
        ("李明 001\n李明 002", "第2行：“李明”已在前面给过号码"),
    ],
)
def test_a_line_that_fits_nobody_or_several_is_named(text, words):
    with pytest.raises(ValidationError, match=words):
        rules.matched(rules.read_made(text), HOLDERS)


@pytest.mark.parametrize("text", ["李明", "李明 6217 0012 3456", "李明 12 001"])
def test_a_line_that_cannot_be_read_is_named(text):
    with pytest.raises(ValidationError, match="第1行：应为"):
        rules.read_made(text)


# --- steps ------------------------------------------------------------------------------------
DEEDS = {
    "lose": lambda card, by: cards.lose(card=card, lost_on=LATER, by=by),
    "find": lambda card, by: cards.find(card=card, found_on=LATER, by=by),
    "replace": lambda card, by: cards.replace(card=card, on=LATER, reason="遗失", by=by),
    "void": lambda card, by: cards.void(card=card, void_on=LATER, reason="登记有误", by=by),
    "make": lambda card, by: card_lists.make(cards=[card], made_on=LATER, by=by),
    "hand_out": lambda card, by: card_lists.hand_out(
        cards=[card], issued_on=LATER, handler="王芳", by=by
    ),
}


def test_every_step_has_its_deed():
    assert set(DEEDS) == set(CARD_FLOW.steps)


@pytest.mark.parametrize("verb", DEEDS)
@pytest.mark.parametrize("state", CardState.values)
def test_a_card_moves_only_as_the_flow_says(clerk, spell, state, verb):
    card, step = card_in(spell, state), CARD_FLOW.steps[verb]
    if state in step.sources:
        DEEDS[verb](card, clerk)
        card.refresh_from_db()
        assert card.state == step.target
    else:
        with pytest.raises(ValidationError):
            DEEDS[verb](card, clerk)
        card.refresh_from_db()
        assert card.state == state
        assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("verb", DEEDS)
def test_a_step_is_for_the_offices_own_clerk(neighbour, reviewer, county_officer, spell, verb):
    card = card_in(spell, sorted(CARD_FLOW.steps[verb].sources)[0])
    for by in (neighbour, reviewer, county_officer):
        with pytest.raises(PermissionDenied):
            DEEDS[verb](card, by)


@pytest.mark.parametrize("verb", DEEDS)
def test_a_step_is_told_in_the_log(clerk, spell, verb):
    card = card_in(spell, sorted(CARD_FLOW.steps[verb].sources)[0])
    DEEDS[verb](card, clerk)
    event = AuditEvent.objects.get(verb=f"card.{verb}")
    assert event.target_id == str(card.pk)
    assert event.changes["state"] == [card.state, CARD_FLOW.steps[verb].target]


def test_a_contact_reports_the_loss_of_a_card_of_the_own_village_only(xingfa, tiezhu):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    near, far = (
        CardFactory(
            membership=MembershipFactory(person=PersonFactory(organisation=xingfa, place=place))
        )
        for place in (tiezhu, None)
    )
    cards.lose(card=near, by=contact)
    with pytest.raises(PermissionDenied):
        cards.lose(card=far, by=contact)


@pytest.mark.parametrize("verb", ["lose", "find", "make", "hand_out", "replace"])
def test_after_leaving_a_card_can_only_become_void(clerk, xingfa, verb):
    ended = MembershipFactory(
        person=PersonFactory(organisation=xingfa), left_on=date(2010, 5, 1), left_reason="失业"
    )
    card = card_in(ended, sorted(CARD_FLOW.steps[verb].sources)[0])
    with pytest.raises(ValidationError, match="会员证只能作废"):
        DEEDS[verb](card, clerk)
    cards.void(card=card, void_on=date(2010, 5, 1), reason="离会", by=clerk)


def test_a_lost_card_does_not_count_until_it_is_found_and_the_past_stays_as_it_was(clerk, spell):
    card = card_in(spell, "held")

    def counts(month):
        return Card.objects.held_on(date(2010, month, 15)).exists()

    cards.lose(card=card, lost_on=date(2010, 4, 1), by=clerk)
    assert [counts(month) for month in (2, 3, 4, 5)] == [False, True, False, False]
    cards.find(card=card, found_on=date(2010, 5, 1), by=clerk)
    assert [counts(month) for month in (3, 4, 5)] == [True, False, True]
    cards.lose(card=card, lost_on=date(2010, 6, 1), by=clerk)
    assert [counts(month) for month in (3, 4, 5, 6)] == [True, False, True, False]


def test_a_card_is_not_lost_again_before_it_was_found(clerk, spell):
    card = card_in(spell, "lost")
    cards.find(card=card, found_on=date(2010, 5, 1), by=clerk)
    with pytest.raises(ValidationError, match="2010年5月1日找回，再次挂失不能早于该日"):
        cards.lose(card=card, lost_on=date(2010, 4, 20), by=clerk)


def test_a_replaced_card_is_void_and_the_new_one_waits_to_be_made(clerk, spell):
    old = card_in(spell, "lost")
    new = cards.replace(card=old, on=LATER, reason=" 遗失 ", by=clerk)
    old.refresh_from_db()
    assert (old.state, old.void_on, old.void_reason) == ("void", LATER, "遗失")
    assert (new.state, new.number, new.asked_on, new.replaces) == ("asked", "", LATER, old)


def test_a_replacement_says_why(clerk, spell):
    with pytest.raises(ValidationError, match="请写明原因"):
        cards.replace(card=card_in(spell, "held"), reason=" ", by=clerk)


def test_leaving_leaves_no_card_standing(clerk, spell):
    card = card_in(spell, "asked")
    memberships.leave(membership=spell, left_on=LATER, left_reason="失业", by=clerk)
    card.refresh_from_db()
    assert card.state == "void"


def test_a_service_card_is_entered_with_the_banks_number_sealed(client, clerk, spell):
    client = sign_in(client, clerk)
    url = reverse("members:card_issue", args=[spell.pk])
    sent = {"kind": "service", "issued_on": "2010-06-01", "number": ""}
    assert "服务卡请填写银行卡号" in words_of(client.post(url, sent))
    client.post(url, {**sent, "bank_number": BANK})
    card = Card.objects.get()
    assert (card.number, card.bank_number) == ("XINGFA-FWK-2010-0001", BANK)
    assert AuditEvent.objects.get(verb="card.issue").changes["bank_number"] == [None, "***"]
    page = client.get(reverse("members:person_spells", args=[spell.person_id]))
    assert "***************0122" in words_of(page)
    assert BANK not in page.content.decode()


def test_a_member_card_has_no_banks_number(clerk, spell):
    with pytest.raises(ValidationError, match="只有服务卡有银行卡号"):
        cards.issue(membership=spell, issued_on=LATER, bank_number=BANK, by=clerk)


# --- pages ------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", CardState.values)
def test_the_page_of_a_member_offers_the_steps_the_flow_has(client, clerk, spell, state):
    card = card_in(spell, state)
    page = sign_in(client, clerk).get(reverse("members:person_spells", args=[spell.person_id]))
    offered = {
        verb
        for verb in CARD_FLOW.steps
        if verb not in ("make", "hand_out")  # of many at once, in the list of cards
        and f'"{reverse(f"members:card_{verb}", args=[card.pk])}"' in page.content.decode()
    }
    batches = {"make", "hand_out"}
    assert offered == {step.verb for step in CARD_FLOW.open_to(clerk, state)} - batches


@pytest.mark.parametrize(
    ("name", "state", "sent", "after"),
    [
        ("lose", "held", {"lost_on": "2010-06-01"}, "lost"),
        ("find", "lost", {"found_on": "2010-06-01"}, "held"),
        ("replace", "held", {"on": "2010-06-01", "reason": "损坏"}, "void"),
        ("void", "made", {"void_on": "2010-06-01", "reason": "登记有误"}, "void"),
    ],
)
def test_a_step_is_taken_on_its_page(
    client, clerk, neighbour, reviewer, spell, name, state, sent, after
):
    card = card_in(spell, state)
    url = reverse(f"members:card_{name}", args=[card.pk])
    assert sign_in(client, neighbour).get(url).status_code == 404
    assert sign_in(client, reviewer).get(url).status_code == 403
    client = sign_in(client, clerk)
    assert client.get(url).status_code == 200
    answer = client.post(url, sent)
    assert answer.url == reverse("members:person_spells", args=[spell.person_id])
    card.refresh_from_db()
    assert card.state == after


def test_a_refused_step_keeps_what_was_typed(client, clerk, spell):
    card = card_in(spell, "held")
    url = reverse("members:card_replace", args=[card.pk])
    answer = sign_in(client, clerk).post(url, {"on": "2010-07-01", "reason": "损坏"})
    assert answer.status_code == 422
    assert "作废日期不能晚于今天" in words_of(answer)
    assert "损坏" in answer.content.decode()


# --- the code on a card -----------------------------------------------------------------------
def test_the_code_opens_the_page_of_the_member_in_scope_only(
    client, clerk, neighbour, county_officer, admin, spell
):
    card = card_in(spell, "held")
    url = reverse("members:card_scan", args=[card.pk])
    page = reverse("members:person", args=[spell.person_id])
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("unionhub:login"))
    assert sign_in(client, neighbour).get(url).status_code == 404
    assert sign_in(client, admin).get(url).status_code == 403
    for scope in (clerk, county_officer):
        assert sign_in(client, scope).get(url).url == page
    assert card.number not in url


@pytest.mark.parametrize(("state", "word"), [("lost", "挂失"), ("void", "作废")])
def test_the_code_of_a_card_that_does_not_count_warns(client, clerk, spell, state, word):
    card = card_in(spell, state)
    answer = sign_in(client, clerk).get(reverse("members:card_scan", args=[card.pk]), follow=True)
    assert f"已{word}，请核对持证人" in words_of(answer)


def test_a_wrong_state_says_so(clerk, spell):
    with pytest.raises(WrongState, match="当前状态为“待制”，不能挂失"):
        cards.lose(card=card_in(spell, "asked"), by=clerk)


def test_nobody_else_may_join_two_valid_cards_of_one_kind(xingfa, clerk):
    spell = member_of(xingfa).memberships.get()
    card_in(spell, "asked")
    with pytest.raises(ValidationError, match="补发前请先作废原证"):
        cards.issue(membership=spell, issued_on=LATER, by=clerk)
    assert cards.issue(
        membership=spell, issued_on=LATER, kind="service", bank_number=BANK, by=clerk
    )
