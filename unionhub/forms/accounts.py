"""Forms of accounts, posts and log-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)

from unionhub.forms.base import PlainForm, dress
from unionhub.models import Organisation, Place, User
from unionhub.roles import ROLES
from unionhub.scope import Scope


class LoginForm(AuthenticationForm):
    """Account and password; every failure reads the same."""

    error_messages = {
        "invalid_login": "账号或密码不对。请核对后再试；连续输错5次将锁定15分钟。",
        "inactive": "账号或密码不对。请核对后再试；连续输错5次将锁定15分钟。",
    }


class PasswordForm(PlainForm):
    """The owner's new password, typed twice, with the old one."""

    old = forms.CharField(label="现密码", widget=forms.PasswordInput, strip=False)
    new = forms.CharField(
        label="新密码",
        widget=forms.PasswordInput,
        strip=False,
        help_text="；".join(password_validators_help_texts()[-1:]),
    )
    again = forms.CharField(label="再输一次新密码", widget=forms.PasswordInput, strip=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name in self.fields:
            self.fields[name].widget.attrs["autocomplete"] = (
                "current-password" if name == "old" else "new-password"
            )

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError("现密码不对。")
        return old

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        new = values.get("new")
        if new and values.get("again") and new != values["again"]:
            self.add_error("again", "两次输入的新密码不一样。")
        elif new and new == values.get("old"):
            self.add_error("new", "新密码不能与现密码相同。")
        elif new:
            try:
                validate_password(new, self.user)
            except forms.ValidationError as error:
                self.add_error("new", error)
        return values


class AccountForm(forms.ModelForm):
    """A new account."""

    class Meta:
        model = User
        fields = ("username", "name", "phone")
        help_texts = {"username": "字母、数字、下划线，建后不改；一人一号，不共用。"}

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class PostForm(PlainForm):
    """An appointment: which organisation, which role, from when."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="工会")
    role_key = forms.ChoiceField(
        label="岗位", choices=[(r.key, f"{r.label}：{r.sentence}") for r in ROLES.values()]
    )
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label="限于村居",
        required=False,
        help_text="联络员必选，其他岗位不选。",
    )
    since = forms.DateField(label="任职日期")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        choices: Any = self.fields
        choices["organisation"].queryset = Organisation.objects.visible_to(scope).offices()
        choices["place"].queryset = Place.objects.visible_to(scope).active()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("role_key") == "contact" and not values.get("place"):
            self.add_error("place", "联络员要选定所在的村居。")
        if values.get("role_key") != "contact" and values.get("place"):
            self.add_error("place", "只有联络员限于一个村居，其他岗位请留空。")
        return values
