"""Facilities: list, one's page with its adjustments, and the forms that change it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import facilities
from activities.forms.facilities import AdjustForm, ClosedFacilityForm, CloseForm, FacilityForm
from activities.listings import FACILITIES, FACILITY_TONES, facility_state
from activities.models import Facility, FacilityAdjustment
from unionhub.listing import show_list
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_VIEW)
def facility_list(request: OfficeRequest) -> HttpResponse:
    may_add = request.scope.may(P.ACTIVITY_EDIT)
    return show_list(
        request, FACILITIES, buttons=[("登记阵地", "activities:facility_add")] if may_add else []
    )


@require_safe
@may(P.ACTIVITY_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    facility = _seen(request, pk)
    state = facility_state(facility)
    adjustments = FacilityAdjustment.objects.visible_to(request.scope).filter(facility=facility)
    context = {
        "facility": facility,
        "state": state,
        "tone": FACILITY_TONES[state],
        "facts": [
            ("类别", facility.get_kind_display()),
            ("片区村居", facility.place),
            ("负责人", facility.keeper),
            ("建成日期", facility.opened_on),
            ("停用日期", facility.closed_on),
            ("填报工会", facility.organisation),
            ("备注", facility.note),
        ],
        "adjustments": adjustments.select_related("recorded_by"),
        "may_edit": request.scope.may_change(P.ACTIVITY_EDIT, facility),
        "crumbs": [("阵地", reverse("activities:facilities")), (facility.name, "")],
    }
    return render(request, "activities/facilities/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    form = FacilityForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: facilities.open_facility(by=request.scope, **form.values()))
        if made:
            again = "again" in request.POST
            to = "activities:facility_add" if again else made
            return done(request, f"已登记“{made}”。", to)
    return form_page(request, form, title="登记阵地", back="activities:facilities", again=True)


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    facility = _own(request, pk)
    kind = FacilityForm if facility.closed_on is None else ClosedFacilityForm
    form = kind(request.POST or None, instance=facility, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: facilities.change(
                facility=facility, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title="修改阵地", back=_address(pk))


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    facility = _own(request, pk)
    form = CloseForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        closed = attempt(
            form,
            lambda: facilities.close(facility=facility, by=request.scope, **form.cleaned_data),
        )
        if closed:
            return done(request, f"“{closed}”已停用。", closed)
    lead = "停用后不再计入在用阵地，以前的记录保留。"
    return form_page(
        request, form, title=f"停用“{facility}”", lead=lead, submit="停用", back=_address(pk)
    )


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def adjust(request: OfficeRequest, pk: int) -> HttpResponse:
    facility = _own(request, pk)
    form = AdjustForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: facilities.adjust(facility=facility, by=request.scope, **form.cleaned_data),
        )
        if made:
            return done(request, "已记下调整。", facility)
    return form_page(request, form, title=f"“{facility}”的活动调整", back=_address(pk))


def _seen(request: OfficeRequest, pk: int) -> Facility:
    return get_object_or_404(Facility.objects.visible_to(request.scope).for_list(), pk=pk)


def _own(request: OfficeRequest, pk: int) -> Facility:
    """The facility, if this post may change it; one seen from above answers 403."""
    facility = _seen(request, pk)
    request.scope.check(P.ACTIVITY_EDIT, facility)
    return facility


def _address(pk: int) -> str:
    return reverse("activities:facility", args=[pk])
