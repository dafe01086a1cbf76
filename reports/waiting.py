"""待办: what waits for a post, from every desk. Each asks its own right and a query or two."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from activities.models import Event
from aid.pickers import Waiting, waiting_for
from members.models import (
    Application,
    ApplicationState,
    Person,
    Term,
    Transfer,
    UnionProfile,
    likely_pairs,
    wanting,
)
from members.pickers import silent_members
from reports.indicators import rows_of
from reports.models import Summary
from unionhub.models import Organisation
from unionhub.periods import Period, half_year_of, today
from unionhub.permissions import Permission as P
from unionhub.scope import Scope

# A half-year's paper is due from the last fortnight of the half-year until two months after it.
BEFORE, AFTER = timedelta(days=14), timedelta(days=60)
SOON = timedelta(days=7)


def to_do(scope: Scope) -> list[Waiting]:
    """What waits for this post, the longest waiting first, and then what has no date."""
    found = [
        *waiting_for(scope),
        *_events(scope),
        *_papers(scope),
        *_cards(scope),
        *_joining(scope),
        *_register(scope),
        *_transfers(scope),
        *_unions(scope),
    ]
    return sorted(
        (one for one in found if one.count), key=lambda one: (one.since or date.max, one.label)
    )


def _events(scope: Scope) -> list[Waiting]:
    if not scope.may(P.ACTIVITY_EDIT):
        return []
    day = today()
    planned = Event.objects.kept_by(scope).filter(state=Event.State.PLANNED).order_by()
    found = planned.aggregate(
        over=Count("pk", filter=Q(ends_on__lt=day)),
        soon=Count("pk", filter=Q(ends_on__gte=day, begins_on__lte=day + SOON)),
    )
    url = f"{reverse('activities:events')}?state={Event.State.PLANNED}"
    return [
        Waiting("活动已过期，待登记结果或取消", found["over"], url),
        Waiting("活动七天内举办", found["soon"], url),
    ]


def _papers(scope: Scope) -> list[Waiting]:
    """Drafts to finish or sign, and the half-year's paper while it is due."""
    if not scope.may(P.SUMMARY_VIEW):
        return []
    period = due_half_year(today())
    if not scope.may(P.SUMMARY_WRITE):
        county = scope.organisation.kind == Organisation.Kind.COUNTY
        return [_unsigned_below(scope, period)] if period and county else []
    drafts = Summary.objects.kept_by(scope).filter(state=Summary.State.DRAFT).count()
    url = f"{reverse('reports:summaries')}?state={Summary.State.DRAFT}"
    waiting = [Waiting(_draft_waits(scope), drafts, url)]
    if period and not _begun(scope, period).exists():
        words = f"{period.label}工作总结还没有编写"
        waiting.append(Waiting(words, 1, reverse("reports:summary_add")))
    return waiting


def _draft_waits(scope: Scope) -> str:
    return "工作总结草稿待签发" if scope.may(P.SUMMARY_SIGN) else "工作总结草稿待核对"


def _begun(scope: Scope, period: Period) -> QuerySet[Summary]:
    return Summary.objects.kept_by(scope).filter(since=period.since, until=period.until)


def _unsigned_below(scope: Scope, period: Period) -> Waiting:
    """Township offices whose paper of a half-year is not signed yet."""
    signed = Summary.objects.visible_to(scope).filter(
        state=Summary.State.SIGNED, since=period.since, until=period.until
    )
    below = Organisation.objects.visible_to(scope).filter(kind=Organisation.Kind.TOWNSHIP)
    late = below.standing(period.last_day).exclude(pk__in=signed.values("organisation"))
    return Waiting(
        f"乡镇尚未签发{period.label}工作总结", late.count(), reverse("reports:summaries")
    )


def due_half_year(day: date) -> Period | None:
    """The half-year whose paper an office should be writing on a day."""
    period = half_year_of(day - AFTER)
    return period if day >= period.last_day - BEFORE else None


def _joining(scope: Scope) -> list[Waiting]:
    """Applications somebody else entered, and members who gave no sign for half a year."""
    if not scope.may(P.MEMBER_APPROVE):
        return []
    asked = Application.objects.kept_by(scope).filter(state=ApplicationState.WAITING)
    others = asked.exclude(entered_by=scope.user).order_by()
    found = others.aggregate(count=Count("pk"), since=Min("applied_on"))
    url = f"{reverse('members:applications')}?state={ApplicationState.WAITING}"
    silent = silent_members(scope).count()
    return [
        Waiting("入会申请待审批", found["count"], url, found["since"]),
        Waiting("会员待定是否自动退会", silent, reverse("members:silent_members")),
    ]


def _cards(scope: Scope) -> list[Waiting]:
    if not (scope.may(P.MEMBER_EDIT) and scope.may(P.FIGURE_VIEW)):
        return []
    period, office = half_year_of(today()), scope.organisation
    key = "members.without_card"
    without = rows_of(key, office, period).visible_to(scope)  # type: ignore[attr-defined]
    query = f"period={period.code}&organisation={office.code}"
    url = f"{reverse('reports:figure_rows', args=[key])}?{query}"
    return [Waiting("在会会员还没有会员证", without.count(), url)]


def _register(scope: Scope) -> list[Waiting]:
    """Files of people that lack something, and records that may be one person."""
    if not scope.may(P.MEMBER_EDIT):
        return []
    people = Person.objects.kept_by(scope)
    return [
        Waiting("人员资料待完善", wanting(people, today()).count(), reverse("members:wanting")),
        Waiting("人员疑似重复待核对", len(likely_pairs(people)), reverse("members:duplicates")),
    ]


def _unions(scope: Scope) -> list[Waiting]:
    """Warnings of what runs out in the unions: terms of office, certificates of legal standing."""
    if not scope.may(P.MEMBER_VIEW):
        return []
    day = today()
    due = Term.objects.visible_to(scope).due(day).order_by()
    terms = due.aggregate(
        over=Count("pk", filter=Q(due_on__lte=day)),
        since=Min("due_on", filter=Q(due_on__lte=day)),
        soon=Count("pk", filter=Q(due_on__gt=day)),
    )
    ending = UnionProfile.objects.visible_to(scope).certificates_ending(day).count()
    url = reverse("members:terms")
    return [
        Waiting("工会到期未换届", terms["over"], f"{url}?state=overdue", terms["since"]),
        Waiting("工会三个月内到期换届", terms["soon"], f"{url}?state=soon"),
        Waiting(
            "工会法人资格证书已到期或三个月内到期",
            ending,
            f"{reverse('members:unions')}?legal=ending",
        ),
    ]


def _transfers(scope: Scope) -> list[Waiting]:
    """Members other offices sent here, to be taken in or sent back."""
    if not scope.may(P.MEMBER_EDIT) or scope.place is not None:
        return []
    sent = Transfer.objects.filter(to_office=scope.organisation, state=Transfer.State.WAITING)
    found = sent.order_by().aggregate(count=Count("pk"), since=Min("on"))
    url = f"{reverse('members:transfers_in')}?state={Transfer.State.WAITING}"
    return [Waiting("待接收的转入", found["count"], url, found["since"])]
