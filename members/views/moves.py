"""Moving a member between two unions of the office, and taking one in from outside."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from members.actions import transfers
from members.forms.transfers import ArriveForm, MoveForm
from members.models import Membership, Person
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def move(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.scope).select_related("person", "union")
    spell = get_object_or_404(rows, pk=pk)
    request.scope.check(P.MEMBER_EDIT, spell.person)
    form = MoveForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        moved = attempt(
            form,
            lambda: transfers.move(membership=spell, by=request.scope, **form.cleaned_data),
        )
        if moved:
            message = f"“{spell.person}”已转到{moved.union}，可以接着发会员证。"
            return done(request, message, spell.person)
    title = f"转到本工会另一基层工会：{spell.person}"
    lead = f"现在{spell.union}。原会籍和会员证到转接日期为止，同日在新的基层工会另起一段。"
    return form_page(request, form, title=title, back=spell.person, submit="办理转接", lead=lead)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def arrive(request: OfficeRequest, pk: int) -> HttpResponse:
    """转入 from a union that does not keep its register here."""
    people = Person.objects.visible_to(request.scope).select_related("employer")
    person = get_object_or_404(people, pk=pk)
    request.scope.check(P.MEMBER_EDIT, person)
    at_work = person.employer.union_id if person.employer else None
    initial = {"union": at_work or person.organisation_id}
    form = ArriveForm(request.POST or None, scope=request.scope, initial=initial)
    if request.method == "POST" and form.is_valid():
        arrived = attempt(
            form, lambda: transfers.arrive(person=person, by=request.scope, **form.cleaned_data)
        )
        if arrived:
            return done(request, f"“{person}”已转入，可以接着发会员证。", person)
    lead = (
        "用于凭介绍信从外地（不在本系统的工会）转来的会员；"
        "本系统内的由对方办理转出，在“转入会员”里接收。"
    )
    return form_page(
        request, form, title=f"转入：{person}", back=person, submit="办理转入", lead=lead
    )
