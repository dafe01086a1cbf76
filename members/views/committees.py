"""领导小组: the list, one committee, the form."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import committees
from members.forms.unions import CommitteeForm
from members.listings.offices import for_scope
from members.listings.unions import COMMITTEES
from members.models import Committee
from members.views.union_page import own_union
from unionhub.listing import show_list
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_committees(request: OfficeRequest) -> HttpResponse:
    own = request.scope.may_change(P.MEMBER_EDIT, request.scope.organisation)
    buttons = [("登记", "members:committee_add")] if own else []
    return show_list(request, for_scope(COMMITTEES, request.scope), buttons=buttons)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Committee.objects.visible_to(request.scope).select_related("organisation", "union")
    committee = get_object_or_404(rows, pk=pk)
    context = {
        "committee": committee,
        "facts": [
            ("类别", committee.get_kind_display()),
            ("所属工会", committee.union or committee.organisation),
            ("成立日期", committee.formed_on),
            ("文号", committee.paper),
            ("撤销日期", committee.ended_on),
            ("填报工会", committee.organisation),
        ],
        "seats": committee.seats.all(),
        "may_edit": request.scope.may_change(P.MEMBER_EDIT, committee),
    }
    return render(request, "members/committees/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    request.scope.check(P.MEMBER_EDIT, request.scope.organisation)
    form = CommitteeForm(request.POST or None, scope=request.scope)
    return _answer(request, form, "members:committees")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def add_for(request: OfficeRequest, pk: int) -> HttpResponse:
    union = own_union(request, pk)
    form = CommitteeForm(request.POST or None, scope=request.scope, initial={"union": union})
    return _answer(request, form, reverse("members:union_committees", args=[pk]))


def _answer(request: OfficeRequest, form: CommitteeForm, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        committee = attempt(form, lambda: committees.set_up(by=request.scope, **form.values()))
        if committee:
            return done(request, f"已登记“{committee}”。", committee)
    return form_page(request, form, title="登记委员会、领导小组", back=back)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    committee = get_object_or_404(Committee.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, committee)
    form = CommitteeForm(request.POST or None, instance=committee, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: committees.change(
                committee=committee, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title="修改委员会、领导小组", back=committee)
