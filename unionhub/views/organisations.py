"""The tree of organisations, and the places of the own office."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from unionhub.actions import organisations
from unionhub.forms.organisations import (
    CloseOrganisationForm,
    MoveForm,
    OrganisationForm,
    PlaceForm,
)
from unionhub.listing import show_list
from unionhub.listings import PLACES
from unionhub.models import Organisation, Place
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.tree import organisation_numbers, with_count_below
from unionhub.web import OfficeRequest, attempt, done, form_page, may, organisation_tabs


@require_safe
@may(P.ORGANISATION_VIEW)
def tree(request: OfficeRequest) -> HttpResponse:
    scope = request.scope
    rows = list(Organisation.objects.visible_to(scope).order_by("path"))
    labels, numbers = organisation_numbers(scope, today())
    base = scope.organisation.depth
    context = {
        "labels": labels,
        "rows": [
            {
                "row": row,
                "level": min(row.depth - base, 5),
                "below": below,
                "numbers": [of_labels.get(row.path, 0) for of_labels in numbers],
            }
            for row, below in with_count_below(rows)
        ],
    }
    return render(request, "unionhub/organisations/tree.html", context)


@require_safe
@may(P.ORGANISATION_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    scope = request.scope
    organisation = get_object_or_404(Organisation.objects.visible_to(scope), pk=pk)
    visible = Organisation.objects.visible_to(scope)
    context = {
        "organisation": organisation,
        "facts": _facts(organisation),
        "parents": [o for o in visible if organisation.is_descendant_of(o)],
        "children": [o for o in visible if o.is_child_of(organisation)],
        "past": organisation.changes.all(),
        "may_edit": scope.may(P.ORGANISATION_EDIT),
        "may_end": _may_end(request, organisation),
        "tabs": organisation_tabs(scope, organisation, "unionhub:organisation"),
    }
    return render(request, "unionhub/organisations/page.html", context)


def _facts(organisation: Organisation) -> list[tuple[str, Any]]:
    return [
        ("工会名称", organisation.name),
        ("编码", organisation.code),
        ("类型", organisation.get_kind_display()),
        ("所在地简称", organisation.place_name),
        ("建会日期", organisation.opened_on),
        ("撤销日期", organisation.closed_on),
    ]


def _may_end(request: OfficeRequest, organisation: Organisation) -> bool:
    """Whether to show the buttons for moving and closing: never for the own organisation."""
    scope = request.scope
    own = organisation.pk == scope.organisation.pk
    return scope.may(P.ORGANISATION_EDIT) and not own and organisation.closed_on is None


@require_http_methods(["GET", "POST"])
@may(P.ORGANISATION_EDIT)
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    parent = get_object_or_404(Organisation.objects.visible_to(request.scope), pk=pk)
    form = OrganisationForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: organisations.open_below(parent=parent, by=request.scope, **form.values()),
        )
        if made:
            return done(request, f"已登记“{made}”。", made)
    return form_page(request, form, title=f"在“{parent}”下登记工会", back=parent)


@require_http_methods(["GET", "POST"])
@may(P.ORGANISATION_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.scope), pk=pk)
    form = OrganisationForm(request.POST or None, instance=organisation, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: organisations.change(
                organisation=organisation,
                by=request.scope,
                version=form.seen_version,
                **form.values(),
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title="修改工会", back=organisation)


@require_http_methods(["GET", "POST"])
@may(P.ORGANISATION_EDIT)
def move(request: OfficeRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.scope), pk=pk)
    form = MoveForm(request.POST or None, instance=organisation, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        moved = attempt(
            form,
            lambda: organisations.move(
                organisation=organisation,
                by=request.scope,
                version=form.seen_version,
                **form.values(),
            ),
        )
        if moved:
            return done(request, f"“{moved}”已划转。", moved)
    lead = "它下面的工会一起划转。各级的数字、名册随之归到新的上级，已签发的文件不变。"
    return form_page(
        request, form, title=f"划转：{organisation}", back=organisation, submit="划转", lead=lead
    )


@require_http_methods(["GET", "POST"])
@may(P.ORGANISATION_EDIT)
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.scope), pk=pk)
    form = CloseOrganisationForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        closed = attempt(
            form,
            lambda: organisations.close(
                organisation=organisation, by=request.scope, **form.cleaned_data
            ),
        )
        if closed:
            return done(request, f"“{closed}”已撤销。", closed)
    lead = "从这一天起不再计入工会数，也不能再选用；历年的记录都保留。"
    return form_page(
        request, form, title=f"撤销：{organisation}", back=organisation, submit="撤销", lead=lead
    )


@require_http_methods(["GET", "POST"])
@may(P.ORGANISATION_VIEW)
def places(request: OfficeRequest) -> HttpResponse:
    buttons = [("新增", "unionhub:place_add")] if request.scope.may(P.ORGANISATION_EDIT) else []
    return show_list(request, PLACES, buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.ORGANISATION_EDIT)
def place_add(request: OfficeRequest) -> HttpResponse:
    form = PlaceForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        place = attempt(form, lambda: organisations.add_place(by=request.scope, **form.values()))
        if place:
            return done(request, f"已登记“{place}”。", "unionhub:places")
    return form_page(request, form, title="新增片区村居", back="unionhub:places")


@require_http_methods(["GET", "POST"])
@may(P.ORGANISATION_EDIT)
def place_change(request: OfficeRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(Place.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.ORGANISATION_EDIT, place)
    form = PlaceForm(request.POST or None, instance=place, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: organisations.change_place(
                place=place, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", "unionhub:places")
    return form_page(request, form, title="修改片区村居", back="unionhub:places")
