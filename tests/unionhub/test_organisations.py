"""The tree: opened below, changed with care, ranges of paths, and places on forms."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.kernel import PlaceFactory, below, scope_of
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.actions import organisations
from unionhub.changes import StaleEdit
from unionhub.models import Organisation, Place, path_range
from unionhub.periods import today

STEPS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(st.text(STEPS, min_size=4, max_size=4), st.text(STEPS, min_size=0, max_size=8))
def test_a_range_holds_the_subtree_and_nothing_else(path, rest):
    if path == "ZZZZ":
        return
    first, after = path_range(path)
    assert len(first) == len(after) == len(path)
    assert first <= path + rest < after


@pytest.mark.database
@pytest.mark.django_db
def test_a_subtree_is_whole_on_every_database(kailu):
    towns = [below(kailu, f"T{n}", f"第{n}乡工会") for n in range(40)]
    units = [below(town, f"{town.code}U", f"{town.code}厂工会", "enterprise") for town in towns]
    for town, unit in zip(towns, units, strict=True):
        found = set(Organisation.objects.below(town.path).values_list("code", flat=True))
        assert found == {town.code, unit.code}


@pytest.mark.django_db
def test_a_union_is_opened_below_and_stands_in_the_tree(client, clerk, xingfa):
    sign_in(client, clerk)
    answer = client.post(
        reverse("unionhub:organisation_add", args=[xingfa.pk]),
        {
            "name": "兴发砖厂工会",
            "code": "XF-ZC",
            "kind": "enterprise",
            "place_name": "",
            "opened_on": "2010-04-22",
        },
    )
    made = Organisation.objects.get(code="XF-ZC")
    assert answer["Location"] == made.get_absolute_url()
    assert made.is_child_of(Organisation.objects.get(pk=xingfa.pk))
    assert "兴发砖厂工会" in words_of(client.get(reverse("unionhub:organisations")))


@pytest.mark.django_db
def test_a_code_is_given_once_and_the_form_keeps_what_was_typed(client, clerk, xingfa):
    sign_in(client, clerk)
    data = {"name": "重码工会", "code": "XINGFA", "kind": "village"}
    answer = client.post(reverse("unionhub:organisation_add", args=[xingfa.pk]), data)
    assert answer.status_code == 422
    assert 'value="重码工会"' in answer.content.decode()
    assert not Organisation.objects.filter(name="重码工会").exists()


@pytest.mark.django_db
def test_the_neighbours_tree_does_not_exist_for_us(client, clerk, yongan):
    sign_in(client, clerk)
    for name in ("organisation", "organisation_change", "organisation_add"):
        assert client.get(reverse(f"unionhub:{name}", args=[yongan.pk])).status_code == 404
    assert "永安" not in words_of(client.get(reverse("unionhub:organisations")))


@pytest.mark.django_db
def test_an_edit_over_a_newer_one_is_refused_and_nothing_is_lost(client, clerk, tiezhu):
    sign_in(client, clerk)
    url = reverse("unionhub:place", args=[tiezhu.pk])
    organisations.change_place(place=tiezhu, by=clerk, name="铁柱二片")
    answer = client.post(url, {"name": "铁柱三片", "kind": "area", "version": tiezhu.version})
    assert answer.status_code == 422
    assert "已被他人修改" in words_of(answer)
    assert 'value="铁柱三片"' in answer.content.decode()
    assert Place.objects.get(pk=tiezhu.pk).name == "铁柱二片"


@pytest.mark.django_db
def test_a_form_without_its_version_counts_as_stale(client, clerk, tiezhu):
    sign_in(client, clerk)
    url = reverse("unionhub:place", args=[tiezhu.pk])
    assert client.post(url, {"name": "某片", "kind": "area"}).status_code == 422
    with pytest.raises(StaleEdit):
        organisations.change_place(place=tiezhu, by=clerk, version=-1, name="某片")


@pytest.mark.django_db
def test_a_union_with_open_ones_below_is_not_closed(clerk, xingfa):
    works = below(xingfa, "XF-ZC", "兴发砖厂工会", "enterprise")
    below(works, "XF-ZC1", "一车间工会小组", "group")
    with pytest.raises(ValidationError, match="下面还有"):
        organisations.close(organisation=works, on=today(), by=clerk)


@pytest.mark.django_db
def test_places_are_named_once_in_an_office_and_listed_in_a_handful_of_queries(
    client, clerk, xingfa, yongan
):
    PlaceFactory(organisation=xingfa, name="甲村")
    PlaceFactory(organisation=yongan, name="甲村")
    with pytest.raises(ValidationError):
        organisations.add_place(by=clerk, name="甲村", kind="village")
    sign_in(client, clerk)
    assert_same_queries(
        client,
        reverse("unionhub:places"),
        lambda: [PlaceFactory(organisation=xingfa) for _ in range(9)],
    )


def test_a_place_of_an_office_below_is_read_and_not_changed(client, kailu, xingfa):
    """Also by who may change those of the county: the list leads nowhere, the form is shut."""
    place = PlaceFactory(organisation=xingfa, name="石板村")
    own = PlaceFactory(organisation=kailu, name="城关社区")
    sign_in(client, scope_of(kailu, "admin"))
    listed = client.get(reverse("unionhub:places")).content.decode()
    assert "石板村" in listed
    assert place.get_absolute_url() not in listed
    assert own.get_absolute_url() in listed
    assert client.get(place.get_absolute_url()).status_code == 403
