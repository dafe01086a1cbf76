"""届次和干部: elections of a union, who holds which post, and the lists of both."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import terms
from members.forms.terms import LeaveOfficeForm, OfficerForm, TermForm
from members.forms.unions import UnionPaperForm
from members.listings.offices import for_scope
from members.listings.terms import OFFICERS, TERM_TONES, TERMS, state_of
from members.models import Officer, Term
from members.views.union_page import own_union, seen_union, tab_of
from unionhub.listing import show_list
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may, send_attachment


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_terms(request: OfficeRequest) -> HttpResponse:
    return show_list(request, for_scope(TERMS, request.scope))


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_officers(request: OfficeRequest) -> HttpResponse:
    return show_list(request, OFFICERS)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    union = seen_union(request, pk)
    rows = Term.objects.visible_to(request.scope).filter(union=union)
    found = rows.prefetch_related("officers__person", "attachments").order_by("-began_on")
    context = {
        **tab_of(request, union, "members:union_terms"),
        "terms": [
            {
                "term": term,
                "state": state_of(term),
                "tone": TERM_TONES[state_of(term)],
                "officers": term.officers.all(),
                "papers": term.attachments.all(),
            }
            for term in found
        ],
        "open": union.closed_on is None,
    }
    return render(request, "members/unions/terms.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    union = own_union(request, pk)
    form = TermForm(request.POST or None, scope=request.scope, initial=_next(request, union))
    if request.method == "POST" and form.is_valid():
        term = attempt(form, lambda: terms.elect(union=union, by=request.scope, **form.values()))
        if term:
            return done(request, f"已登记第{term.number}届，请接着登记干部。", term)
    back = reverse("members:union_terms", args=[pk])
    lead = "登记后，上一届随之届满，上一届还在任的干部同日离任。"
    return form_page(request, form, title=f"登记换届：{union}", back=back, lead=lead)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    term = _own_term(request, pk)
    form = TermForm(request.POST or None, instance=term, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: terms.change(
                term=term, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title=f"修改届次：{term}", back=term)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    term = _own_term(request, pk)
    form = UnionPaperForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        paper = attempt(
            form, lambda: terms.attach(term=term, by=request.scope, **form.cleaned_data)
        )
        if paper:
            return done(request, f"已上传“{paper}”。", term)
    return form_page(request, form, title=f"上传选举材料：{term}", back=term, submit="上传")


@require_safe
@may(P.MEMBER_VIEW)
def attachment(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    term = get_object_or_404(Term.objects.visible_to(request.scope), pk=pk)
    return send_attachment(get_object_or_404(term.attachments, pk=attachment))


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def officer_add(request: OfficeRequest, pk: int) -> HttpResponse:
    term = _own_term(request, pk)
    form = OfficerForm(
        request.POST or None, scope=request.scope, initial={"from_on": term.began_on}
    )
    if request.method == "POST" and form.is_valid():
        officer = attempt(
            form, lambda: terms.take_office(term=term, by=request.scope, **form.values())
        )
        if officer:
            onward = ("members:officer_add", pk) if "again" in request.POST else (term,)
            return done(request, f"已登记{officer}。", *onward)
    return form_page(request, form, title=f"登记干部：{term}", back=term, again=True)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def officer_change(request: OfficeRequest, pk: int) -> HttpResponse:
    officer = _own_officer(request, pk)
    form = OfficerForm(request.POST or None, instance=officer, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: terms.change_officer(
                officer=officer, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title=f"修改干部：{officer}", back=officer)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def officer_leave(request: OfficeRequest, pk: int) -> HttpResponse:
    officer = _own_officer(request, pk)
    form = LeaveOfficeForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        left = attempt(
            form,
            lambda: terms.leave_office(officer=officer, by=request.scope, **form.cleaned_data),
        )
        if left:
            return done(request, f"{left}已离任。", left)
    return form_page(request, form, title=f"离任：{officer}", back=officer, submit="离任")


def _next(request: OfficeRequest, union: Organisation) -> dict[str, object]:
    """What the form of an election begins with: the next number, the years of the last term."""
    rows = Term.objects.visible_to(request.scope).filter(union=union)
    last = rows.order_by("-number").first()
    number, years = (last.number + 1, last.years) if last else (1, 3)
    return {"number": number, "years": years, "began_on": today()}


def _own_term(request: OfficeRequest, pk: int) -> Term:
    rows = Term.objects.visible_to(request.scope).select_related("union")
    term = get_object_or_404(rows, pk=pk)
    request.scope.check(P.MEMBER_EDIT, term)
    return term


def _own_officer(request: OfficeRequest, pk: int) -> Officer:
    rows = Officer.objects.visible_to(request.scope).select_related("term__union")
    officer = get_object_or_404(rows, pk=pk)
    request.scope.check(P.MEMBER_EDIT, officer)
    return officer
