"""Passwords an office would try first are refused; a plain sentence is taken."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories.kernel import UserFactory
from unionhub.passwords import OfficeWordsValidator


@pytest.fixture
def officer():
    return UserFactory.build(username="mahongmei", name="马红梅", password=None)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "passwordpassword",
        "gonghui20100101",
        "GongHui@20100101",
        "zonggonghui1234",
        "工会工会工会工会20100101",
        "mahongmei123456",
        "Mahongmei!!!!!!!",
        "mahongmei20100630",
        "unionhub1234567",
        "20100630201006301",
        "110101199003070370",
        "11010119900307037X",
        "13804751234138",
        "aaaaaaaaaaaaaaaa",
        "123456789012",
        "bangfugonghuixiangzhen",
    ],
)
def test_what_would_be_guessed_first_is_refused(officer, password):
    with pytest.raises(ValidationError):
        validate_password(password, officer)


@pytest.mark.parametrize(
    "password",
    [
        "a quiet harvest 2010",
        "秋天的玉米堆满了整个院子",
        "kL9#vQ2!xT7z",
        "correct horse battery staple",
        "x" * 5 + "the river bends twice" * 6,
    ],
)
def test_a_sentence_is_taken(officer, password):
    validate_password(password, officer)


def test_the_help_says_what_is_wanted():
    assert "12" in OfficeWordsValidator().get_help_text()


def test_nobody_in_particular_can_be_asked_about():
    OfficeWordsValidator().validate("a quiet harvest 2010")
    with pytest.raises(ValidationError):
        OfficeWordsValidator().validate("gonghui20100101")
