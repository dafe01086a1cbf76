"""疑似重复: who is listed as a pair, telling two apart, merging on the page, undoing it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from members.actions import merges
from members.models import Merge, Person, likely_pairs
from tests.factories.kernel import scope_of
from tests.factories.members import EmployerFactory, MembershipFactory, PersonFactory, id_number
from tests.helpers import assert_same_queries, sign_in, words_of

pytestmark = pytest.mark.django_db
LIST = reverse("members:duplicates")


@pytest.fixture
def pair(xingfa):
    """One man written down twice."""
    first = PersonFactory(organisation=xingfa, name="张文军", phone="13812345678")
    second = PersonFactory(
        organisation=xingfa,
        name="张文君",
        phone="13812345678",
        id_number="",
        birth_date=first.birth_date,
        address="三组",
    )
    return first, second


def why(xingfa):
    people = Person.objects.filter(organisation=xingfa)
    return [(p.first, p.second, p.why) for p in likely_pairs(people)]


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ({"name": "王芳"}, {"name": "王芳", "id_number": ""}, "同名同生日"),
        (
            {"name": "王芳", "phone": "13812345678"},
            {"name": "王方", "phone": "13812345678", "birth_date": "1990-01-01"},
            "电话相同，姓名相近",
        ),
        (
            {"name": "艾力·买买提", "phone": "13812345678"},
            {"name": "艾力买买提", "phone": "13812345678", "birth_date": "1990-01-01"},
            "电话相同，姓名相近",
        ),
    ],
)
def test_these_are_likely_one(one, two, words, xingfa):
    first = PersonFactory(organisation=xingfa, **{"birth_date": id_day(), **one})
    second = PersonFactory(organisation=xingfa, **{"birth_date": id_day(), "id_number": "", **two})
    assert why(xingfa) == [(first.pk, second.pk, (words,))]


def id_day():
    return PersonFactory.build(organisation=None).birth_date.replace(month=1)


def test_one_name_in_one_unit_without_a_number(xingfa):
    works = EmployerFactory(organisation=xingfa)
    values = {"organisation": xingfa, "name": "王芳", "employer": works}
    first = PersonFactory(**values, birth_date=None, id_number=id_number(1))
    PersonFactory(**values, birth_date=None, id_number=id_number(3))
    third = PersonFactory(**values, birth_date=None, id_number="")
    assert {pair[:2] for pair in why(xingfa)} == {
        (first.pk, third.pk),
        (first.pk + 1, third.pk),
    }


def test_a_family_with_one_phone_is_no_pair(xingfa):
    PersonFactory(organisation=xingfa, name="张文军", phone="13812345678")
    PersonFactory(organisation=xingfa, name="马晓红", phone="13812345678")
    assert why(xingfa) == []


def test_the_surest_come_first(pair, xingfa):
    PersonFactory(organisation=xingfa, name="张文军", birth_date=pair[0].birth_date)
    assert [len(one[2]) for one in why(xingfa)] == [1, 1]
    Person.objects.filter(pk=pair[1].pk).update(name="张文军")
    assert [len(one[2]) for one in why(xingfa)] == [2, 1, 1]


def test_who_may_see_the_pairs(client, clerk, reviewer, neighbour, county_officer, pair):
    page = words_of(sign_in(client, clerk).get(LIST))
    assert "共 1 对" in page
    assert "电话相同，姓名相近" in page
    assert pair[0].id_number not in page
    assert "共 0 对" in words_of(sign_in(client, neighbour).get(LIST))
    assert sign_in(client, reviewer).get(LIST).status_code == 403
    assert sign_in(client, county_officer).get(LIST).status_code == 403


def test_a_contact_sees_pairs_of_the_own_village_only(client, xingfa, tiezhu, pair):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    assert "共 0 对" in words_of(sign_in(client, contact).get(LIST))
    Person.objects.update(place=tiezhu)
    assert "共 1 对" in words_of(client.get(LIST))


def test_the_same_queries_for_one_pair_as_for_ten(client, clerk, xingfa, pair):
    sign_in(client, clerk)

    def more():
        for _ in range(9):
            PersonFactory.create_batch(
                2, organisation=xingfa, name="王芳", id_number="", phone="13900001111"
            )

    assert_same_queries(client, LIST, more)


def test_two_told_apart_are_not_listed_again(client, clerk, pair):
    apart = reverse("members:tell_apart", args=[pair[0].pk, pair[1].pk])
    answer = sign_in(client, clerk).post(apart, follow=True)
    assert "已记为不是同一人" in words_of(answer)
    assert "共 0 对" in words_of(answer)


def merge_url(pair):
    return reverse("members:merge", args=[one.pk for one in pair])


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("reviewer", 403)])
@pytest.mark.parametrize("name", ["merge", "tell_apart", "merge_find"])
def test_three_people_at_the_pages(request, client, who, status, name, pair):
    numbers = [pair[0].pk] if name == "merge_find" else [one.pk for one in pair]
    url = reverse(f"members:{name}", args=numbers)
    sign_in(client, request.getfixturevalue(who))
    answer = client.post(url) if name == "tell_apart" else client.get(url)
    assert answer.status_code == (302 if status == 200 and name == "tell_apart" else status)


def test_half_a_foreign_pair_is_not_there(client, clerk, pair, yongan):
    stranger = PersonFactory(organisation=yongan)
    sign_in(client, clerk)
    assert client.get(merge_url((pair[0], stranger))).status_code == 404
    assert client.get(merge_url((pair[0], pair[0]))).status_code == 404


def test_the_page_asks_only_what_differs(client, clerk, pair):
    MembershipFactory(person=pair[1])
    page = words_of(sign_in(client, clerk).get(merge_url(pair)))
    assert "张文军" in page
    assert "张文君" in page
    assert "会籍 1" in page
    assert "详细住址" not in page  # one has it, and it stays


def answers(pair, **values):
    seen = ",".join(str(one.version) for one in pair)
    return {"keep": "second", "name": "first", "reason": "核对身份证", "seen": seen, **values}


def test_a_merge_on_the_page(client, clerk, pair):
    first, second = pair
    answer = sign_in(client, clerk).post(merge_url(pair), answers(pair), follow=True)
    assert "已合并，只保留“张文军”一条记录" in words_of(answer)
    kept = Person.objects.get()
    assert (kept.pk, kept.name, kept.address) == (second.pk, "张文军", "三组")
    assert kept.id_number == first.id_number
    old = client.get(reverse("members:person", args=[first.pk]))
    assert old.url == reverse("members:person", args=[second.pk])
    assert client.get(reverse("members:person_change", args=[first.pk])).status_code == 404


def test_a_refusal_keeps_what_was_chosen(client, clerk, pair):
    for person in pair:
        MembershipFactory(person=person)
    answer = sign_in(client, clerk).post(merge_url(pair), answers(pair))
    assert answer.status_code == 422
    assert "请先在原记录上处理好，再合并" in words_of(answer)
    assert answer.context["form"]["keep"].value() == "second"


def test_an_edit_meanwhile_is_told(client, clerk, pair):
    answer = sign_in(client, clerk).post(merge_url(pair), answers(pair, seen="9,9"))
    assert "已被他人修改" in words_of(answer)


def test_the_other_record_is_found_by_hand(client, clerk, pair):
    url = reverse("members:merge_find", args=[pair[0].pk])
    answer = sign_in(client, clerk).post(url, {"find": "zhangwj"})
    assert merge_url(pair) in answer.content.decode()


@pytest.fixture
def merge(clerk, pair):
    return merges.merge(kept=pair[0], gone=pair[1], reason="核对身份证", by=clerk)


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("reviewer", 200), ("county_officer", 200), ("neighbour", 404)],
)
def test_a_merge_is_shown_to_who_sees_the_person(request, client, who, status, merge):
    answer = sign_in(client, request.getfixturevalue(who)).get(merge.get_absolute_url())
    assert answer.status_code == status
    if status == 200:
        assert ("撤销合并" in words_of(answer)) == (who == "clerk")


def test_a_merge_is_undone_on_its_page(client, clerk, reviewer, neighbour, merge):
    url = reverse("members:merge_undo", args=[merge.pk])
    assert sign_in(client, reviewer).post(url, {"reason": "看错了"}).status_code == 403
    assert sign_in(client, neighbour).post(url, {"reason": "看错了"}).status_code == 404
    answer = sign_in(client, clerk).post(url, {"reason": "看错了"}, follow=True)
    assert "两条记录都已恢复" in words_of(answer)
    assert Person.objects.count() == 2
    answer = client.post(url, {"reason": "看错了"}, follow=True)
    assert "已经撤销过" in words_of(answer)


def test_merges_and_pairs_are_lists_to_take_along(client, clerk, pair, merge, xingfa):
    assert "张文军" in words_of(sign_in(client, clerk).get(reverse("members:merges")))
    merges.undo(merge=Merge.objects.get(), reason="看错了", by=clerk)
    for name in ("members:merges", "members:duplicates_list"):
        url = reverse(name)
        assert "请先填写" in words_of(client.post(url, {"do": "xlsx"}))
        file = client.post(url, {"do": "xlsx", "reason": "报县总工会"})
        assert "attachment" in file.headers["Content-Disposition"]


def test_the_lists_ask_as_often_for_one_as_for_ten(client, clerk, xingfa, pair, merge):
    sign_in(client, clerk)

    def more():
        for _ in range(5):
            kept, gone = PersonFactory.create_batch(2, organisation=xingfa)
            merges.merge(kept=kept, gone=gone, reason="核对身份证", by=clerk)

    assert_same_queries(client, reverse("members:merges"), more)
