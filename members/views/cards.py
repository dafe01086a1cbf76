"""One member's card: handed out at once, lost, found, replaced, void; and the cards' list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import cards
from members.forms.cards import FindForm, IssueForm, LoseForm, ReplaceForm, VoidForm
from members.listings.cards import CARDS, WITHOUT, unasked
from members.listings.offices import for_scope
from members.models import Card, CardList, CardState, Membership
from unionhub.listing import Bulk, show_list
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may

ON_CARDS = (
    ("登记制证", "members:card_make"),
    ("发放", "members:card_hand_out"),
    ("打印", "members:card_print"),
)
ON_MEMBERS = (("申领会员证", "members:card_ask"),)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_cards(request: OfficeRequest) -> HttpResponse:
    office = CardList(organisation=request.scope.organisation)
    bulk = Bulk(ON_CARDS) if request.scope.may_change(P.MEMBER_EDIT, office) else None
    buttons = [("未办证会员", "members:without_card"), ("制证和签收清单", "members:card_lists")]
    return show_list(request, for_scope(CARDS, request.scope), buttons=buttons, bulk=bulk)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_without(request: OfficeRequest) -> HttpResponse:
    """Members who hold no valid card; how many of all they are is told by the figures alone."""
    bulk = Bulk(ON_MEMBERS, ticks=unasked) if request.scope.may(P.MEMBER_EDIT) else None
    buttons = [("会员证", "members:cards")]
    if request.scope.may(P.FIGURE_VIEW):
        buttons.append(("发证率", "reports:figures"))
    return show_list(request, for_scope(WITHOUT, request.scope), buttons=buttons, bulk=bulk)


@require_safe
@may(P.MEMBER_VIEW)
def scan(request: OfficeRequest, pk: int) -> HttpResponse:
    """What the code on a card opens: the member's page, for who may see it."""
    card = _seen(request, pk)
    if card.state in (CardState.LOST, CardState.VOID):
        messages.warning(request, f"这张证（{card}）已{card.get_state_display()}，请核对持证人。")
    return redirect("members:person", card.membership.person_id)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def issue(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.scope).select_related("person")
    membership = get_object_or_404(rows, pk=pk)
    person = membership.person
    request.scope.check(P.MEMBER_EDIT, person)
    form = IssueForm(request.POST or None, scope=request.scope, initial={"issued_on": today()})
    if request.method == "POST" and form.is_valid():
        card = attempt(
            form,
            lambda: cards.issue(membership=membership, by=request.scope, **form.cleaned_data),
        )
        if card:
            return done(request, f"已发会员证，证号 {card}。", "members:person_spells", person.pk)
    back = _spells(person.pk)
    return form_page(request, form, title=f"发会员证：{person}", back=back, submit="发证")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def lose(request: OfficeRequest, pk: int) -> HttpResponse:
    return _step(
        request, pk, LoseForm, cards.lose, "挂失", "会员证 {card} 已挂失；找不到的请办补办。"
    )


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def find(request: OfficeRequest, pk: int) -> HttpResponse:
    return _step(request, pk, FindForm, cards.find, "恢复", "会员证 {card} 已恢复。")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def replace(request: OfficeRequest, pk: int) -> HttpResponse:
    return _step(
        request, pk, ReplaceForm, cards.replace, "补办", "会员证 {card} 已作废，新证已申领。"
    )


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def void(request: OfficeRequest, pk: int) -> HttpResponse:
    return _step(request, pk, VoidForm, cards.void, "作废", "会员证 {card} 已作废，可以重新申领。")


def _step(
    request: OfficeRequest,
    pk: int,
    form_class: Any,
    deed: Callable[..., Card],
    word: str,
    told: str,
) -> HttpResponse:
    """The form of one step of one card; every day asked for is today until it is changed."""
    card = _seen(request, pk)
    person = card.membership.person
    request.scope.check(P.MEMBER_EDIT, person)
    initial = dict.fromkeys(("lost_on", "found_on", "on", "void_on"), today())
    form = form_class(request.POST or None, scope=request.scope, initial=initial)
    if request.method == "POST" and form.is_valid():
        after = attempt(form, lambda: deed(card=card, by=request.scope, **form.cleaned_data))
        if after:
            return done(request, told.format(card=card), "members:person_spells", person.pk)
    title = f"{word}{card.get_kind_display()}：{person}（{card}）"
    return form_page(request, form, title=title, back=_spells(person.pk), submit=word)


def _spells(person: int) -> str:
    return reverse("members:person_spells", args=[person])


def _seen(request: OfficeRequest, pk: int) -> Card:
    rows = Card.objects.visible_to(request.scope).select_related("membership__person")
    return get_object_or_404(rows, pk=pk)
