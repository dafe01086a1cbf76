"""Publicity: list, one item's page, and its form."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import publicity
from activities.forms.publicity import PublicityForm
from activities.listings import PUBLICITY
from activities.models import PublicityItem
from unionhub.listing import show_list
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_VIEW)
def item_list(request: OfficeRequest) -> HttpResponse:
    own = PublicityItem(organisation=request.scope.organisation)
    may_add = request.scope.may_change(P.ACTIVITY_EDIT, own)
    return show_list(
        request, PUBLICITY, buttons=[("登记宣传", "activities:publicity_add")] if may_add else []
    )


@require_safe
@may(P.ACTIVITY_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    item = _seen(request, pk)
    context = {
        "item": item,
        "facts": [
            ("类别", item.get_kind_display()),
            ("日期", item.on),
            ("渠道", item.channel),
            ("份数", item.copies),
            ("覆盖人次", item.reach),
            ("填报工会", item.organisation),
        ],
        "may_edit": request.scope.may_change(P.ACTIVITY_EDIT, item),
        "crumbs": [("宣传", reverse("activities:publicity")), (item.get_kind_display(), "")],
    }
    return render(request, "activities/publicity/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    form = PublicityForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: publicity.add(by=request.scope, **form.values()))
        if made:
            again = "again" in request.POST
            to = "activities:publicity_add" if again else made
            return done(request, f"已登记“{made}”。", to)
    return form_page(request, form, title="登记宣传", back="activities:publicity", again=True)


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    item = _seen(request, pk)
    request.scope.check(P.ACTIVITY_EDIT, item)
    form = PublicityForm(request.POST or None, instance=item, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: publicity.change(
                item=item, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    back = reverse("activities:publicity_item", args=[pk])
    return form_page(request, form, title="修改宣传", back=back)


def _seen(request: OfficeRequest, pk: int) -> PublicityItem:
    return get_object_or_404(PublicityItem.objects.visible_to(request.scope).for_list(), pk=pk)
