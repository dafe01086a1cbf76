"""What happens to a spell: its end, rest and waking, and the undoing of an entry."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import memberships, retentions
from members.forms.spells import EndForm, RestForm, VoidSpellForm
from members.models import ChangeKind, Membership
from members.workflow import permission_for
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may, send_attachment

LEADS = {
    ChangeKind.LEAVE: "会籍到离会日期为止，手上有效的会员证同日作废。以后重新入会另起一段会籍。",
    ChangeKind.LAPSE: (
        "依据《中国工会章程》第五条：没有正当理由连续六个月不交会费、不参加工会组织生活，"
        "经教育拒不改正的，视为自动退会。会员证同日作废。"
    ),
    ChangeKind.EXPEL: (
        "依据《中国工会章程》第五条：严重违法犯罪并受到刑事处罚的开除会籍，"
        "由工会小组讨论提出意见，工会委员会决定。会员证同日作废。"
    ),
    ChangeKind.DIE: "会籍到去世日期为止，会员证同日作废；帮扶、荣誉等记录照旧保留。",
    ChangeKind.RETAIN: "退休、失业等离开岗位的会员保留会籍，仍计入会员人数，会员证照旧有效。",
    ChangeKind.RESUME: "重新就业的，从恢复之日起照常交会费、享有会员权利。",
}
RESTS = {ChangeKind.RETAIN: retentions.retain, ChangeKind.RESUME: retentions.resume}


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def end(request: OfficeRequest, pk: int, kind: ChangeKind) -> HttpResponse:
    return _end(request, pk, kind)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_APPROVE)
def decide_end(request: OfficeRequest, pk: int, kind: ChangeKind) -> HttpResponse:
    """自动退会, 除名."""
    return _end(request, pk, kind)


def _end(request: OfficeRequest, pk: int, kind: ChangeKind) -> HttpResponse:
    spell = _own_spell(request, pk, permission_for(kind))
    form = EndForm(*_sent(request), scope=request.scope, kind=kind, initial={"left_on": today()})
    if request.method == "POST" and form.is_valid():
        ended = attempt(
            form,
            lambda: memberships.end(
                membership=spell, kind=kind, by=request.scope, **form.cleaned_data
            ),
        )
        if ended:
            words = f"“{spell.person}”已办理{kind.label}，有效的会员证同日作废。"
            return done(request, words, "members:person_spells", spell.person_id)
    return _form_page(request, form, spell, kind)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def rest(request: OfficeRequest, pk: int, kind: ChangeKind) -> HttpResponse:
    """保留会籍, 恢复会籍."""
    spell = _own_spell(request, pk, permission_for(kind))
    form = RestForm(*_sent(request), scope=request.scope, kind=kind, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        deed = RESTS[kind]
        rested = attempt(
            form, lambda: deed(membership=spell, by=request.scope, **form.cleaned_data)
        )
        if rested:
            words = f"“{spell.person}”已办理{kind.label}。"
            return done(request, words, "members:person_spells", spell.person_id)
    return _form_page(request, form, spell, kind)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_APPROVE)
def void(request: OfficeRequest, pk: int) -> HttpResponse:
    spell = _own_spell(request, pk, P.MEMBER_APPROVE)
    form = VoidSpellForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        undone = attempt(
            form,
            lambda: memberships.void(membership=spell, by=request.scope, **form.cleaned_data),
        )
        if undone:
            words = f"“{spell.person}”的这段会籍已撤销登记，不再计入任何名册和数字。"
            return done(request, words, "members:person_spells", spell.person_id)
    lead = (
        "只用于登记错了的会籍：撤销后如同没有这段会籍，任何一天的名册都不再有它，"
        "会员证一并作废。真实发生过的会籍请办退会。"
    )
    return form_page(
        request,
        form,
        title=f"撤销登记：{spell.person}",
        back=_spells_of(spell),
        submit="撤销登记",
        lead=lead,
    )


@require_safe
@may(P.MEMBER_VIEW)
def paper(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    """The scanned paper of a change."""
    spell = get_object_or_404(Membership.objects.visible_to(request.scope), pk=pk)
    change = get_object_or_404(spell.changes.select_related("attachment"), attachment=attachment)
    return send_attachment(change.attachment)


def _own_spell(request: OfficeRequest, pk: int, permission: P) -> Membership:
    """The spell, if it exists for this post; 403 where this post may not act on it."""
    rows = Membership.objects.visible_to(request.scope).select_related("person")
    spell: Membership = get_object_or_404(rows, pk=pk)
    request.scope.check(permission, spell.person)
    return spell


def _sent(request: OfficeRequest) -> tuple[Any, Any]:
    return request.POST or None, request.FILES or None


def _spells_of(spell: Membership) -> str:
    return reverse("members:person_spells", args=[spell.person_id])


def _form_page(
    request: OfficeRequest, form: Any, spell: Membership, kind: ChangeKind
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=f"{kind.label}：{spell.person}",
        back=_spells_of(spell),
        submit=f"办理{kind.label}",
        lead=LEADS[kind],
    )
