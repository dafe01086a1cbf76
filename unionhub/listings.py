"""The kernel's lists: accounts, places, audit events."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django_filters.fields import DateRangeField

from unionhub.actions.accounts import accounts_of
from unionhub.listing import Column, Listing
from unionhub.models import AuditEvent, Place, User
from unionhub.periods import FIRST_YEAR, LAST_YEAR, OFFICE_ZONE
from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.trail import log_words


def _accounts(scope: Scope) -> QuerySet[User]:
    rows: QuerySet[User] = accounts_of(scope).prefetch_related(
        "posts__organisation", "posts__place"
    )
    return rows


def _posts(user: User) -> str:
    return "；".join(str(post) for post in user.posts.all() if post.until is None)


ACCOUNTS = Listing(
    title="账号",
    unit="个",
    rows=_accounts,
    columns=(
        Column("账号", lambda u: u.username, width=14, link=True),
        Column("姓名", lambda u: u.name),
        Column("岗位", _posts, width=40),
        Column("状态", lambda u: "启用" if u.is_active else "停用", "state", 8),
        Column("最近登录", lambda u: u.last_login and u.last_login.date(), "day", phone=False),
    ),
    tones={"启用": "good", "停用": "bad"},
)

PLACES = Listing(
    title="片区村居",
    unit="个",
    opens=Permission.ORGANISATION_EDIT,
    rows=lambda scope: Place.objects.visible_to(scope).select_related("organisation"),
    columns=(
        Column("名称", lambda p: p.name, link=True),
        Column("类型", lambda p: p.get_kind_display()),
        Column("所属工会", lambda p: p.organisation, width=20),
        Column("状态", lambda p: "停用" if p.closed else "在用", "state", 8),
    ),
    tones={"在用": "good", "停用": "bad"},
    empty="还没有片区村居。先登记本乡的片区、村和社区，人员和各项记录才有地方可选。",
)


def _deeds() -> list[tuple[str, str]]:
    """Every deed that the log may hold, in words; keys without a dot are fields, not deeds."""
    return [(verb, words) for verb, words in log_words().items() if "." in verb]


def _deed(event: AuditEvent) -> str:
    return log_words().get(event.verb, event.verb)


def _moment(event: AuditEvent) -> str:
    return event.at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M:%S")


class LogDaysField(DateRangeField):
    """Two days of our times: an end of the calendar is no moment in another time zone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in self.fields:
            day.validators += [
                MinValueValidator(date(FIRST_YEAR, 1, 1)),
                MaxValueValidator(date(LAST_YEAR, 12, 31)),
            ]


class LogDaysFilter(django_filters.DateFromToRangeFilter):
    field_class = LogDaysField


class AuditFilter(django_filters.FilterSet):
    at = LogDaysFilter(label="时间")
    verb = django_filters.ChoiceFilter(label="操作", choices=_deeds)

    class Meta:
        model = AuditEvent
        fields = ()


AUDIT = Listing(
    title="操作日志",
    unit="条",
    rows=lambda scope: AuditEvent.objects.visible_to(scope),
    filters=AuditFilter,
    columns=(
        Column("序号", lambda e: e.seq, "integer", 8),
        Column(
            "时间", lambda e: e.at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M:%S"), width=20
        ),
        Column("姓名", lambda e: e.user_name),
        Column("工会", lambda e: e.organisation_code),
        Column("操作", _deed, width=20),
        Column("对象", lambda e: e.target_label, width=24),
        Column("说明", lambda e: e.note, width=24),
    ),
)
