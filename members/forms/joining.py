"""Forms of applying to join: one person, a whole list, and the decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from members.forms.choices import unions_below
from members.models import (
    Application,
    ApplicationState,
    ApplicationWay,
    Employer,
    JoiningGroup,
    Membership,
    Person,
)
from members.rules import joining
from unionhub.crypto import keyed_hash
from unionhub.forms.base import Groups, PlainForm, helper_for
from unionhub.models import Organisation, Place
from unionhub.people import IdProblem, check_id
from unionhub.periods import today
from unionhub.scope import Scope
from unionhub.workflow import Step

MOST_SHOWN = 300


class ApplyForm(PlainForm):
    union = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="加入的工会",
        help_text="单位没有建立工会的，可以直接加入乡镇（街道）工会。",
    )
    applied_on = forms.DateField(label="申请日期")
    way = forms.ChoiceField(
        label="申请方式",
        choices=ApplicationWay.choices,
        help_text="口头、网上申请的，请补打入会申请书由本人签字。",
    )
    groups: ClassVar[Groups] = (("入会申请", ("union", "applied_on", "way")),)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        choices: Any = self.fields
        choices["union"].queryset = unions_below(scope)
        self.fields["applied_on"].initial = today()


class GroupForm(ApplyForm):
    """A list of people who join together: found by unit and place, or pasted from a roster."""

    name = forms.CharField(label="名单名称", max_length=60, help_text="如“兴发砖厂职工集体入会”。")
    employer = forms.ModelChoiceField(
        Employer.objects.none(), label="工作单位", required=False, empty_label="不限"
    )
    place = forms.ModelChoiceField(
        Place.objects.none(), label="片区村居", required=False, empty_label="不限"
    )
    pasted = forms.CharField(
        label="粘贴名单",
        required=False,
        max_length=30_000,
        widget=forms.Textarea,
        help_text="一行一人：姓名 身份证号。从 Excel、WPS 复制两列粘贴即可；只有姓名的按姓名找。",
    )
    people = forms.ModelMultipleChoiceField(Person.objects.none(), label="入会的人", required=False)
    groups: ClassVar[Groups] = (
        ("入会", ("name", "union", "applied_on", "way")),
        ("找人：按单位、片区村居列出还不是会员的人，或粘贴名单", ("employer", "place", "pasted")),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        self.fields["union"].initial = scope.organisation.pk
        choices: Any = self.fields
        choices["employer"].queryset = Employer.objects.kept_by(scope).order_by("name")
        choices["place"].queryset = Place.objects.kept_by(scope).order_by("name")
        choices["people"].queryset = Person.objects.kept_by(scope)


class DecideForm(PlainForm):
    """One application."""

    on = forms.DateField(label="办理日期")
    opinion = forms.CharField(
        label="意见",
        required=False,
        max_length=100,
        widget=forms.Textarea(attrs={"maxlength": 100}),
    )

    def __init__(self, *args: Any, scope: Scope, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        self.fields["on"].initial = today()
        if step.opinion:
            self.fields["opinion"].required = True
            self.fields["opinion"].label = "原因"
        else:
            self.fields["opinion"].help_text = f"留空记为“{joining.OPINION}”"
        self.helper = helper_for(self, ((step.label, ("on", "opinion")),))


class ApproveGroupForm(PlainForm):
    """Those ticked on a list, in one act."""

    on = forms.DateField(label="批准日期")
    opinion = forms.CharField(
        label="意见", required=False, max_length=100, help_text=f"留空记为“{joining.OPINION}”"
    )
    applications = forms.ModelMultipleChoiceField(Application.objects.none(), label="批准的人")
    groups = (("批准", ("on", "opinion")),)

    def __init__(
        self, *args: Any, scope: Scope, group: JoiningGroup | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        self.fields["on"].initial = today()
        choices: Any = self.fields
        rows = Application.objects.kept_by(scope).filter(state=ApplicationState.WAITING)
        rows = rows.filter(group=group).select_related("person__employer", "person__place")
        choices["applications"].queryset = rows.order_by("person__pinyin", "pk")


class AttachForm(PlainForm):
    upload = forms.FileField(label="文件", help_text="照片、PDF、Word 或 Excel，不超过10兆。")
    groups = (("入会材料", ("upload",)),)


def may_join(scope: Scope) -> QuerySet[Person]:
    """People of the own office who are no members and wait for no decision, by pinyin."""
    spells = Membership.objects.filter(person=OuterRef("pk"), left_on=None)
    waiting = Application.objects.filter(person=OuterRef("pk"), state=ApplicationState.WAITING)
    rows: QuerySet[Person] = (
        Person.objects.kept_by(scope).for_list().exclude(Exists(spells)).exclude(Exists(waiting))
    )
    return rows


def resolve(scope: Scope, text: str) -> tuple[list[Person], list[tuple[int, str, str]]]:
    """The people a pasted list names who may join, and (line, text, why) of the others.

    By number where there is one, else by name where one only bears it. Two queries in all.
    """
    lines = joining.named_in(text)
    numbers: dict[int, str] = {}
    left: list[tuple[int, str, str]] = []
    for one in lines:
        if one.number:
            try:
                numbers[one.line] = check_id(one.number).number
            except IdProblem as problem:
                left.append((one.line, one.text, problem.message))
        elif not one.name:
            left.append((one.line, one.text, "这一行没有姓名，也没有身份证号。"))
    by_number, by_name = _on_register(scope, list(numbers.values()), [one.name for one in lines])
    found: dict[int, Person] = {}
    for one in lines:
        if any(one.line == line for line, _, _ in left):
            continue
        given = numbers.get(one.line)
        fits = by_number.get(given, []) if given else by_name.get(one.name, [])
        why = _why_not(one, fits)
        if why:
            left.append((one.line, one.text, why))
        else:
            found[fits[0].pk] = fits[0]
    return list(found.values()), sorted(left)


def _on_register(
    scope: Scope, numbers: list[str], names: list[str]
) -> tuple[dict[str, list[Person]], dict[str, list[Person]]]:
    """Everybody of the own office who may be meant, by number and by name."""
    digests = [keyed_hash(number, "id_number") for number in numbers]
    from_numbers = Person.objects.kept_by(scope).filter(id_digest__in=digests)
    spells = Membership.objects.filter(person=OuterRef("pk"), left_on=None)
    waiting = Application.objects.filter(person=OuterRef("pk"), state=ApplicationState.WAITING)
    told = {"is_in": Exists(spells), "has_applied": Exists(waiting)}
    by_number: dict[str, list[Person]] = {}
    for person in from_numbers.annotate(**told).select_related("employer", "place"):
        by_number.setdefault(person.id_number, []).append(person)
    by_name: dict[str, list[Person]] = {}
    named = Person.objects.kept_by(scope).filter(name__in=[name for name in names if name])
    for person in named.annotate(**told).select_related("employer", "place"):
        by_name.setdefault(person.name, []).append(person)
    return by_number, by_name


def _why_not(one: joining.Named, fits: list[Person]) -> str:
    """Why a line names nobody who may join; empty where it does."""
    if not fits:
        return "本工会没有登记此人，请先登记或导入。"
    if len(fits) > 1:
        return f"本工会有{len(fits)}位同名，请补上身份证号。"
    person: Any = fits[0]
    if one.number and one.name and one.name != person.name:
        return f"这个身份证号登记的姓名是“{person.name}”，请核对。"
    if person.is_in:
        return "此人已在会。"
    return "此人已有待审批的申请。" if person.has_applied else ""
