"""Forms of elections and officers, ratings and regulations."""

from __future__ import annotations

from typing import Any

from django import forms

from members.forms.unions import UPLOAD_HELP
from members.models import Officer, Person, Rating, Regulation, Term
from unionhub.forms.base import PlainForm, RecordForm
from unionhub.periods import today

NOBODY = "none"


class TermForm(RecordForm):
    groups = (("换届", ("number", "began_on", "years", "elected_by", "paper")),)

    class Meta:
        model = Term
        fields = ("number", "began_on", "years", "elected_by", "paper")


class OfficerForm(RecordForm):
    """Somebody in office. Where the register has people of that name, the form asks which of them
    it is, or none."""

    link = forms.ChoiceField(
        label="登记人员", widget=forms.RadioSelect, help_text="登记里有同名的人：请选定是哪一位。"
    )
    groups = (
        ("干部", ("name", "link", "post", "full_time", "from_on", "until_on")),
        ("其他", ("other_post", "phone")),
    )

    class Meta:
        model = Officer
        fields = ("name", "post", "full_time", "from_on", "until_on", "other_post", "phone")
        help_texts = {"other_post": "在单位的职务，如“车间主任”。"}

    def narrow(self) -> None:
        super().narrow()
        if self.instance.until_on is None:
            del self.fields["until_on"]
        alike = self._alike()
        if not alike:
            del self.fields["link"]
            return
        choices: Any = self.fields["link"]
        people = [(str(person.pk), _told(person)) for person in alike]
        choices.choices = [*people, (NOBODY, "都不是，不关联")]
        if self.instance.pk:
            choices.initial = str(self.instance.person_id or NOBODY)

    def _alike(self) -> list[Person]:
        name = self.data.get("name") if self.is_bound else self.instance.name
        if not name:
            return []
        rows = Person.objects.kept_by(self.scope).filter(name="".join(name.split()))
        return list(rows.select_related("employer").order_by("birth_date", "pk")[:10])

    def values(self) -> dict[str, Any]:
        values = super().values()
        chosen = values.pop("link", NOBODY)
        people = {str(person.pk): person for person in self._alike()}
        return {**values, "person": people.get(chosen)}


class LeaveOfficeForm(PlainForm):
    until_on = forms.DateField(label="离任日期", initial=today)
    note = forms.CharField(label="原因", max_length=100, required=False)
    groups = (("离任", ("until_on", "note")),)


class RatingForm(RecordForm):
    groups = (("评定", ("kind", "name", "level", "stars", "year", "rated_on", "paper")),)

    class Meta:
        model = Rating
        fields = ("kind", "name", "level", "stars", "year", "rated_on", "paper")
        help_texts = {"stars": "只有星级工会填，1 至 5。"}


class RegulationForm(RecordForm):
    upload = forms.FileField(label="制度文本", required=False, help_text=UPLOAD_HELP)
    groups = (("制度", ("name", "act", "on", "paper", "upload")),)

    class Meta:
        model = Regulation
        fields = ("name", "act", "on", "paper")


def _told(person: Person) -> str:
    """What tells people of one name apart: the year of birth and where they work."""
    born = f"{person.birth_date.year}年生" if person.birth_date else "出生日期不详"
    return f"{person.name}（{born}，{person.employer or '无工作单位'}）"
