"""The roll of members; taking down who is a member already."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from members.actions import memberships
from members.forms.memberships import JoinForm
from members.listings.collection import COLLECTION
from members.listings.memberships import ROLL
from members.listings.offices import for_scope
from members.models import Person
from unionhub.listing import show_list
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def roll(request: OfficeRequest) -> HttpResponse:
    buttons = [
        ("会员信息采集表", "members:collection"),
        ("自动退会待定", "members:silent_members"),
    ]
    return show_list(request, for_scope(ROLL, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def collection(request: OfficeRequest) -> HttpResponse:
    """The official sheet is handed up as it is: no column of ours stands in it."""
    return show_list(request, COLLECTION)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def join(request: OfficeRequest, pk: int) -> HttpResponse:
    """补录会籍."""
    people = Person.objects.visible_to(request.scope).select_related("employer")
    person = get_object_or_404(people, pk=pk)
    request.scope.check(P.MEMBER_EDIT, person)
    at_work = person.employer.union_id if person.employer else None
    initial = {"union": at_work or person.organisation_id, "joined_on": today()}
    form = JoinForm(request.POST or None, scope=request.scope, initial=initial)
    if request.method == "POST" and form.is_valid():
        joined = attempt(
            form,
            lambda: memberships.join(person=person, by=request.scope, **form.cleaned_data),
        )
        if joined:
            return done(request, f"“{person}”的会籍已补录。可以接着发会员证。", person)
    lead = "用于原来已经是会员、系统里还没有会籍的人。新入会的请办“入会申请”，由主席审批。"
    return form_page(
        request, form, title=f"补录会籍：{person}", back=person, submit="补录会籍", lead=lead
    )
