"""A union's committees, regulations and ratings, and the lists of the last two."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import ratings, regulations
from members.forms.terms import RatingForm, RegulationForm
from members.listings.offices import for_scope
from members.listings.terms import RATINGS, REGULATIONS
from members.models import Committee, Rating, Regulation
from members.views.union_page import own_union, seen_union, tab_of
from unionhub.listing import show_list
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may, send_attachment


@require_safe
@may(P.MEMBER_VIEW)
def committees_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """Those of the union, and for an office also its own, which name no union."""
    union = seen_union(request, pk)
    rows = Committee.objects.visible_to(request.scope)
    found = rows.filter(union=union) | rows.filter(union=None, organisation=union)
    tab = tab_of(request, union, "members:union_committees")
    return render(
        request, "members/unions/committees.html", {**tab, "committees": found.for_list()}
    )


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_regulations(request: OfficeRequest) -> HttpResponse:
    return show_list(request, for_scope(REGULATIONS, request.scope))


@require_safe
@may(P.MEMBER_VIEW)
def regulations_page(request: OfficeRequest, pk: int) -> HttpResponse:
    union = seen_union(request, pk)
    rows = Regulation.objects.visible_to(request.scope).filter(union=union)
    tab = tab_of(request, union, "members:union_regulations")
    found = [(one, one.attachments.all()) for one in rows.prefetch_related("attachments")]
    return render(request, "members/unions/regulations.html", {**tab, "regulations": found})


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def regulation_add(request: OfficeRequest, pk: int) -> HttpResponse:
    union = own_union(request, pk)
    form = RegulationForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: regulations.issue(union=union, by=request.scope, **form.values())
        )
        if made:
            return done(request, f"已登记“{made}”。", made)
    back = reverse("members:union_regulations", args=[pk])
    return form_page(request, form, title=f"登记制度：{union}", back=back)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def regulation_change(request: OfficeRequest, pk: int) -> HttpResponse:
    regulation = get_object_or_404(Regulation.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, regulation)
    form = RegulationForm(
        request.POST or None, request.FILES or None, instance=regulation, scope=request.scope
    )
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: regulations.change(
                regulation=regulation, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title="修改制度", back=regulation)


@require_safe
@may(P.MEMBER_VIEW)
def regulation_file(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    regulation = get_object_or_404(Regulation.objects.visible_to(request.scope), pk=pk)
    return send_attachment(get_object_or_404(regulation.attachments, pk=attachment))


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_ratings(request: OfficeRequest) -> HttpResponse:
    return show_list(request, for_scope(RATINGS, request.scope))


@require_safe
@may(P.MEMBER_VIEW)
def ratings_page(request: OfficeRequest, pk: int) -> HttpResponse:
    union = seen_union(request, pk)
    found = Rating.objects.visible_to(request.scope).filter(union=union)
    tab = tab_of(request, union, "members:union_ratings")
    return render(request, "members/unions/ratings.html", {**tab, "ratings": found})


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def rating_add(request: OfficeRequest, pk: int) -> HttpResponse:
    union = own_union(request, pk)
    day = today()
    begin = {"year": day.year, "rated_on": day}
    form = RatingForm(request.POST or None, scope=request.scope, initial=begin)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: ratings.rate(union=union, by=request.scope, **form.values()))
        if made:
            return done(request, "已登记评定。", made)
    back = reverse("members:union_ratings", args=[pk])
    return form_page(request, form, title=f"登记评定：{union}", back=back)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def rating_change(request: OfficeRequest, pk: int) -> HttpResponse:
    rating = get_object_or_404(Rating.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, rating)
    form = RatingForm(request.POST or None, instance=rating, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: ratings.change(
                rating=rating, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title="修改评定", back=rating)
