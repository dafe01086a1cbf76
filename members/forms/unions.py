"""Forms of a union's sheet and of committees."""

from __future__ import annotations

from typing import Any

from django import forms

from members import rules
from members.forms.choices import CodeField, unions_below
from members.models import Committee, UnionProfile
from members.rules import codes
from unionhub.forms.base import PlainForm, RecordForm

UPLOAD_HELP = "照片、PDF、Word（docx）或 Excel（xlsx），不超过10兆。"


class UnionProfileForm(RecordForm):
    """The sheet of ``union``. How many units it covers is typed only while none is on file."""

    unit_code = CodeField(
        label="单位统一社会信用代码",
        check=codes.unit_code,
        help_text="18位，照营业执照或登记证书。",
    )
    credit_code = CodeField(
        label="工会统一社会信用代码", check=codes.union_code, help_text="18位，以81开头。"
    )
    groups = (
        (
            "单位",
            (
                "unit_name",
                "unit_code",
                "unit_address",
                "unit_region",
                "unit_kind",
                "economy",
                "industry",
                "incoming",
                "units_covered",
            ),
        ),
        (
            "工会",
            (
                "union_type",
                "credit_code",
                "founding_paper",
                "groups_count",
                "chair",
                "phone",
                "email",
                "postcode",
            ),
        ),
        (
            "印章、法人资格和经费",
            (
                "legal_number",
                "legal_until",
                "yearly_funds",
                "has_seal",
                "own_account",
                "shows_plate",
                "shows_chair",
            ),
        ),
    )

    class Meta:
        model = UnionProfile
        fields = (
            "unit_name",
            "unit_code",
            "unit_address",
            "unit_region",
            "unit_kind",
            "economy",
            "industry",
            "incoming",
            "units_covered",
            "union_type",
            "credit_code",
            "founding_paper",
            "groups_count",
            "chair",
            "phone",
            "email",
            "postcode",
            "legal_number",
            "legal_until",
            "yearly_funds",
            "has_seal",
            "own_account",
            "shows_plate",
            "shows_chair",
        )
        help_texts = {
            "unit_name": "法定全称。",
            "unit_region": "如“内蒙古自治区通辽市开鲁县”。",
            "units_covered": "联合工会填所覆盖的单位个数，其他工会填1。登记了单位后按单位计算。",
            "founding_paper": "批准成立的文号，如“兴工发〔2010〕3号”。",
            "chair": "在“届次和干部”登记主席后，以登记的为准。",
        }

    def __init__(self, *args: Any, counted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups_count"].required = False
        if counted:
            del self.fields["units_covered"]

    def clean_groups_count(self) -> int:
        return self.cleaned_data["groups_count"] or 0


class UnionPaperForm(PlainForm):
    upload = forms.FileField(label="文件", help_text=UPLOAD_HELP)
    groups = (("文件", ("upload",)),)


class CommitteeForm(RecordForm):
    """A committee; its members are typed as the paper lists them, one line each."""

    seats = forms.CharField(
        label="成员",
        widget=forms.Textarea,
        help_text="一行一人，先职务后姓名，如“组长 李明”；同一职务可写几人：“成员 王芳、赵强”。",
    )
    groups = (
        ("委员会、领导小组", ("name", "kind", "union", "paper", "formed_on", "ended_on")),
        ("职责和成员", ("purpose", "seats")),
    )

    class Meta:
        model = Committee
        fields = ("name", "kind", "union", "paper", "formed_on", "ended_on", "purpose")
        widgets = {"purpose": forms.Textarea}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].widget.attrs["rows"] = 8

    def narrow(self) -> None:
        super().narrow()
        if self.instance.pk:
            held = [(seat.duty, seat.name) for seat in self.instance.seats.all()]
            self.initial["seats"] = rules.seats_in_words(held)
        else:
            del self.fields["ended_on"]
        choices: Any = self.fields
        choices["union"].queryset = unions_below(self.scope, self.instance.union_id)
        choices["union"].empty_label = "本级工会"

    def clean_seats(self) -> list[tuple[str, str]]:
        try:
            return rules.seats_of(self.cleaned_data["seats"])
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from None
