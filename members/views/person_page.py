"""What stands on one person's page: its head and tabs, facts in groups, what may be asked."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from members import rules
from members.listings.people import MEMBER_TONES, PEOPLE, standing_of
from members.models import Merge, Person, details_of
from members.pickers import person_tabs
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.web import OfficeRequest

Facts = list[tuple[str, Any]]


def person_seen(request: OfficeRequest, pk: int) -> Person:
    """The person of an address, with its standing and further facts; 404 if not in scope."""
    rows = PEOPLE.rows(request.scope).select_related("details")
    person: Person = get_object_or_404(rows, pk=pk)
    return person


def merged_into(request: OfficeRequest, pk: int) -> Person | None:
    """Whom the person of an address was merged into; None for all who stand for themselves."""
    merges = Merge.objects.visible_to(request.scope).filter(gone=pk, undone_at=None)
    merge = merges.select_related("kept").first()
    return merge.kept if merge else None


def tab_of(request: OfficeRequest, person: Person, current: str) -> dict[str, Any]:
    """What every tab shows above its own content. ``current`` is the name of its address."""
    standing = standing_of(person)
    tabs = person_tabs(request.scope, person, current)
    return {
        "person": person,
        "standing": standing,
        "tone": MEMBER_TONES[standing],
        "tabs": tabs,
        "tab": next(text for text, _url, shown in tabs if shown),
        "may_edit": request.scope.may_change(P.MEMBER_EDIT, person),
    }


def reason_acts_of(request: OfficeRequest, person: Person) -> list[ReasonAct]:
    acts = []
    if person.id_number and request.scope.may_change(P.REVEAL, person):
        acts.append(
            ReasonAct(
                key="reveal",
                label="显示完整证件号",
                url=reverse("members:person_reveal", args=[person.pk]),
                example="核对医疗救助材料",
                buttons=(("reveal", "显示完整证件号"),),
            )
        )
    if request.scope.may_change(P.EXPORT, person):
        acts.append(
            ReasonAct(
                key="print",
                label="打印登记表",
                url=reverse("members:person_print", args=[person.pk]),
                example="入会登记存档",
                buttons=(("print", "打印登记表（PDF）"),),
            )
        )
    return acts


def facts_of(person: Person) -> list[tuple[str, Facts]]:
    """Facts by groups, as the form has them; of the further groups only what is filled in."""
    first = [
        ("身份", _identity(person)),
        ("联系", _contact(person)),
        ("工作", _work(person)),
    ]
    further = [("户籍", _household(person)), ("其他", _further(person))]
    filled = [(title, [fact for fact in facts if fact[1]]) for title, facts in further]
    return first + [(title, facts) for title, facts in filled if facts]


def _identity(person: Person) -> Facts:
    born = ""
    if person.birth_date:
        age = rules.age_on(person.birth_date, today())
        born = f"{rules.in_words(person.birth_date)}（{age}周岁）"
    return [
        ("性别", person.get_sex_display()),
        ("出生日期", born),
        (rules.document_words(person.document_kind), masked_id(person.id_number) or "未登记"),
        ("民族", details_of(person).get_ethnicity_display()),
    ]


def _contact(person: Person) -> Facts:
    return [
        ("联系电话", person.phone),
        ("片区村居", person.place),
        ("详细住址", person.address),
        ("填报工会", person.organisation),
    ]


def _work(person: Person) -> Facts:
    details = details_of(person)
    return [
        ("工作单位", person.employer),
        ("就业状况", person.get_work_status_display()),
        ("岗位职务", details.work_post),
        ("新就业形态", details.get_work_group_display()),
        ("农民工", "是" if person.is_migrant else "否"),
    ]


def _household(person: Person) -> Facts:
    details = details_of(person)
    return [
        ("户籍类型", details.get_household_kind_display()),
        ("户籍所在地", details.registered_at),
        ("籍贯", details.native_place),
    ]


def _further(person: Person) -> Facts:
    details = details_of(person)
    begun, agreed = details.started_work_on, details.consent_on
    return [
        ("学历", details.get_education_display()),
        ("政治面貌", details.get_political_status_display()),
        ("技术等级", details.get_tech_grade_display()),
        ("特长", details.skills),
        ("参加工作日期", rules.in_words(begun) if begun else ""),
        ("劳务派遣工", "是" if details.dispatched else ""),
        ("婚姻状况", details.get_marital_status_display()),
        ("紧急联系人", details.emergency),
        ("同意留存资料", rules.in_words(agreed) if agreed else ""),
    ]
