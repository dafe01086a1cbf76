"""The roll of members; joining and leaving."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from members.actions import memberships
from members.forms.memberships import JoinForm, LeaveForm
from members.listings.collection import COLLECTION
from members.listings.memberships import ROLL
from members.listings.offices import for_scope
from members.models import Membership, Person
from unionhub.listing import show_list
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def roll(request: OfficeRequest) -> HttpResponse:
    buttons = [("会员信息采集表", "members:collection")]
    return show_list(request, for_scope(ROLL, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def collection(request: OfficeRequest) -> HttpResponse:
    """The official sheet is handed up as it is: no column of ours stands in it."""
    return show_list(request, COLLECTION)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def join(request: OfficeRequest, pk: int) -> HttpResponse:
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
            return done(request, f"“{person}”已入会。可以接着发会员证。", person)
    return form_page(request, form, title=f"入会：{person}", back=person, submit="办理入会")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def leave(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.scope).select_related("person")
    membership = get_object_or_404(rows, pk=pk)
    person = membership.person
    request.scope.check(P.MEMBER_EDIT, person)
    form = LeaveForm(request.POST or None, scope=request.scope, initial={"left_on": today()})
    if request.method == "POST" and form.is_valid():
        left = attempt(
            form,
            lambda: memberships.leave(membership=membership, by=request.scope, **form.values()),
        )
        if left:
            return done(request, f"“{person}”已退会，有效的会员证同日作废。", person)
    lead = "会籍到离会日期为止，手上有效的会员证同日作废。以后重新入会另起一段会籍。"
    return form_page(
        request, form, title=f"退会：{person}", back=person, submit="办理退会", lead=lead
    )
