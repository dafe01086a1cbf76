"""The audit chain: one row per deed, whole or known to be broken, and the database keeps it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse

from tests.helpers import sign_in, triggers_lifted
from unionhub import audit
from unionhub.models import AuditEvent, AuditTail

TABLE = AuditEvent._meta.db_table


def deeds(by, *verbs):
    with transaction.atomic():
        return [audit.record(by=by, verb=verb, target=by.organisation) for verb in verbs]


@pytest.fixture
def three(clerk):
    return deeds(clerk, "case.open", "case.approve", "case.pay")


# --- what a row says ------------------------------------------------------------------------------
def test_a_row_says_who_did_what_to_what(clerk, xingfa):
    event = audit.record(
        by=clerk,
        verb="organisation.edit",
        target=xingfa,
        changes={"name": ["甲", "乙"]},
        note="改名",
    )
    event.refresh_from_db()
    assert (event.username, event.user_name, event.role) == (
        clerk.user.username,
        clerk.user.name,
        "clerk",
    )
    assert (event.organisation_code, event.organisation_path) == (xingfa.code, xingfa.path)
    assert (event.verb, event.target_kind) == ("organisation.edit", "unionhub.organisation")
    assert (event.target_id, event.target_label) == (str(xingfa.pk), str(xingfa))
    assert (event.changes, event.note) == ({"name": ["甲", "乙"]}, "改名")


def test_changes_are_kept_as_plain_words_and_numbers(clerk, xingfa):
    changes = {"a": [Decimal("1.50"), None], "b": {"on": date(2010, 6, 30)}, "c": (True, 3, xingfa)}
    event = audit.record(by=clerk, verb="x", changes=changes)
    event.refresh_from_db()
    assert event.changes == {
        "a": ["1.50", None],
        "b": {"on": "2010-06-30"},
        "c": [True, 3, str(xingfa)],
    }
    assert audit.broken_at() is None


def test_a_deed_without_a_post_is_kept_too(db):
    audit.append(verb="session.refused", username="nobody", address="127.0.0.1")
    assert AuditEvent.objects.get().organisation_path == ""
    assert audit.broken_at() is None


@pytest.mark.database
def test_any_text_comes_back_as_it_was_hashed(clerk):
    audit.record(
        by=clerk, verb="x", note="𠀀㐂·é e\u0301 \\ \"'\t\n", changes={"é": ["𠀀", "\\u0041"]}
    )
    assert audit.broken_at() is None


# --- the chain ------------------------------------------------------------------------------------
def test_an_empty_chain_is_whole(db):
    assert audit.broken_at() is None


@pytest.mark.database
def test_rows_are_numbered_and_chained(three):
    assert [event.seq for event in three] == [1, 2, 3]
    assert three[0].previous == audit.NOTHING
    assert [event.previous for event in three[1:]] == [event.digest for event in three[:2]]
    assert audit.broken_at() is None


@pytest.mark.database
@pytest.mark.parametrize(
    "field",
    [name for name in [*audit.CHAINED, "digest"] if name not in ("seq", "at", "changes")],
)
def test_an_altered_word_is_found(three, field):
    with triggers_lifted(connection, TABLE):
        AuditEvent.objects.filter(seq=2).update(**{field: "x"})
    assert audit.broken_at() == 2


@pytest.mark.database
def test_an_altered_time_or_change_is_found(three):
    with triggers_lifted(connection, TABLE):
        AuditEvent.objects.filter(seq=3).update(changes={"amount": ["1", "2"]})
        assert audit.broken_at() == 3
        AuditEvent.objects.filter(seq=2).update(at=three[1].at + timedelta(microseconds=1))
    assert audit.broken_at() == 2


@pytest.mark.database
@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_removed_row_is_found(three, seq):
    with triggers_lifted(connection, TABLE):
        AuditEvent.objects.filter(seq=seq).delete()
    assert audit.broken_at() == seq


def test_a_row_removed_and_the_rest_moved_up_is_found(three):
    with triggers_lifted(connection, TABLE):
        AuditEvent.objects.filter(seq=2).delete()
        AuditEvent.objects.filter(seq=3).update(seq=2)
    assert audit.broken_at() == 2


def test_an_inserted_row_is_found(three):
    values = {f: getattr(three[1], f) for f in audit.CHAINED}
    with triggers_lifted(connection, TABLE):
        AuditEvent.objects.filter(seq=3).update(seq=4)
    AuditEvent.objects.create(**values | {"seq": 3, "digest": three[1].digest})
    assert audit.broken_at() == 3


def test_two_rows_exchanged_are_found(three):
    with triggers_lifted(connection, TABLE):
        for seq, to in ((2, 99), (3, 2), (99, 3)):
            AuditEvent.objects.filter(seq=seq).update(seq=to)
    assert audit.broken_at() == 2


def test_a_row_added_behind_the_tail_is_found(three):
    values = {f: getattr(three[2], f) for f in audit.CHAINED}
    forged = AuditEvent(**values | {"seq": 4, "previous": three[2].digest})
    forged.digest = audit.digest_of(forged)
    forged.save()
    assert audit.broken_at() == 5


def test_the_end_cut_off_with_the_tail_set_back_is_found(three):
    with triggers_lifted(connection, TABLE):
        AuditEvent.objects.filter(seq=3).delete()
    AuditTail.objects.update(seq=2, digest=three[1].digest)
    assert audit.broken_at() == 3


def test_a_missing_tail_is_found(three):
    AuditTail.objects.all().delete()
    assert audit.broken_at() == 4


def test_everything_wiped_but_the_tail_is_found(three):
    with triggers_lifted(connection, TABLE):
        AuditEvent.objects.all().delete()
    assert audit.broken_at() == 1


def test_a_chain_computed_anew_without_the_key_is_found(three, settings):
    key = settings.INDEX_KEY
    settings.INDEX_KEY = b"not ours" * 4
    with triggers_lifted(connection, TABLE):
        previous = audit.NOTHING
        for event in AuditEvent.objects.order_by("seq"):
            event.note, event.previous = "forged", previous
            previous = event.digest = audit.digest_of(event)
            event.save()
    AuditTail.objects.update(digest=audit.tail_digest(3, previous))
    assert audit.broken_at() is None
    settings.INDEX_KEY = key
    assert audit.broken_at() == 1


def test_a_new_row_does_not_heal_a_broken_chain(three, clerk):
    with triggers_lifted(connection, TABLE):
        AuditEvent.objects.filter(seq=2).update(note="forged")
    deeds(clerk, "case.close")
    assert audit.broken_at() == 2


# --- what the database refuses --------------------------------------------------------------------
@pytest.mark.database
@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET note = 'x'",
        f"UPDATE {TABLE} SET note = note WHERE seq = 1",
        f"DELETE FROM {TABLE}",
        f"DELETE FROM {TABLE} WHERE seq = 3",
    ],
)
def test_rows_can_be_neither_changed_nor_deleted(three, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEvent.objects.count() == 3
    assert audit.broken_at() is None


@pytest.mark.database
def test_the_table_cannot_be_emptied_or_rows_replaced(three):
    statement = {
        "postgresql": f"TRUNCATE {TABLE}",
        "sqlite": f"REPLACE INTO {TABLE} SELECT * FROM {TABLE}",
    }[connection.vendor]
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
    assert audit.broken_at() is None


@pytest.mark.database
def test_saving_a_row_again_is_refused(three):
    three[0].note = "x"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        three[0].save()


# --- with the deed or not at all ------------------------------------------------------------------
@pytest.mark.database
def test_a_deed_that_is_taken_back_leaves_no_row(three, clerk):
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record(by=clerk, verb="case.pay")
        raise RuntimeError("the payment failed")
    assert AuditEvent.objects.count() == 3
    assert AuditTail.objects.get().seq == 3
    assert [event.seq for event in deeds(clerk, "case.close")] == [4]
    assert audit.broken_at() is None


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", [1, 2])
def test_a_committed_trail_is_gone_in_the_next_test_and_protected_there(three, _again):
    assert AuditEvent.objects.count() == 3
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEvent.objects.update(verb="x")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_forty_deeds_at_once_make_one_whole_chain(clerk):
    def deed(number):
        try:
            with transaction.atomic():
                audit.record(by=clerk, verb=f"deed.{number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deed, range(40)))
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", flat=True)) == list(
        range(1, 41)
    )
    assert audit.broken_at() is None


# --- who may read ---------------------------------------------------------------------------------
def test_the_trail_is_read_from_ones_own_office_down(chair, clerk, neighbour):
    deeds(clerk, "case.open")
    deeds(neighbour, "case.open")
    visible = AuditEvent.objects.visible_to(chair)
    assert {event.organisation_code for event in visible} == {"XINGFA"}
    assert not AuditEvent.objects.visible_to(clerk)
    assert not AuditEvent.objects.visible_to(None)


@pytest.mark.parametrize("query", [{"at_after": "0001-01-01"}, {"at_before": "9999-12-31"}])
def test_the_ends_of_the_calendar_are_answered_in_words(client, chair, query):
    sign_in(client, chair)
    answer = client.get(reverse("unionhub:audit"), query)
    assert answer.status_code == 200
    assert "at" in answer.context["selection"].form.errors
