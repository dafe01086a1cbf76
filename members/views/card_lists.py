"""Cards of many members at once: asking, making, handing out, printing; the lists they stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import card_lists
from members.forms.cards import AskForm, HandOutForm, MakeForm, PrintForm, ScanForm
from members.listings.cards import CARD_LISTS, CARDS, WITHOUT
from members.listings.offices import for_scope
from members.models import Card, CardList, CardState, ListKind
from members.printouts.cards import LAYOUT_OF, TITLES, check_printable, paper_of
from members.rules import in_words
from unionhub.listing import show_list, ticked
from unionhub.papers import hand_out as hand_over
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.web import (
    OfficeRequest,
    attempt,
    attempt_button,
    done,
    form_page,
    may,
    send_attachment,
    words_sent,
)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_lists(request: OfficeRequest) -> HttpResponse:
    return show_list(
        request, for_scope(CARD_LISTS, request.scope), buttons=[("会员证", "members:cards")]
    )


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def ask(request: OfficeRequest) -> HttpResponse:
    rows = ticked(request, WITHOUT).filter(progress=None)
    form = AskForm(
        request.POST or None,
        scope=request.scope,
        initial={"ticked": rows, "asked_on": today(), "kind": "book"},
    )

    def deed(values: dict[str, Any]) -> HttpResponse | None:
        asked = attempt(
            form, lambda: card_lists.ask(memberships=form.chosen(), by=request.scope, **values)
        )
        told = f"已申领{len(asked or ())}张。制好后勾选，点“登记制证”。"
        return done(request, told, _cards_in(CardState.ASKED)) if asked else None

    return _batch(request, form, rows, deed, title="申领会员证", back="members:without_card")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def make(request: OfficeRequest) -> HttpResponse:
    _check_office(request, P.MEMBER_EDIT)
    rows = _ticked(request, CardState.ASKED)
    initial = {"ticked": rows, "made_on": today()}
    form = MakeForm(request.POST or None, scope=request.scope, initial=initial)

    def deed(values: dict[str, Any]) -> HttpResponse | None:
        values.pop("pasted")
        batch = attempt(
            form, lambda: card_lists.make(cards=form.chosen(), by=request.scope, **values)
        )
        return done(request, "已登记制证，证号已编好。", batch) if batch else None

    return _batch(request, form, rows, deed, title="登记制证", back="members:cards")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def hand_out(request: OfficeRequest) -> HttpResponse:
    _check_office(request, P.MEMBER_EDIT)
    rows = _ticked(request, CardState.MADE)
    initial = {"ticked": rows, "issued_on": today(), "handler": request.user.name}
    form = HandOutForm(request.POST or None, scope=request.scope, initial=initial)

    def deed(values: dict[str, Any]) -> HttpResponse | None:
        batch = attempt(
            form, lambda: card_lists.hand_out(cards=form.chosen(), by=request.scope, **values)
        )
        told = "已登记发放。请打印签收表，签字后上传扫描件。"
        return done(request, told, batch) if batch else None

    return _batch(request, form, rows, deed, title="发放会员证", back="members:cards")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def print_ticked(request: OfficeRequest) -> HttpResponse:
    _check_office(request, P.EXPORT)
    rows = ticked(request, CARDS)
    form = PrintForm(request.POST or None, scope=request.scope, initial={"ticked": rows})

    def deed(values: dict[str, Any]) -> HttpResponse | None:
        chosen, paper = form.chosen(), values["do"]
        if attempt(form, lambda: check_printable(chosen, paper)) is None:
            return None
        return _print(request, chosen, paper, values["reason"], back="members:cards")

    return _batch(request, form, rows, deed, title="打印", back="members:cards")


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    batch = _seen(request, pk)
    context = {
        "batch": batch,
        "cards": _cards_of(request, batch),
        "scans": batch.signed.all(),
        "facts": [
            ("日期", in_words(batch.on)),
            ("发放人" if batch.kind == ListKind.HANDING else "经手人", batch.handler),
            ("登记人", batch.made_by.name),
            ("填报工会", batch.organisation),
        ],
        "may_edit": request.scope.may_change(P.MEMBER_EDIT, batch),
        "act": _act(request, batch),
    }
    return render(request, "members/cards/list_page.html", context)


@require_POST
@may(P.EXPORT)
def print_list(request: OfficeRequest, pk: int) -> HttpResponse:
    batch = _seen(request, pk)
    request.scope.check(P.EXPORT, batch)
    cards, paper = [*_cards_of(request, batch)], request.POST.get("do", "")
    if paper not in dict(_papers(request)):
        paper = "signing"
    if attempt_button(request, lambda: check_printable(cards, paper)) is None:
        return redirect(batch)
    return _print(request, cards, paper, words_sent(request, "reason"), back=batch, batch=batch)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    batch = _seen(request, pk)
    request.scope.check(P.MEMBER_EDIT, batch)
    form = ScanForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        scan = attempt(
            form,
            lambda: card_lists.attach(card_list=batch, by=request.scope, **form.cleaned_data),
        )
        if scan:
            return done(request, f"已上传“{scan}”。", batch)
    return form_page(request, form, title=f"上传{batch}的扫描件", back=batch, submit="上传")


@require_safe
@may(P.MEMBER_VIEW)
def attachment(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    return send_attachment(get_object_or_404(_seen(request, pk).signed, pk=attachment))


def _batch(
    request: OfficeRequest,
    form: Any,
    rows: Any,
    deed: Callable[[dict[str, Any]], HttpResponse | None],
    *,
    title: str,
    back: str,
) -> HttpResponse:
    """The form of an act on ticked rows, with those it is for beside it."""
    if request.method == "POST":
        if form.is_valid():
            values = {name: v for name, v in form.cleaned_data.items() if name != "ticked"}
            if answer := deed(values):
                return answer
        rows = form.cleaned_data.get("ticked", ())
    elif not rows:
        messages.error(request, "没有勾选能办这件事的人：请先在名单里勾选。")
        return redirect(back)
    more = {"template": "members/cards/batch.html", "chosen": _named(rows)}
    return form_page(request, form, title=title, back=back, submit=title, **more)


def _named(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Name, union and number of each row, a card or a spell."""
    spells = [(getattr(row, "membership", row), getattr(row, "number", "")) for row in rows]
    return [{"name": s.person.name, "union": s.union, "number": number} for s, number in spells]


def _print(
    request: OfficeRequest,
    cards: list[Card],
    paper: str,
    reason: str,
    *,
    back: Any,
    batch: CardList | None = None,
) -> HttpResponse:
    office, handler, on = str(request.scope.organisation), "", ""
    if batch is not None:
        handler, on = batch.handler, in_words(batch.on)
    facts = {"office": office, "handler": handler, "on": on}
    return hand_over(
        request,
        paper_of(paper, cards, address=lambda card: _address(request, card), **facts),
        title=TITLES[paper],
        author=office,
        name=f"{TITLES[paper]}{today():%Y%m%d}",
        back=back,
        layout=LAYOUT_OF[paper],
        note=lambda: card_lists.note_print(
            cards=cards, paper=TITLES[paper], reason=reason, by=request.scope, card_list=batch
        ),
    )


def _address(request: OfficeRequest, card: Card) -> str:
    """What the code on a card opens; it names nobody."""
    path = reverse("members:card_scan", args=[card.pk])
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)


def _act(request: OfficeRequest, batch: CardList) -> ReasonAct | None:
    if not request.scope.may_change(P.EXPORT, batch):
        return None
    return ReasonAct(
        key="print",
        label="打印",
        url=reverse("members:card_list_print", args=[batch.pk]),
        example="发放会员证",
        buttons=_papers(request),
    )


def _papers(request: OfficeRequest) -> tuple[tuple[str, str], ...]:
    full = (("making_full", "制证清单（完整证件号）"),) if request.scope.may(P.REVEAL) else ()
    return (
        ("signing", "领证签收表"),
        ("cards", "会员证（每页10张）"),
        ("labels", "标签（每页24张）"),
        ("making", "制证清单"),
        *full,
    )


def _check_office(request: OfficeRequest, permission: P) -> None:
    """Cards are made and handed out by the office itself, not by a post bound to a place."""
    request.scope.check(permission, CardList(organisation=request.scope.organisation))


def _ticked(request: OfficeRequest, state: CardState) -> Any:
    """Cards that were ticked; of all the filter leaves, those that are ready."""
    rows = ticked(request, CARDS)
    return rows.filter(state=state) if request.GET.get("whole") else rows


def _cards_in(state: CardState) -> str:
    return f"{reverse('members:cards')}?state={state}"


def _seen(request: OfficeRequest, pk: int) -> CardList:
    rows = CardList.objects.visible_to(request.scope).select_related("organisation", "made_by")
    return get_object_or_404(rows, pk=pk)


def _cards_of(request: OfficeRequest, batch: CardList) -> Any:
    rows = Card.objects.visible_to(request.scope).for_list().order_by("number", "pk")
    side = "making" if batch.kind == ListKind.MAKING else "handing"
    return rows.filter(**{side: batch}).select_related("membership__person__details__photo")
