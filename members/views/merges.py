"""疑似重复: the work list of likely pairs, telling two apart, merging them, and undoing it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import rules
from members.actions import merges
from members.forms.merges import MergeForm, label_of, shown
from members.listings.duplicates import DUPLICATES, MERGES, pairs_of, state_of
from members.listings.offices import for_scope
from members.listings.people import MEMBER_TONES, PEOPLE, standing_of
from members.models import STAY, Merge, Pair, Person, PersonDetails
from members.pickers import find_people
from unionhub import merging
from unionhub.listing import show_list
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.web import OfficeRequest, attempt, attempt_button, done, may, words_sent

PAIRS_A_PAGE, MOST_FOUND = 10, 20


@require_safe
@may(P.MEMBER_EDIT)
def duplicates(request: OfficeRequest) -> HttpResponse:
    page = Paginator(pairs_of(request.scope), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "pairs": _side_by_side(request, list(page))}
    return render(request, "members/merges/duplicates.html", context)


def _side_by_side(request: OfficeRequest, pairs: list[Pair]) -> list[dict[str, Any]]:
    """The two of each pair and what they differ in; what only one has of the further facts tells
    nobody apart and is left out."""
    rows = PEOPLE.rows(request.scope).select_related("details__photo")
    found = {
        person.pk: person
        for person in rows.filter(pk__in={number for pair in pairs for number in pair[:2]})
    }
    return [
        {"why": pair.why, **_compared(found[pair.first], found[pair.second])}
        for pair in pairs
        if pair.first in found and pair.second in found
    ]


def _compared(first: Person, second: Person) -> dict[str, Any]:
    one, two = rules.facts_of(first), rules.facts_of(second)
    choices = rules.differing(one, two)
    facts = [
        fact
        for fact in rules.FACTS
        if fact in choices or (not fact.further and one[fact.key] != two[fact.key])
    ]
    differs = [(label_of(fact), shown(fact, one), shown(fact, two)) for fact in facts]
    standings = [standing_of(person) for person in (first, second)]
    return {
        "one": first,
        "other": second,
        "differs": differs,
        "standings": [(word, MEMBER_TONES[word]) for word in standings],
    }


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def duplicates_list(request: OfficeRequest) -> HttpResponse:
    return show_list(request, DUPLICATES, buttons=[("逐对处理", "members:duplicates")])


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_merges(request: OfficeRequest) -> HttpResponse:
    return show_list(request, for_scope(MERGES, request.scope))


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def merge(request: OfficeRequest, pk: int, other: int) -> HttpResponse:
    if pk == other:
        raise Http404
    pair = _own(request, pk), _own(request, other)
    form = MergeForm(request.POST or None, pair=pair)
    if request.method == "POST" and form.is_valid():
        record = attempt(form, lambda: merges.merge(by=request.scope, **form.answer()))
        if record:
            return done(request, f"已合并，只保留“{record.kept}”一条记录。", record.kept)
    context = {
        "form": form,
        "pair": pair,
        "hanging": [_hanging(person) for person in pair],
    }
    status = 422 if form.errors else 200
    return render(request, "members/merges/form.html", context, status=status)


@require_POST
@may(P.MEMBER_EDIT)
def tell_apart(request: OfficeRequest, pk: int, other: int) -> HttpResponse:
    one, two = _own(request, pk), _own(request, other)
    told = attempt_button(request, lambda: merges.tell_apart(one=one, other=two, by=request.scope))
    if told is None:
        return redirect("members:duplicates")
    return done(request, f"已记为不是同一人：{told}，不再列出。", "members:duplicates")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def find(request: OfficeRequest, pk: int) -> HttpResponse:
    """Choosing the other record of a person; names are looked up by POST."""
    person = _own(request, pk)
    sought = words_sent(request, "find", 50)
    found = find_people(request.scope, sought, limit=MOST_FOUND)
    context = {"person": person, "sought": sought, "found": found, "most": MOST_FOUND}
    return render(request, "members/merges/find.html", context)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Merge.objects.visible_to(request.scope).for_list().select_related("undone_by")
    record = get_object_or_404(rows, pk=pk)
    may_undo = record.undone_at is None and request.scope.may_change(P.MEMBER_EDIT, record.kept)
    context = {
        "merge": record,
        "state": state_of(record),
        "tone": MERGES.tones[state_of(record)],
        "facts": _facts(record),
        "undo_act": _undo_act(record) if may_undo else None,
    }
    return render(request, "members/merges/page.html", context)


def _facts(record: Merge) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("保留的记录", record.kept),
        ("并入的记录", record.gone),
        ("依据", record.reason),
        ("随同转入", merging.in_words(record.moved) or "无"),
        ("合并人", record.merged_by.name),
        ("合并时间", f"{localtime(record.merged_at):%Y-%m-%d %H:%M}"),
    ]
    if record.undone_by and record.undone_at:
        facts.append(("撤销人", record.undone_by.name))
        facts.append(("撤销时间", f"{localtime(record.undone_at):%Y-%m-%d %H:%M}"))
    return facts


def _undo_act(record: Merge) -> ReasonAct:
    return ReasonAct(
        key="undo",
        label="撤销合并",
        url=reverse("members:merge_undo", args=[record.pk]),
        example="核对后不是同一人",
        note="两条记录都恢复，随同转入的各归原处；合并后改过的资料保持现状。",
        buttons=(("undo", "撤销合并"),),
    )


@require_POST
@may(P.MEMBER_EDIT)
def undo(request: OfficeRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Merge.objects.visible_to(request.scope), pk=pk)
    reason = words_sent(request, "reason")
    undone = attempt_button(
        request, lambda: merges.undo(merge=record, reason=reason, by=request.scope)
    )
    back = reverse("members:merge_page", args=[pk])
    return done(request, "已撤销合并，两条记录都已恢复。", back) if undone else redirect(back)


def _hanging(person: Person) -> str:
    """What would move with a merge, in words; further facts are chosen one by one."""
    return merging.in_words(merging.hanging(person, but=(*STAY, PersonDetails)))


def _own(request: OfficeRequest, pk: int) -> Person:
    """A person this post may change; 404 out of sight, 403 below."""
    rows = Person.objects.visible_to(request.scope)
    found: Person = get_object_or_404(rows.select_related("details", "place", "employer"), pk=pk)
    request.scope.check(P.MEMBER_EDIT, found)
    return found
