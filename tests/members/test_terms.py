"""届次 and officers: elections, offices taken and left, what falls due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.actions import terms
from members.models import Officer, Term, UnionProfile
from members.rules import terms as rules
from tests.factories.kernel import below, scope_of
from tests.factories.members import PersonFactory, UnionProfileFactory
from tests.helpers import assert_same_queries, race, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import today

FIRST, SECOND = date(2010, 3, 1), date(2013, 2, 1)


@pytest.fixture
def brickyard(xingfa):
    return below(xingfa, "XFZC", "砖厂工会", "enterprise")


def elect(union, by, **values):
    given = {"number": 1, "began_on": FIRST, "years": 3, "elected_by": "members", **values}
    return terms.elect(union=union, by=by, **given)


@pytest.fixture
def term(brickyard, clerk):
    return elect(brickyard, clerk)


@pytest.fixture
def chairwoman(term, clerk):
    return terms.take_office(term=term, by=clerk, name="王芳", post="chair", from_on=FIRST)


# --- days -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("began", "years", "due"),
    [
        (date(2010, 3, 1), 3, date(2013, 3, 1)),
        (date(2010, 3, 1), 5, date(2015, 3, 1)),
        (date(2012, 2, 29), 3, date(2015, 3, 1)),
    ],
)
def test_an_election_falls_due_after_the_years_of_the_term(began, years, due):
    assert rules.due_on(began, years) == due


@pytest.mark.parametrize(
    ("day", "ended", "words"),
    [
        (date(2012, 11, 28), None, "在任"),
        (date(2012, 11, 29), None, "三个月内到期"),
        (date(2013, 3, 1), None, "到期未换届"),
        (date(2013, 3, 1), date(2013, 2, 1), "已届满"),
    ],
)
def test_how_a_term_stands(day, ended, words):
    assert rules.standing_of(date(2013, 3, 1), ended, day) == words


# --- elections --------------------------------------------------------------------------------
@pytest.mark.parametrize("page", ["union_terms", "term_add", "term_change", "officer_add"])
@pytest.mark.parametrize("who", ["clerk", "neighbour", "county_officer", "cashier"])
def test_who_opens_the_pages_of_a_term(client, request, term, brickyard, page, who):
    pk = brickyard.pk if page in ("union_terms", "term_add") else term.pk
    reads = {"clerk": 200, "neighbour": 404, "county_officer": 200, "cashier": 403}
    writes = {"clerk": 200, "neighbour": 404, "county_officer": 403, "cashier": 403}
    sign_in(client, request.getfixturevalue(who))
    status = client.get(reverse(f"members:{page}", args=[pk])).status_code
    assert status == (reads if page == "union_terms" else writes)[who]


def test_an_election_ends_the_term_before_with_its_officers(client, clerk, term, chairwoman):
    url = reverse("members:term_add", args=[term.union_id])
    client = sign_in(client, clerk)
    assert client.get(url).context["form"].initial["number"] == 2
    sent = {"number": 2, "began_on": "2013-02-01", "years": 5, "elected_by": "delegates"}
    client.post(url, sent)
    term.refresh_from_db()
    chairwoman.refresh_from_db()
    new = Term.objects.get(number=2)
    assert (term.ended_on, chairwoman.until_on) == (SECOND, SECOND)
    assert (new.due_on, new.organisation) == (date(2018, 2, 1), clerk.organisation)
    words = words_of(client.get(new.get_absolute_url()))
    assert "第2届" in words
    assert "已届满" in words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"began_on": FIRST}, "换届必须在此之后"),
        ({"began_on": date(2009, 1, 1)}, "换届必须在此之后"),
        ({"began_on": today() + timedelta(days=1)}, "不能晚于今天"),
        ({"number": 1}, "这一届已登记过"),
        ({"years": 6}, "任期为一至五年"),
    ],
)
def test_an_election_that_cannot_be_is_refused(clerk, term, values, words):
    with pytest.raises(ValidationError, match=words):
        elect(term.union, clerk, **{"number": 2, "began_on": SECOND, **values})
    assert Term.objects.get().ended_on is None


def test_a_corrected_election_moves_the_end_of_the_term_before(clerk, term, chairwoman):
    second = elect(term.union, clerk, number=2, began_on=SECOND)
    day = date(2013, 2, 8)
    terms.change(term=second, by=clerk, began_on=day, years=5)
    term.refresh_from_db()
    chairwoman.refresh_from_db()
    second.refresh_from_db()
    assert (term.ended_on, chairwoman.until_on, second.due_on) == (day, day, date(2018, 2, 8))


def test_the_county_does_not_elect_for_a_township(term, kailu):
    with pytest.raises(PermissionDenied):
        elect(term.union, scope_of(kailu, "clerk"), number=2, began_on=SECOND)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_clerks_take_down_one_election(xingfa, brickyard):
    clerks = [scope_of(xingfa, "clerk") for _ in range(4)]
    answers = race(*(lambda by=by: elect(brickyard, by) for by in clerks))
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 3
    assert Term.objects.count() == 1


def test_papers_of_an_election_are_kept_and_seen_by_the_office(client, clerk, neighbour, term):
    url = reverse("members:term_attach", args=[term.pk])
    upload = SimpleUploadedFile("选举结果.pdf", b"%PDF-1.4 x")
    sign_in(client, clerk).post(url, {"upload": upload})
    paper = term.attachments.get()
    url = reverse("members:term_attachment", args=[term.pk, paper.pk])
    assert client.get(url).content == b"%PDF-1.4 x"
    assert sign_in(client, neighbour).get(url).status_code == 404


# --- officers ---------------------------------------------------------------------------------
def typed(**values):
    return {"name": "王芳", "post": "chair", "from_on": "2010-03-01", **values}


def test_an_officer_nobody_on_file_is_called_like_is_taken_down_at_once(client, clerk, term):
    url = reverse("members:officer_add", args=[term.pk])
    sign_in(client, clerk).post(url, typed(full_time="on", phone="0475 6212345"))
    officer = Officer.objects.get()
    assert (officer.name, officer.full_time, officer.person) == ("王芳", True, None)
    assert officer.phone == "0475-6212345"


def test_people_of_that_name_are_offered_and_one_is_linked(client, clerk, yongan, term):
    person = PersonFactory(organisation=clerk.organisation, name="王芳")
    PersonFactory(organisation=yongan, name="王芳")
    url = reverse("members:officer_add", args=[term.pk])
    client = sign_in(client, clerk)
    asked = client.post(url, typed())
    assert asked.status_code == 422
    assert "1980年生" in words_of(asked)
    assert len(asked.context["form"].fields["link"].choices) == 2
    client.post(url, typed(link=str(person.pk)))
    assert Officer.objects.get().person == person
    assert person.get_absolute_url() in client.get(term.get_absolute_url()).content.decode()


def test_none_of_the_people_of_that_name_may_be_chosen(client, clerk, term):
    PersonFactory(organisation=clerk.organisation, name="王芳")
    url = reverse("members:officer_add", args=[term.pk])
    sign_in(client, clerk).post(url, typed(link="none"))
    assert Officer.objects.get().person is None


def test_there_is_one_chair_at_a_time(clerk, term, chairwoman):
    with pytest.raises(ValidationError, match="先给原主席办理离任"):
        terms.take_office(term=term, by=clerk, name="李明", post="chair", from_on=SECOND)
    terms.leave_office(officer=chairwoman, by=clerk, until_on=date(2011, 1, 1))
    terms.take_office(term=term, by=clerk, name="李明", post="chair", from_on=date(2011, 1, 1))
    assert Officer.objects.serving(date(2011, 6, 1)).get().name == "李明"


@pytest.mark.parametrize(
    ("until", "words"), [(date(2010, 1, 1), "不能早于任职"), (today() + timedelta(1), "今天")]
)
def test_an_office_is_not_left_before_it_was_taken_nor_ahead(clerk, chairwoman, until, words):
    with pytest.raises(ValidationError, match=words):
        terms.leave_office(officer=chairwoman, by=clerk, until_on=until)


def test_an_office_is_left_once_with_a_reason(client, clerk, chairwoman):
    url = reverse("members:officer_leave", args=[chairwoman.pk])
    client = sign_in(client, clerk)
    client.post(url, {"until_on": "2011-01-01", "note": "调离"})
    assert AuditEvent.objects.get(verb="officer.leave").note == "调离"
    assert "不用再办" in words_of(client.post(url, {"until_on": "2011-02-01"}))


def test_the_sheet_shows_who_chairs_and_the_typed_name_where_nobody_is_on_file(
    clerk, term, chairwoman
):
    UnionProfileFactory(union=term.union, organisation=clerk.organisation, chair="李明")
    sheets = UnionProfile.objects.all()
    assert sheets.with_numbers(date(2010, 6, 1)).get().chair_now == "王芳"
    assert sheets.with_numbers(date(2010, 1, 1)).get().chair_now == "李明"


# --- what falls due ---------------------------------------------------------------------------
def due_in(days, union, clerk):
    """A term of three years that falls due so many days from today."""
    due = today() + timedelta(days=days)
    return elect(union, clerk, began_on=due.replace(year=due.year - 3, day=min(due.day, 28)))


def test_what_is_due_stands_on_the_first_page_and_in_the_list(client, clerk, xingfa, brickyard):
    village = below(xingfa, "XFSB", "石板村工会", "village")
    late, soon = due_in(-40, brickyard, clerk), due_in(40, village, clerk)
    client = sign_in(client, clerk)
    words = words_of(client.get("/"))
    assert "1 工会到期未换届" in words
    assert "1 工会三个月内到期换届" in words
    for state, term in (("overdue", late), ("soon", soon)):
        page = client.get(reverse("members:terms"), {"state": state})
        assert [line["cells"][0]["value"] for line in page.context["lines"]] == [term.union.name]


def test_a_closed_unions_term_is_due_no_more(client, clerk, brickyard):
    due_in(-40, brickyard, clerk)
    type(brickyard).objects.filter(pk=brickyard.pk).update(closed_on=today())
    assert "到期未换届" not in words_of(sign_in(client, clerk).get("/"))


@pytest.mark.parametrize("name", ["terms", "officers"])
def test_the_lists_ask_as_often_for_ten_as_for_one(client, clerk, xingfa, chairwoman, name):
    def more():
        for n in range(9):
            union = below(xingfa, f"U{n}", f"第{n}村工会", "village")
            term = elect(union, clerk)
            terms.take_office(term=term, by=clerk, name="李明", post="member", from_on=FIRST)

    assert_same_queries(sign_in(client, clerk), reverse(f"members:{name}"), more)


def test_the_page_of_terms_asks_as_often_for_five_terms_as_for_one(client, clerk, term):
    first = PersonFactory(organisation=clerk.organisation)
    terms.take_office(
        term=term, by=clerk, name=first.name, person=first, post="member", from_on=FIRST
    )

    def more():
        for n in range(2, 6):
            later = elect(term.union, clerk, number=n, began_on=date(2010 + 2 * n, 1, 1))
            person = PersonFactory(organisation=clerk.organisation)
            terms.take_office(
                term=later,
                by=clerk,
                name=person.name,
                person=person,
                post="member",
                from_on=later.began_on,
            )

    assert_same_queries(sign_in(client, clerk), term.get_absolute_url(), more)
