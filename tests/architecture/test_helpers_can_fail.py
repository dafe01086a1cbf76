"""A guard that cannot fail guards nothing: each of them is shown what it must refuse."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from django.db import models
from django.urls import reverse

from tests.architecture import source, test_actions, test_arrows, test_constraints, test_scoping
from tests.architecture.test_templates import COUNTED, QUERIES
from tests.architecture.test_words import ENGLISH, words_of
from tests.factories.activities import EventFactory, PublicityItemFactory
from tests.helpers import assert_same_queries, sign_in
from unionhub.models import User, all_or_none


def function(text: str) -> ast.FunctionDef:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


@pytest.mark.parametrize(
    ("app", "room", "module"),
    [
        ("unionhub", "web", "members.models"),
        ("members", "views", "aid.models"),
        ("aid", "models", "activities.models"),
        ("activities", "views", "reports.models"),
        ("aid", "views", "members.forms"),
        ("aid", "views", "members"),
        ("reports", "indicators", "aid.listings"),
        ("aid", "models", "aid.rules"),
        ("aid", "actions", "aid.forms.cases"),
        ("aid", "printouts", "aid.listings"),
        ("aid", "cupboard", "aid.models"),
    ],
)
def test_an_arrow_that_points_up_or_through_a_wall_is_seen(app, room, module):
    assert test_arrows.wrong_arrows(app, room, [module]) == [module]


@pytest.mark.parametrize(
    ("app", "room", "module"),
    [
        ("aid", "views", "members.pickers"),
        ("aid", "views", "aid.forms.cases"),
        ("aid", "views", "unionhub.web"),
        ("reports", "indicators", "aid.models"),
        ("aid", "views", "django.urls"),
    ],
)
def test_an_arrow_that_points_down_is_let_through(app, room, module):
    assert test_arrows.wrong_arrows(app, room, [module]) == []


def test_a_late_import_is_seen():
    tree = ast.parse("import os\ndef late():\n    from aid import models\n")
    assert [node.lineno for node in source.late_imports(tree)] == [3]


def test_a_relative_import_is_seen():
    assert source.imports_of(ast.parse("from .models import X"))[0][1] == ".models"


@pytest.mark.parametrize("text", ["def do(record, *, by): ...", "def do(*records, by): ..."])
def test_an_action_with_positions_is_seen(text):
    assert not test_actions.is_keyword_only(function(text))


def test_an_action_that_is_unsigned_or_in_pieces_is_seen():
    node = function("def do(*, record): ...")
    assert not test_actions.is_signed(node)
    assert not test_actions.is_whole(node)


def test_an_action_without_a_trace_is_seen(tmp_path):
    file = tmp_path / "deeds.py"
    file.write_text("def do(*, by):\n    undo(by)\ndef undo(by):\n    do(by=by)\n")
    assert not test_actions.is_recorded(file, source.public_functions(source.tree_of(file))[0])


def test_an_action_that_leaves_its_trace_through_another_is_let_through(tmp_path):
    file = tmp_path / "steps.py"
    (tmp_path / "_insides.py").write_text("def leave(by):\n    audit.record(by=by)\n")
    file.write_text("from aid.actions._insides import leave\ndef do(*, by):\n    leave(by)\n")
    assert test_actions.is_recorded(file, source.public_functions(source.tree_of(file))[0])


def test_a_length_leaves_decorators_out():
    assert source.length_of(function("@may(P.X)\ndef view(request):\n    return 1\n")) == 2


@pytest.mark.parametrize(
    "way",
    ["Person.objects.all()", "Person.objects.get(pk=1)", "people = Person.objects", "f(X.objects)"],
)
def test_a_way_past_the_scope_is_seen(way):
    assert test_scoping.unscoped(ast.parse(way))


@pytest.mark.parametrize(
    "way", ["Person.objects.visible_to(scope)", "Person.objects.kept_by(scope).find(text)"]
)
def test_a_way_in_scope_is_let_through(way):
    assert test_scoping.unscoped(ast.parse(way)) == []


@pytest.mark.parametrize("tag", ["for x in event.participations.all", "rows.count", "a.post_set"])
def test_a_question_in_a_template_is_seen(tag):
    assert QUERIES.search(COUNTED.sub("", tag))


def test_a_word_of_the_trade_is_seen_in_names_and_texts_but_not_in_docstrings():
    tree = ast.parse('def f(MemberCard):\n    """About a case."""\n    return "aid.view"\n')
    assert words_of(tree) & ENGLISH == {"member", "aid"}


def test_fields_of_nested_conditions_are_found():
    rule = all_or_none("paid_on", "paid_by", name="x")
    assert set(test_constraints.fields_in(rule.condition)) == {"paid_on", "paid_by"}
    order = models.Q(ends_on__gte=models.F("begins_on")) | ~models.Q(kind="x")
    assert set(test_constraints.fields_in(order)) == {"ends_on", "begins_on", "kind"}


@pytest.mark.django_db
def test_a_page_that_asks_once_for_each_row_is_seen(client, clerk, xingfa, monkeypatch):
    EventFactory(organisation=xingfa)
    monkeypatch.setattr(
        "activities.models.Event.days", property(lambda event: event.participations.count())
    )
    sign_in(client, clerk)
    more = lambda: EventFactory.create_batch(9, organisation=xingfa)  # noqa: E731
    with pytest.raises(AssertionError):
        assert_same_queries(client, reverse("activities:events"), more)


@pytest.mark.django_db
def test_a_page_that_writes_when_it_is_opened_is_seen(client, clerk, xingfa, monkeypatch):
    item = PublicityItemFactory(organisation=xingfa)

    def writing(item):
        User.objects.filter(pk=clerk.user.pk).update(name="改名")
        return "横幅"

    monkeypatch.setattr("activities.models.PublicityItem.get_kind_display", writing)
    sign_in(client, clerk)
    with pytest.raises(AssertionError, match="a GET wrote"):
        client.get(item.get_absolute_url())


def test_the_excuses_are_not_from_the_future():
    dated = test_scoping.OTHERWISE.values()
    assert all(since <= date.today() and why for since, why in dated)  # noqa: DTZ011
