"""The register of cases: list, page, entering and changing a request, a person's tab."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from aid.actions import cases
from aid.forms.cases import CaseForm
from aid.listings import CASE_TONES, CASES
from aid.models import AidCase
from aid.views.case_page import page_of
from aid.views.fetching import duty_bar, own_case, seen_case
from members.models import Person
from members.pickers import find_people, person_tabs
from unionhub.listing import show_list
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may, number_sent, words_sent

MOST_FOUND = 20


@require_http_methods(["GET", "POST"])
@may(P.AID_VIEW)
def list_cases(request: OfficeRequest) -> HttpResponse:
    buttons = [("登记申请", "aid:case_find")] if request.scope.may(P.AID_HANDLE) else []
    return show_list(request, CASES, buttons=buttons)


@require_safe
@may(P.AID_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    case = seen_case(request, pk)
    return render(request, "aid/cases/page.html", page_of(case, request.scope))


@require_http_methods(["GET", "POST"])
@may(P.AID_HANDLE)
def find(request: OfficeRequest) -> HttpResponse:
    sought = words_sent(request, "find", 50)
    context = {
        "sought": sought,
        "found": find_people(request.scope, sought, limit=MOST_FOUND),
        "most": MOST_FOUND,
        "may_register": request.scope.may(P.MEMBER_EDIT),
    }
    return render(request, "aid/cases/find.html", context)


@require_http_methods(["GET", "POST"])
@may(P.AID_HANDLE)
def add(request: OfficeRequest) -> HttpResponse:
    person = _person(request)
    fresh = AidCase(person=person, place=person.place, applied_on=today())
    form = CaseForm(request.POST or None, instance=fresh, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        case = attempt(
            form,
            lambda: cases.apply(
                person=person,
                lines=form.line_values(),
                by=request.scope,
                on=values.pop("applied_on"),
                **values,
            ),
        )
        if case:
            return done(request, f"已登记，编号{case}。", case)
    return _case_form(request, form, person, title=f"登记帮扶申请：{person}", back="aid:cases")


@require_http_methods(["GET", "POST"])
@may(P.AID_HANDLE)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    case = own_case(request, pk, P.AID_HANDLE)
    bar = duty_bar(case, "handle", request.scope)
    form = CaseForm(request.POST or None, instance=case, scope=request.scope, bar=bar)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: cases.change(
                case=case,
                lines=form.line_values(),
                by=request.scope,
                version=form.seen_version,
                **form.values(),
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return _case_form(request, form, case.person, title=f"修改 {case}", back=case)


@require_safe
@may(P.AID_VIEW)
def of_person(request: OfficeRequest, pk: int) -> HttpResponse:
    """The tab of a person's page that this app owns."""
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    rows = AidCase.objects.visible_to(request.scope).filter(person=person).for_list()
    own = person.organisation_id == request.scope.organisation.pk
    context = {
        "person": person,
        "tabs": person_tabs(request.scope, person, "aid:of_person"),
        "rows": [{"case": row, "tone": CASE_TONES[row.get_state_display()]} for row in rows],
        "may_apply": own and request.scope.may(P.AID_HANDLE),
    }
    return render(request, "aid/cases/of_person.html", context)


def _person(request: OfficeRequest) -> Person:
    """The person chosen on the page before, out of the own office (and place)."""
    chosen = number_sent(request.GET.get("person", ""))
    return get_object_or_404(Person.objects.kept_by(request.scope), pk=chosen)


def _case_form(
    request: OfficeRequest, form: CaseForm, person: Person, *, title: str, back: object
) -> HttpResponse:
    earlier = AidCase.objects.visible_to(request.scope).filter(person=person).for_list()
    return form_page(
        request,
        form,
        title=title,
        back=back,
        template="aid/cases/form.html",
        lead=f"{person}　{person.get_sex_display()}　{masked_id(person.id_number)}",
        earlier=[row for row in earlier if row.pk != form.instance.pk],
    )
