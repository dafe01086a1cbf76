"""集体入会: the list, entering one, its page, approving those ticked, its papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import printouts
from members.actions import joining_groups
from members.forms.joining import MOST_SHOWN, ApproveGroupForm, GroupForm, may_join, resolve
from members.listings.joining import APPLICATION_TONES, GROUPS
from members.listings.offices import for_scope
from members.models import Application, ApplicationState, JoiningGroup, Person
from members.rules import joining
from members.views.applications import hand_out_papers, print_act, with_papers
from unionhub.listing import show_list
from unionhub.people import masked_id
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may, number_sent

FIND = "find"  # the button that lists people and saves nothing


@dataclass
class Choice:
    """Who stands on the page to be ticked, who is, and which pasted lines named nobody."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_groups(request: OfficeRequest) -> HttpResponse:
    buttons = [("集体入会", "members:joining_group_add")]
    if not request.scope.may(P.MEMBER_EDIT) or request.scope.place is not None:
        buttons = []
    return show_list(request, for_scope(GROUPS, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    _check_office(request)
    sent = request.POST.copy() if request.method == "POST" else None
    found = _choose(request, sent) if sent is not None else Choice()
    form = GroupForm(sent, scope=request.scope)
    if sent is not None and FIND in sent:
        form = GroupForm(initial=_kept(sent), scope=request.scope)
    elif sent is not None and found.problems:
        form.add_error("pasted", "名单里有人没有找到，见下方；改好或删去这些行再登记。")
    elif form.is_valid():
        made = attempt(form, lambda: joining_groups.enter(by=request.scope, **_values(form)))
        if made:
            return done(request, f"“{made}”已登记，待主席审批。", made)
    return form_page(
        request,
        form,
        title="集体入会",
        back="members:joining_groups",
        submit="登记名单",
        template="members/joining/add.html",
        choice=found,
        looked=sent is not None,
    )


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(GROUPS.rows(request.scope), pk=pk)
    rows = Application.objects.visible_to(request.scope).filter(group=group).for_list()
    context = {
        "group": group,
        "facts": [
            ("加入的工会", group.union),
            ("申请日期", f"{group.applied_on:%Y-%m-%d}"),
            ("申请人数", group.asked),
            ("待审批", group.waiting),
            ("已批准", group.approved),
        ],
        "rows": [_shown(row) for row in rows],
        "may_approve": group.waiting and request.scope.may_change(P.MEMBER_APPROVE, group),
        "print_act": print_act(reverse("members:joining_group_print", args=[pk]))
        if request.scope.may_change(P.EXPORT, group)
        else None,
    }
    return render(request, "members/joining/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_APPROVE)
def approve(request: OfficeRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(JoiningGroup.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_APPROVE, group)
    form = ApproveGroupForm(request.POST or None, scope=request.scope, group=group)
    if request.method == "POST" and form.is_valid():
        decided = attempt(
            form,
            lambda: joining_groups.approve(group=group, by=request.scope, **form.cleaned_data),
        )
        if decided:
            return done(request, "已批准选中的人入会，可以接着办会员证。", group)
    return form_page(
        request,
        form,
        title=f"批准集体入会：{group}",
        back=group,
        submit="批准选中的人",
        lead="自批准之日起在会。不勾选的人仍待审批，可以另行批准或不予批准。",
        template="members/joining/approve.html",
        rows=_to_tick(form, request.POST.getlist("applications")),
    )


@require_POST
@may(P.EXPORT)
def print_papers(request: OfficeRequest, pk: int) -> HttpResponse:
    """入会申请书 and 工会会员登记表 of everybody on the list, in one file."""
    group = get_object_or_404(JoiningGroup.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.EXPORT, group)
    rows = Application.objects.visible_to(request.scope).filter(group=group)
    rows = rows.exclude(state=ApplicationState.WITHDRAWN).order_by("person__pinyin", "pk")
    name = f"{group}{printouts.LETTER}"
    return hand_out_papers(request, list(with_papers(rows)), name=name, back=group)


def _check_office(request: OfficeRequest) -> None:
    """A list is the whole office's: a place-bound post enters its people one by one."""
    request.scope.check(P.MEMBER_EDIT, JoiningGroup(organisation=request.scope.organisation))


def _to_tick(form: Any, ticked: list[str]) -> list[dict[str, Any]]:
    """Those who wait, ticked all where nothing was sent yet."""
    return [
        {
            "person": row.person,
            "value": row.pk,
            "id": masked_id(row.person.id_number),
            "ticked": not ticked or str(row.pk) in ticked,
        }
        for row in form.fields["applications"].queryset
    ]


def _choose(request: OfficeRequest, sent: Any) -> Choice:
    """The people to be ticked: those ticked before, those pasted (ticked at once), and those of
    the unit and place asked for. What could be read of the pasted list is taken out of the box,
    so that what stays there is what nobody was found for.
    """
    found = Choice()
    try:
        pasted, left = resolve(request.scope, sent.get("pasted", ""))
    except ValidationError as error:
        found.problems = list(error.messages)
        return found
    found.problems = joining.not_taken(left)
    sent["pasted"] = "\n".join(text for _, text, _ in left)
    for person in pasted:
        if str(person.pk) not in sent.getlist("people"):
            sent.appendlist("people", str(person.pk))
    ticked = {number_sent(pk) for pk in sent.getlist("people")}
    people = {person.pk: person for person in may_join(request.scope).filter(pk__in=ticked)}
    people |= {person.pk: person for person in _asked_for(request, sent)}
    found.rows = [
        {"person": one, "value": pk, "id": masked_id(one.id_number), "ticked": pk in ticked}
        for pk, one in people.items()
    ]
    return found


def _asked_for(request: OfficeRequest, sent: Any) -> list[Person]:
    """People of the unit and place chosen who are no members; none where nothing is chosen."""
    chosen = {name: number_sent(sent.get(name, "")) for name in ("employer", "place")}
    asked = {name: pk for name, pk in chosen.items() if pk}
    return list(may_join(request.scope).filter(**asked)[:MOST_SHOWN]) if asked else []


def _values(form: GroupForm) -> dict[str, Any]:
    given = form.cleaned_data
    values = {name: given[name] for name in ("name", "union", "applied_on", "way")}
    return {**values, "people": list(given["people"])}


def _kept(sent: Any) -> dict[str, Any]:
    """What was typed, for the page that only lists people."""
    return {name: sent.get(name, "") for name in GroupForm.base_fields if name != "people"}


def _shown(row: Application) -> dict[str, Any]:
    state = row.get_state_display()
    return {
        "row": row,
        "id": masked_id(row.person.id_number),
        "state": state,
        "tone": APPLICATION_TONES[state],
    }
