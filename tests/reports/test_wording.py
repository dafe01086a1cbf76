"""Counts, sums, shares, places and days in the words of a paper."""

from datetime import date
from decimal import Decimal

import pytest

from reports import wording
from unionhub.periods import Period


@pytest.mark.parametrize(
    ("number", "measure", "said"),
    [
        (1, "名", "一名"),
        (2, "名", "两名"),
        (2, "户", "两户"),
        (2, "人次", "两人次"),
        (10, "位", "十位"),
        (11, "名", "11名"),
        (12, "件", "12件"),
        (1286, "名", "1286名"),
    ],
)
def test_counts(number, measure, said):
    assert wording.counted(number, measure) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["甲村"], "甲村"),
        (["铁柱片", "野里片"], "铁柱片和野里片"),
        (["甲村", "乙村", "丙村"], "甲村、乙村和丙村"),
    ],
)
def test_joining(words, said):
    assert wording.joined(words) == said


def test_many_places_are_counted_by_what_they_are():
    villages = [(f"{n}村", "village") for n in "甲乙丙丁戊"]

    assert wording.places(villages[:4]) == "甲村、乙村、丙村和丁村"
    assert wording.places(villages) == "甲村、乙村等5个村"
    assert wording.places([*villages, ("铁柱片", "area")]) == "甲村、乙村等6个片区村居"


@pytest.mark.parametrize(
    ("amount", "exact", "rounded"),
    [
        ("9.50", "9.5元", "9.5元"),
        ("80.00", "80元", "80元"),
        ("95.00", "95元", "90多元"),
        ("99.99", "99.99元", "90多元"),
        ("100.00", "100元", "100元"),
        ("500.00", "500元", "500元"),
        ("500.01", "500.01元", "500多元"),
        ("523.40", "523.4元", "500多元"),
        ("600.00", "600元", "600元"),
        ("1850.00", "1850元", "1800多元"),
        ("9999.99", "9999.99元", "9900多元"),
        ("10000.00", "1万元", "1万元"),
        ("12345.00", "12345元", "1.2万余元"),
        ("12300.00", "1.23万元", "1.2万余元"),
        ("99999.99", "99999.99元", "9.9万余元"),
        ("250000.00", "25万元", "25万元"),
        ("250000.01", "250000.01元", "25万余元"),
        ("2852000.00", "285.2万元", "285万余元"),
        ("1280000.00", "128万元", "128万元"),
        ("0.00", "0元", "0元"),
    ],
)
def test_sums(amount, exact, rounded):
    assert wording.yuan(Decimal(amount)) == exact
    assert wording.round_yuan(Decimal(amount)) == rounded


def test_shares_carry_a_decimal_only_where_it_says_something():
    assert wording.percent(Decimal("100.0")) == "100%"
    assert wording.percent(Decimal("90.0")) == "90%"
    assert wording.percent(Decimal("90.5")) == "90.5%"
    assert wording.percent(Decimal("0.0")) == "0%"


@pytest.mark.parametrize(
    ("code", "over", "short"),
    [
        ("2010H1", "半年来", "上半年"),
        ("2010H2", "半年来", "下半年"),
        ("2010Y", "一年来", "全年"),
        ("2010Q2", "本季度", "第二季度"),
        ("2010-06", "本月", "6月"),
        ("2010S", "本统计年度", "期内"),
        ("2010F", "两节期间", "两节期间"),
        ("2010-01-01..2010-06-30", "这一时期", "期内"),
    ],
)
def test_periods(code, over, short):
    period = Period.parse(code)

    assert wording.over_time(period) == over
    assert wording.in_time(period) == short


def test_days_and_slogans():
    assert wording.day(date(2010, 8, 1)) == "2010年8月1日"
    assert wording.quoted(["工会是我家", "“你我互助”"]) == "“工会是我家”“你我互助”"


def test_marks_within_marks_are_single_ones():
    assert wording.quoted(["弘扬“雷锋精神”"]) == "“弘扬‘雷锋精神’”"
    assert wording.quoted(["“甲”和“乙”"]) == "“‘甲’和‘乙’”"


def test_the_guiding_thought_is_that_of_its_day():
    assert "三个代表" in wording.guidance(date(2010, 6, 30))
    assert "科学发展观为指导" in wording.guidance(date(2013, 6, 30))
    assert "新时代" in wording.guidance(date(2026, 6, 30))


def test_what_the_place_calls_itself():
    assert wording.own_place("兴发乡") == "乡"
    assert wording.own_place("开鲁县") == "县"
    assert wording.own_place("东风街道") == "街道"
    assert wording.own_place("某某公司") == ""
