"""Member cards: the list, handing out, declaring void."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from members.actions import cards
from members.forms.memberships import IssueForm, VoidForm
from members.listings.memberships import CARDS
from members.listings.offices import for_scope
from members.models import Card, Membership
from unionhub.listing import show_list
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_cards(request: OfficeRequest) -> HttpResponse:
    return show_list(request, for_scope(CARDS, request.scope))


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
            return done(request, f"已发会员证，证号 {card}。", person)
    return form_page(request, form, title=f"发会员证：{person}", back=person, submit="发证")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def void(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Card.objects.visible_to(request.scope).select_related("membership__person")
    card = get_object_or_404(rows, pk=pk)
    person = card.membership.person
    request.scope.check(P.MEMBER_EDIT, person)
    form = VoidForm(request.POST or None, scope=request.scope, initial={"void_on": today()})
    if request.method == "POST" and form.is_valid():
        voided = attempt(form, lambda: cards.void(card=card, by=request.scope, **form.cleaned_data))
        if voided:
            return done(request, f"会员证 {card} 已作废，可以补发新证。", person)
    title = f"作废会员证：{person}（{card}）"
    return form_page(request, form, title=title, back=person, submit="作废")
