"""工会概况: the sheets of unions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import unions
from members.forms.unions import UnionProfileForm
from members.listings.offices import for_scope
from members.listings.unions import UNIONS
from members.models import Employer, Membership, UnionProfile
from unionhub.listing import show_list
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_unions(request: OfficeRequest) -> HttpResponse:
    written = UnionProfile.objects.visible_to(request.scope).values("union")
    standing = Organisation.objects.visible_to(request.scope).standing(today())
    missing = standing.exclude(pk__in=written).count()
    notice = ""
    if missing:
        notice = f"还有 {missing} 个工会没有概况。在“工会组织”里打开该工会，点“工会概况”填写。"
    return show_list(request, for_scope(UNIONS, request.scope), notice=notice)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    union = _seen(request, pk)
    profile = _profile(request, union)
    members = Membership.objects.visible_to(request.scope).filter(union=union)
    employers = Employer.objects.visible_to(request.scope).filter(union=union)
    context = {
        "union": union,
        "facts": _facts(union, profile),
        "written": profile is not None,
        "members": members.as_of(today()).count(),
        "employers": employers.standing(today()).count(),
        "may_edit": request.scope.may_change(P.MEMBER_EDIT, unions.office_of(union)),
        "may_open": request.scope.may(P.ORGANISATION_VIEW),
    }
    return render(request, "members/unions/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    union = _seen(request, pk)
    request.scope.check(P.MEMBER_EDIT, unions.office_of(union))
    profile = _profile(request, union)
    form = UnionProfileForm(request.POST or None, instance=profile, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: unions.write_profile(
                union=union, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(
        request, form, title=f"工会概况：{union}", back=reverse("members:union", args=[pk])
    )


def _seen(request: OfficeRequest, pk: int) -> Organisation:
    union: Organisation = get_object_or_404(Organisation.objects.visible_to(request.scope), pk=pk)
    return union


def _profile(request: OfficeRequest, union: Organisation) -> UnionProfile | None:
    return UnionProfile.objects.visible_to(request.scope).filter(union=union).first()


def _facts(union: Organisation, profile: UnionProfile | None) -> list[tuple[str, Any]]:
    facts = [
        ("工会名称", union.name),
        ("类型", union.get_kind_display()),
        ("建会日期", union.opened_on),
        ("撤销日期", union.closed_on),
    ]
    if profile is None:
        return facts
    return [
        *facts,
        ("单位性质", profile.get_unit_kind_display()),
        ("外来投资企业", "是" if profile.incoming else "否"),
        ("涵盖单位数", profile.units_covered),
        ("工会主席", profile.chair),
        ("联系电话", profile.phone),
        ("批复文号", profile.founding_paper),
    ]
