"""The form every record is edited with: scoped choices, groups of fields, stale edits refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.html import format_html

from unionhub.forms.words import speak_plainly
from unionhub.models.base import ScopedQuerySet
from unionhub.models.organisations import OrganisationQuerySet
from unionhub.scope import Scope


class DayInput(forms.DateInput):
    """The browser's own date picker; it needs the ISO form whatever the locale."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


Groups = tuple[tuple[str, tuple[str, ...]], ...]
MORE = "更多资料"


class Fold(Div):
    """Groups that are seldom filled in, behind a line that says how much is there.

    Open when something in it has to be mended.
    """

    def __init__(self, names: Sequence[str], *groups: Fieldset) -> None:
        super().__init__(*groups)
        self.names = names

    def render(self, form: Any, context: Any, template_pack: str = "", **kwargs: Any) -> str:
        filled = sum(form[name].value() not in (None, "", False) for name in self.names)
        return format_html(
            '<details class="fold"{}><summary>{}{}</summary>{}</details>',
            " open" if any(name in form.errors for name in self.names) else "",
            MORE,
            f"（已填 {filled} 项）" if filled else "",
            self.get_rendered_fields(form, context, template_pack, **kwargs),
        )


def helper_for(form: forms.BaseForm, groups: Groups, folded: Groups = ()) -> FormHelper:
    """Crispy layout: one column of groups, fields two to a row where the screen is wide.

    Groups that are ``folded`` stand behind a line at the end.
    """
    helper = FormHelper(form)
    helper.form_tag = False
    helper.disable_csrf = True
    if groups:
        hidden = [name for name, f in form.fields.items() if f.widget.is_hidden]
        helper.layout = Layout(*hidden, *_fieldsets(form, groups))
    if folded:
        inside = [name for _title, names in folded for name in names if name in form.fields]
        helper.layout.append(Fold(inside, *_fieldsets(form, folded)))
    return helper


def _fieldsets(form: forms.BaseForm, groups: Groups) -> list[Fieldset]:
    return [
        Fieldset(title, Div(*_cells(form, names), css_class="fields")) for title, names in groups
    ]


def _cells(form: forms.BaseForm, names: tuple[str, ...]) -> list[Div]:
    """The fields of a group that this form has: some appear only once there is something to say."""
    return [Div(name, css_class="col") for name in names if name in form.fields]


def dress(form: forms.BaseForm) -> None:
    """Date pickers, our own words, and no autofill of personal data on shared office PCs."""
    speak_plainly(form.fields.values())
    for field in form.fields.values():
        if isinstance(field, forms.DateField) and not isinstance(field.widget, DayInput):
            field.widget = DayInput()
        if isinstance(field, forms.ChoiceField):
            _name_the_blank(field)
        if isinstance(field.widget, (forms.TextInput, forms.Textarea)):
            field.widget.attrs.setdefault("autocomplete", "off")
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3


def _name_the_blank(field: forms.ChoiceField) -> None:
    """An open choice says 请选择, where the framework draws a line of dashes."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None:
            field.empty_label = "请选择"
        return
    offered: Any = field.choices
    choices = list(offered)
    if choices and choices[0] == BLANK_CHOICE_DASH[0]:
        field.choices = [("", "请选择"), *choices[1:]]


class RecordForm(forms.ModelForm):
    """Base of record forms.

    Every drop-down offers only rows kept by the asker's own organisation (the same line is
    the validation), unless a subclass narrows it otherwise; of organisations, the asker's own
    and those below it. ``groups`` are (title, fields); those ``folded`` come last, behind a line.
    """

    groups: ClassVar[Groups] = ()
    folded: ClassVar[Groups] = ()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
        else:
            del self.fields["version"]
        self.narrow()
        dress(self)
        self.helper = helper_for(self, self.groups, self.folded)

    def narrow(self) -> None:
        """Keep every choice inside the scope."""
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                rows = field.queryset
                if isinstance(rows, OrganisationQuerySet):
                    field.queryset = rows.below(self.scope.organisation.path)
                    continue
                if not isinstance(rows, ScopedQuerySet):
                    raise TypeError(f"{type(self).__name__}: choices without a scope")
                field.queryset = rows.kept_by(self.scope)

    def values(self) -> dict[str, Any]:
        """What was typed, for the action; the version travels apart."""
        return {name: v for name, v in self.cleaned_data.items() if name != "version"}

    @property
    def seen_version(self) -> int | None:
        """The version this form was opened on; a form without one counts as the oldest."""
        if "version" not in self.fields:
            return None
        version = self.cleaned_data.get("version")
        return -1 if version is None else int(version)


class PlainForm(forms.Form):
    """Base of forms that are not one record: a step, a reason, a choice."""

    groups: ClassVar[Groups] = ()

    def __init__(self, *args: Any, scope: Scope | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        dress(self)
        self.helper = helper_for(self, self.groups)


def note(text: str) -> HTML:
    """A muted line between fields of a layout."""
    return HTML(format_html('<p class="note">{}</p>', text))
