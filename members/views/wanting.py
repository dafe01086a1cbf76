"""资料待完善: the list with its tabs, and noting that files were checked."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from members.actions import checking
from members.forms.checking import ConfirmForm
from members.listings.offices import for_scope
from members.listings.people import PEOPLE
from members.listings.wanting import WANTING, WantingFilter, tabs_of
from members.models import Person
from unionhub.listing import Bulk, show_list, ticked
from unionhub.permissions import Permission as P
from unionhub.ticking import WHOLE
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_wanting(request: OfficeRequest) -> HttpResponse:
    bulk = None
    if request.scope.may(P.MEMBER_EDIT):
        bulk = Bulk((("核对无误", "members:confirm"),), lambda p: _own(request, p))
    others = request.GET.copy()
    others.pop("want", None)
    rows = WantingFilter(others, queryset=WANTING.rows(request.scope), request=request).qs
    listing = for_scope(WANTING, request.scope)
    buttons = [("疑似重复", "members:duplicates")] if bulk else []
    tabs = tabs_of(rows, request.GET)
    return show_list(request, listing, buttons=buttons, bulk=bulk, tabs=tabs)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def confirm(request: OfficeRequest) -> HttpResponse:
    """What is on file of those ticked (or of one, from its own page) was held against papers."""
    form = ConfirmForm(
        request.POST or None, scope=request.scope, initial={"ticked": _ticked(request)}
    )
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["ticked"]
        count = attempt(form, lambda: checking.confirm(people=people, by=request.scope))
        if count is not None:
            return done(request, f"已记为核对无误：{count} 人。", "members:wanting")
    chosen = form.cleaned_data.get("ticked", ()) if form.is_bound else form.initial["ticked"]
    if not chosen and "ticked" not in request.POST:
        messages.error(request, "请先勾选要核对的人员。")
        return redirect("members:wanting")
    more = {"template": "members/wanting/confirm.html", "chosen": chosen}
    return form_page(
        request, form, title="核对无误", back="members:wanting", submit="记为核对无误", **more
    )


def _ticked(request: OfficeRequest) -> QuerySet[Person]:
    """Those of the own office; from the work list, or one from its own page, which need lack
    nothing."""
    listing = WANTING if WHOLE in request.GET else PEOPLE
    rows = ticked(request, listing).order_by().values("pk")
    own = Person.objects.kept_by(request.scope).filter(pk__in=rows).for_list()
    found: QuerySet[Person] = own[: checking.MOST + 1]
    return found


def _own(request: OfficeRequest, person: Person) -> bool:
    return request.scope.may_change(P.MEMBER_EDIT, person)
