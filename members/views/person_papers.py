"""材料 and the photo: a person's tab of papers, hanging one on, and looking at one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import person_papers
from members.forms.person_papers import PaperForm, PhotoForm
from members.listings.person_papers import Paper, papers_of
from members.models import Person, details_of
from members.views.person_page import person_seen, tab_of
from unionhub.permissions import Permission as P
from unionhub.web import (
    OfficeRequest,
    attempt,
    attempt_button,
    done,
    download,
    form_page,
    may,
    send_attachment,
    words_sent,
)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    person = person_seen(request, pk)
    context = {
        **tab_of(request, person, "members:person_papers"),
        "papers": papers_of(person, request.scope),
        "may_open": request.scope.may_change(P.REVEAL, person),
    }
    return render(request, "members/people/papers.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    person = _own(request, pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        paper = attempt(
            form,
            lambda: person_papers.attach(person=person, by=request.scope, **form.cleaned_data),
        )
        if paper:
            return done(request, f"已上传“{paper}”。", _page(person))
    title = f"上传{person}的材料"
    return form_page(request, form, title=title, back=_page(person), submit="上传")


@require_POST
@may(P.REVEAL)
def open_paper(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    """Papers show identity numbers in full: looking at one is told to the log."""
    person, paper = _paper(request, pk, attachment)
    reason = words_sent(request, "reason")
    shown = attempt_button(
        request,
        lambda: person_papers.open_paper(
            person=person, paper=paper.file, reason=reason, by=request.scope
        ),
    )
    return send_attachment(shown) if shown else redirect(_page(person))


@require_POST
@may(P.MEMBER_EDIT)
def detach(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    person, paper = _paper(request, pk, attachment)
    gone = attempt_button(
        request,
        lambda: person_papers.detach(person=person, paper=paper.file, by=request.scope),
    )
    if gone:
        return done(request, f"已移出“{paper.file}”。", _page(person))
    return redirect(_page(person))


@require_safe
@may(P.MEMBER_VIEW)
def photo(request: OfficeRequest, pk: int) -> HttpResponse:
    """The portrait for the page; as a file it would only be offered for keeping."""
    rows = Person.objects.visible_to(request.scope).select_related("details__photo")
    portrait = details_of(get_object_or_404(rows, pk=pk)).photo
    if portrait is None:
        raise Http404
    return download(portrait.read(), "照片.jpg", portrait.media_type)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def photo_change(request: OfficeRequest, pk: int) -> HttpResponse:
    person = _own(request, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = attempt(
            form,
            lambda: person_papers.set_photo(person=person, by=request.scope, **form.cleaned_data),
        )
        if kept:
            return done(request, "照片已更新。", person)
    return form_page(request, form, title=f"{person}的照片", back=person, submit="上传")


@require_POST
@may(P.MEMBER_EDIT)
def photo_remove(request: OfficeRequest, pk: int) -> HttpResponse:
    person = _own(request, pk)
    if attempt_button(request, lambda: person_papers.remove_photo(person=person, by=request.scope)):
        return done(request, "照片已撤下。", person)
    return redirect(person)


def _page(person: Person) -> str:
    return reverse("members:person_papers", args=[person.pk])


def _own(request: OfficeRequest, pk: int) -> Person:
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, person)
    return person


def _paper(request: OfficeRequest, pk: int, attachment: int) -> tuple[Person, Paper]:
    """A person in scope and a paper that hangs on it; 404 for any other file."""
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    papers = {paper.file.pk: paper for paper in papers_of(person, request.scope)}
    if attachment not in papers:
        raise Http404
    return person, papers[attachment]
