"""The form of a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import fields_for_model, model_to_dict
from django.urls import reverse
from django.utils.html import format_html

from members import rules
from members.actions.people import IDENTITY
from members.forms.choices import bind_to_place, in_use
from members.models import Person, PersonDetails, details_of
from unionhub.forms.base import Groups, RecordForm
from unionhub.people import masked_id
from unionhub.periods import today

ID_HINT = "18位或15位。填好后自动带出性别和出生日期；没有身份证号的，留空并填写性别和出生日期。"
DOCUMENT_HINT = "没有居民身份证的，选护照或其他；证件号码照原件填写，不作校验。"
CONSENT_HINT = "本人同意工会留存以上资料的日期。"
PAST_HINT = (
    "过去日期的花名册按当时的情况出：选“有变化”，这一天以前仍是原来的单位和村居；"
    "选“更正”，以前的也一起改正。"
)
ALIKE = "name birth_date phone"  # beside the number, what a person is known again by


class PersonForm(RecordForm):
    """Identity number first. The one on record is never shown: it stays if the field is empty."""

    id_number = forms.CharField(label="身份证号", required=False, max_length=40)
    groups: ClassVar[Groups] = (
        ("身份", ("id_number", "name", "sex", "birth_date", "ethnicity", "document_kind")),
        ("联系", ("phone", "place", "address")),
        ("工作", ("employer", "work_status", "work_post", "work_group", "is_migrant")),
    )
    folded = (
        ("户籍", ("household_kind", "registered_at", "native_place")),
        (
            "学历和工作",
            (
                "education",
                "political_status",
                "tech_grade",
                "skills",
                "started_work_on",
                "dispatched",
            ),
        ),
        (
            "其他",
            (
                "emergency_name",
                "emergency_relation",
                "emergency_phone",
                "marital_status",
                "consent_on",
            ),
        ),
    )

    class Meta:
        model = Person
        fields = (
            "id_number",
            "name",
            "sex",
            "birth_date",
            "phone",
            "place",
            "address",
            "employer",
            "work_status",
            "is_migrant",
            "document_kind",
        )

    def narrow(self) -> None:
        self._add_details()
        super().narrow()
        choices: Any = self.fields
        in_use(choices["place"], Q(closed=False), self.instance.place_id)
        still_open = Q(closed_on=None) | Q(closed_on__gt=today())
        in_use(choices["employer"], still_open, self.instance.employer_id)
        bind_to_place(choices["place"], self.scope)
        number = self.fields["id_number"]
        number.widget.attrs["data-id-facts"] = reverse("members:id_facts")
        number.widget.attrs["data-beside"] = ALIKE
        number.widget.attrs["data-but"] = str(self.instance.pk or "")
        hint = ID_HINT
        if self.instance.id_number:
            hint = f"已登记 {masked_id(self.instance.id_number)}。不改请留空；更正时填写完整号码。"
            self.initial["id_number"] = ""
        number.help_text = format_html('<span id="id-facts" role="status">{}</span>', hint)

    def _add_details(self) -> None:
        """The facts of the person's further record: one form writes down both."""
        self.fields.update(fields_for_model(PersonDetails, PersonDetails.FACTS))
        self.fields["consent_on"].help_text = CONSENT_HINT
        self.fields["document_kind"].help_text = DOCUMENT_HINT
        # The identity card is meant where an old page or a short form does not ask.
        self.fields["document_kind"].required = False
        self.initial.update(model_to_dict(details_of(self.instance), PersonDetails.FACTS))

    def clean_document_kind(self) -> str:
        return self.cleaned_data["document_kind"] or self.instance.document_kind

    def clean(self) -> dict[str, Any]:
        """The register's rules beside what the fields themselves refuse, so that one round of
        mending is enough. What is stored, the action works out again."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        kept = {name: getattr(self.instance, name) for name in IDENTITY}
        try:
            rules.clean_person(typed, kept)
        except ValidationError as refused:
            for name, problem in refused.error_dict.items():
                if name not in self.errors:
                    self.add_error(name, problem)
        return typed


class PersonChangeForm(PersonForm):
    """The form of a person on file, which also asks from when a change of work or place holds."""

    CHANGED, CORRECTED = "changed", "corrected"
    how = forms.ChoiceField(
        label="这次修改",
        required=False,
        choices=((CHANGED, "情况有变化，从这一天起"), (CORRECTED, "更正登记错误，以前也是这样")),
        help_text=PAST_HINT,
    )
    on = forms.DateField(label="变化日期", required=False, initial=today)
    groups = (*PersonForm.groups, ("单位、村居、就业有改动时", ("how", "on")))

    def values(self) -> dict[str, Any]:
        """What was typed; how and when it changed as the action asks for it."""
        typed = super().values()
        correction = typed.pop("how") == self.CORRECTED
        return {**typed, "correction": correction, "on": None if correction else typed["on"]}
