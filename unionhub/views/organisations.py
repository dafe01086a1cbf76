"""The tree of organisations, and the places of the own office."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from unionhub.actions import organisations
from unionhub.forms.organisations import OrganisationForm, PlaceForm
from unionhub.listing import show_list
from unionhub.listings import PLACES
from unionhub.models import Organisation, Place
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may, pages_about


@require_safe
@may(P.ORGANISATION_VIEW)
def tree(request: OfficeRequest) -> HttpResponse:
    rows = Organisation.objects.visible_to(request.scope).order_by("path")
    base = request.scope.organisation.depth
    context = {"rows": [{"row": row, "level": min(row.depth - base, 5)} for row in rows]}
    return render(request, "unionhub/organisations/tree.html", context)


@require_safe
@may(P.ORGANISATION_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.scope), pk=pk)
    facts = [
        ("工会名称", organisation.name),
        ("编码", organisation.code),
        ("类型", organisation.get_kind_display()),
        ("所在地简称", organisation.place_name),
        ("建会日期", organisation.opened_on),
        ("撤销日期", organisation.closed_on),
    ]
    visible = Organisation.objects.visible_to(request.scope)
    context = {
        "organisation": organisation,
        "facts": facts,
        "parents": [o for o in visible if organisation.is_descendant_of(o)],
        "children": [o for o in visible if o.is_child_of(organisation)],
        "may_edit": request.scope.may(P.ORGANISATION_EDIT),
        "elsewhere": pages_about(request.scope, organisation),
    }
    return render(request, "unionhub/organisations/page.html", context)


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
