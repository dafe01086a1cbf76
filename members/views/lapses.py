"""自动退会待定: the work list, one member on it, and the decision to keep."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import reprieves
from members.forms.spells import KeepForm
from members.listings.lapses import LAPSES, month_words, with_last_dues
from members.listings.offices import for_scope
from members.models import Membership
from members.signs import silent
from unionhub.listing import show_list
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may

RULE = (
    "《中国工会章程》第五条：会员没有正当理由连续六个月不交纳会费、不参加工会组织生活，"
    "经教育拒不改正，视为自动退会。名单由系统按会费和活动记录列出，是否退会由人决定："
    "先联系本人做工作，再逐人决定。"
)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_silent(request: OfficeRequest) -> HttpResponse:
    return show_list(request, for_scope(LAPSES, request.scope), notice=RULE)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.scope)
    spell = get_object_or_404(with_last_dues(rows.for_list()), pk=pk)
    due = silent(rows.filter(pk=pk), today()).exists()
    context = {
        "spell": spell,
        "due": due,
        "facts": _facts(spell),
        "acts": _acts(request, spell) if due else [],
        "reprieves": spell.reprieves.select_related("decided_by"),
        "rule": RULE,
    }
    return render(request, "members/lapses/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_APPROVE)
def keep(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.scope).select_related("person")
    spell = get_object_or_404(rows, pk=pk)
    request.scope.check(P.MEMBER_APPROVE, spell.person)
    form = KeepForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        kept = attempt(
            form, lambda: reprieves.keep(membership=spell, by=request.scope, **form.cleaned_data)
        )
        if kept:
            words = f"“{spell.person}”继续在会，六个月内不再列入自动退会待定。"
            return done(request, words, "members:silent_members")
    return form_page(
        request,
        form,
        title=f"继续在会：{spell.person}",
        back=reverse("members:silent_member", args=[pk]),
        submit="继续在会",
        lead="记下理由，六个月内不再列入待定名单；之后仍没有交会费、没有参加活动的，再次列出。",
    )


def _facts(spell: Any) -> list[tuple[str, Any]]:
    person = spell.person
    return [
        ("姓名", person.name),
        ("身份证号", masked_id(person.id_number) or "未登记"),
        ("联系电话", person.phone),
        ("工作单位", person.employer),
        ("片区村居", person.place),
        ("所在基层工会", spell.union),
        ("入会日期", f"{spell.joined_on:%Y-%m-%d}"),
        ("会费交至", month_words(spell)),
    ]


def _acts(request: OfficeRequest, spell: Any) -> list[tuple[str, str, str]]:
    """(label, address, what it does) of what this post may decide."""
    acts = (
        ("自动退会", "members:lapse", P.MEMBER_APPROVE, "教育无效的：会籍到所填日期为止。"),
        (
            "继续在会",
            "members:keep",
            P.MEMBER_APPROVE,
            "有理由或愿意改正的：六个月内不再列出。",
        ),
        ("保留会籍", "members:retain", P.MEMBER_EDIT, "退休、失业等应当保留而没有办的。"),
    )
    return [
        (label, reverse(name, args=[spell.pk]), words)
        for label, name, permission, words in acts
        if request.scope.may_change(permission, spell.person)
    ]
