"""Goals: the list with how far each is, one goal, setting and changing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from reports.actions import targets
from reports.forms.targets import TargetForm, TargetNumberForm
from reports.indicators import REGISTRY
from reports.listings.targets import targets_listing
from reports.models import Target
from reports.progress import Progress, progress_of
from reports.rules import in_words
from reports.views.figures import opens_to
from unionhub.listing import show_list
from unionhub.periods import Period
from unionhub.permissions import Permission as P
from unionhub.scope import Scope
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.FIGURE_VIEW)
def target_list(request: OfficeRequest) -> HttpResponse:
    buttons = [("下达目标", "reports:target_add")] if request.scope.may(P.TARGET_EDIT) else []
    return show_list(request, targets_listing(request.scope), buttons=buttons)


@require_safe
@may(P.FIGURE_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    target = _target(request, pk)
    progress = progress_of([target], request.scope.organisation)[target.pk]
    indicator = progress.indicator
    facts = [
        ("工会", target.organisation),
        ("年度", f"{target.year}年"),
        ("目标", f"{in_words(progress.goal)} {indicator.unit}"),
        ("至今", f"{in_words(progress.value)} {indicator.unit}"),
        ("完成目标的%", progress.percent),
        ("计数规则", f"{indicator.rule}；{indicator.dated}"),
        ("下达单位", target.set_by),
        ("依据", target.note),
    ]
    context = {
        "target": target,
        "progress": progress,
        "facts": facts,
        "title": f"{indicator.label}目标",
        "crumbs": [("目标", reverse("reports:targets")), (indicator.label, "")],
        "rows_url": _rows_url(request.scope, progress),
        "may_change": _may_change(request.scope, target),
    }
    return render(request, "reports/targets/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.TARGET_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    form = TargetForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: targets.set_target(by=request.scope, **form.values()))
        if made:
            return done(request, f"已下达目标：{REGISTRY[made.key].label}。", made)
    return form_page(request, form, title="下达目标", back="reports:targets")


@require_http_methods(["GET", "POST"])
@may(P.TARGET_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    target = _target(request, pk)
    targets.check_may_set(by=request.scope, organisation=target.organisation, set_by=target.set_by)
    form = TargetNumberForm(request.POST or None, instance=target, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: targets.set_target(
                organisation=target.organisation,
                year=target.year,
                key=target.key,
                by=request.scope,
                version=form.seen_version,
                **form.values(),
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    what = f"{target.organisation}{target.year}年{REGISTRY[target.key].label}"
    return form_page(request, form, title=f"修改目标：{what}", back=target)


def _target(request: OfficeRequest, pk: int) -> Target:
    rows = Target.objects.visible_to(request.scope).filter(key__in=REGISTRY)
    return get_object_or_404(rows.select_related("organisation", "set_by"), pk=pk)


def _rows_url(scope: Scope, progress: Progress) -> str:
    """The records of the goal's year, where this post may open them."""
    year = Period.parse(f"{progress.target.year:04}Y")
    if not opens_to(scope, progress.indicator, year):
        return ""
    return f"{reverse('reports:figure_rows', args=[progress.target.key])}?{progress.address}"


def _may_change(scope: Scope, target: Target) -> bool:
    try:
        targets.check_may_set(by=scope, organisation=target.organisation, set_by=target.set_by)
    except PermissionDenied:
        return False
    return True
