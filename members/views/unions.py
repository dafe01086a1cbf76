"""工会概况: the sheets of unions, their founding papers, the units they cover."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import unions
from members.forms.unions import UnionPaperForm, UnionProfileForm
from members.listings.employers import with_members
from members.listings.offices import for_scope
from members.listings.unions import SHEET, UNIONS
from members.models import Employer, Membership, UnionProfile
from members.rules import units as rules
from members.views.union_page import own_union, seen_union, tab_of
from unionhub.listing import show_list, shown
from unionhub.models import Attachment, Organisation
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.rates import percent
from unionhub.web import (
    OfficeRequest,
    attempt,
    done,
    form_page,
    may,
    send_attachment,
)

BUTTONS = (
    ("信息采集表", "members:union_sheet"),
    ("干部名册", "members:officers"),
    ("评定", "members:ratings"),
    ("制度", "members:regulations"),
)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_unions(request: OfficeRequest) -> HttpResponse:
    written = UnionProfile.objects.visible_to(request.scope).values("union")
    standing = Organisation.objects.visible_to(request.scope).standing(today())
    missing = standing.exclude(pk__in=written).count()
    notice = ""
    if missing:
        notice = f"还有 {missing} 个工会没有概况。在“工会组织”里打开该工会，点“概况”填写。"
    return show_list(request, for_scope(UNIONS, request.scope), notice=notice, buttons=BUTTONS)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def sheet(request: OfficeRequest) -> HttpResponse:
    return show_list(request, SHEET)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    union = seen_union(request, pk)
    profile = _sheet_of(request, union)
    members = Membership.objects.visible_to(request.scope).filter(union=union)
    employers = Employer.objects.visible_to(request.scope).filter(union=union)
    context = {
        **tab_of(request, union, "members:union"),
        "groups": _facts(union, profile),
        "profile": profile,
        "papers": profile.founding_files.all() if profile else [],
        "warning": _legal_warning(profile),
        "members": members.as_of(today()).count(),
        "employers": employers.standing(today()).count(),
    }
    return render(request, "members/unions/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    union = own_union(request, pk)
    profile = _sheet_of(request, union)
    units = Employer.objects.visible_to(request.scope).filter(union=union).standing(today())
    form = UnionProfileForm(
        request.POST or None, instance=profile, scope=request.scope, counted=units.exists()
    )
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


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    union = own_union(request, pk)
    profile = get_object_or_404(UnionProfile.objects.visible_to(request.scope), union=union)
    form = UnionPaperForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        paper = attempt(
            form, lambda: unions.attach(profile=profile, by=request.scope, **form.cleaned_data)
        )
        if paper:
            return done(request, f"已上传“{paper}”。", profile)
    return form_page(request, form, title=f"上传建会材料：{union}", back=profile, submit="上传")


@require_safe
@may(P.MEMBER_VIEW)
def attachment(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    profile = get_object_or_404(UnionProfile.objects.visible_to(request.scope), union=pk)
    file: Attachment = get_object_or_404(profile.founding_files, pk=attachment)
    return send_attachment(file)


@require_safe
@may(P.MEMBER_VIEW)
def units(request: OfficeRequest, pk: int) -> HttpResponse:
    union = seen_union(request, pk)
    day = today()
    rows = Employer.objects.visible_to(request.scope).filter(union=union).standing(day)
    found = [
        rules.Unit(e.pk, e.name, e.kind, e.get_kind_display(), e.staff, e.members)
        for e in with_members(rows.with_counts(day)).order_by("name")
    ]
    context = {
        **tab_of(request, union, "members:union_units"),
        "units": [(unit, percent(unit.members, unit.staff)) for unit in found],
        "sums": rules.sums_of(found),
        "day": day,
    }
    return render(request, "members/unions/units.html", context)


def _sheet_of(request: OfficeRequest, union: Organisation) -> Any:
    """The sheet with what is computed, and who keeps it; None where none is written."""
    rows = UnionProfile.objects.visible_to(request.scope).for_list()
    return rows.with_numbers(today()).filter(union=union).first()


def _legal_warning(profile: UnionProfile | None) -> str:
    if profile is None or profile.legal_until is None:
        return ""
    return rules.legal_warning(profile.legal_until, today())


def _facts(union: Organisation, profile: Any) -> list[tuple[str, list[tuple[str, Any]]]]:
    """The official sheet in its order, then what the federation keeps besides."""
    if profile is None:
        return [("工会", [("工会名称", union.name), ("建会日期", union.opened_on)])]
    return [
        ("单位", _unit_facts(profile)),
        ("工会", _union_facts(union, profile)),
        ("资格", _standing_facts(profile)),
    ]


def _unit_facts(profile: Any) -> list[tuple[str, Any]]:
    return [
        ("单位名称", profile.unit_name),
        ("统一社会信用代码", profile.unit_code),
        ("单位地址", profile.unit_address),
        ("单位所在政区", profile.unit_region),
        ("单位性质", profile.get_unit_kind_display()),
        ("经济类型", profile.get_economy_display()),
        ("所属行业", profile.get_industry_display()),
        ("职工人数", shown(profile.staff, "integer")),
        ("外来投资企业", _yes(profile.incoming)),
        ("涵盖单位数", shown(profile.units, "integer")),
    ]


def _union_facts(union: Organisation, profile: Any) -> list[tuple[str, Any]]:
    return [
        ("工会名称", union.name),
        ("统一社会信用代码", profile.credit_code),
        ("上级工会", profile.parent),
        ("建会日期", union.opened_on),
        ("基层工会类型", profile.get_union_type_display()),
        ("会员人数", shown(profile.members, "integer")),
        ("工会负责人", profile.chair_now),
        ("联系电话", profile.phone),
        ("入会率", shown(percent(profile.members, profile.staff), "percent")),
        ("工会邮箱", profile.email),
        ("邮编", profile.postcode),
        ("批复文号", profile.founding_paper),
        ("撤销日期", union.closed_on),
    ]


def _standing_facts(profile: Any) -> list[tuple[str, Any]]:
    return [
        ("工会印章", _yes(profile.has_seal)),
        ("法人资格证书", profile.legal_number),
        ("有效期至", profile.legal_until),
        ("单独经费账户", _yes(profile.own_account)),
        ("经费数额（元/年）", shown(profile.yearly_funds, "money")),
        ("工会亮牌子", _yes(profile.shows_plate)),
        ("主席亮身份", _yes(profile.shows_chair)),
        ("分会、小组数", shown(profile.groups_count, "integer")),
    ]


def _yes(value: bool) -> str:
    return "是" if value else "否"
