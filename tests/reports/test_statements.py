"""Sentences composed from cases: places, counts in words, sums from the ledger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.indicators import REGISTRY
from reports.models import Copy
from reports.patterns import Token
from reports.sources import gather
from reports.statements import NAMES, say
from reports.voice import Voice
from tests.factories.members import CommitteeFactory
from tests.factories.papers import H1, aided, place, source_half_year
from tests.factories.reports import entry, event, fund_of, paid_case, target

pytestmark = pytest.mark.django_db


def said(office, key, mode="", *, copy=Copy.PUBLISHED, rounded=False, **changed):
    voice = Voice(replace(gather(office, H1), **changed), copy=copy, rounded=rounded)
    return "".join(run.text for run in say(voice, Token(key, mode)))


def voice_of(office, copy=Copy.PUBLISHED):
    return Voice(gather(office, H1), copy=copy, rounded=False)


def test_the_three_sentences_of_the_source_exact_and_rounded(xingfa):
    source_half_year(xingfa)

    assert said(xingfa, "帮扶.各类") == (
        "为铁柱片和野里片的两名外出务工人员提供医疗救助523.4元；"
        "为中寨村和栽根村的两名学生提供助学救助340元；"
        "为石板村和中寨村的两名空巢老人提供生活用品和物资共计624元"
    )
    assert said(xingfa, "帮扶.各类", rounded=True) == (
        "为铁柱片和野里片的两名外出务工人员提供医疗救助500多元；"
        "为中寨村和栽根村的两名学生提供助学救助300多元；"
        "为石板村和中寨村的两名空巢老人提供生活用品和物资共计600多元"
    )


def test_the_internal_copy_names_the_pupils_with_their_villages(xingfa):
    source_half_year(xingfa)

    sentence = said(xingfa, "帮扶.助学救助", copy=Copy.INTERNAL, rounded=True)

    assert sentence == "为中寨村的马关旺和栽根村的杨学昌提供助学救助300多元"


def test_pupils_of_one_village_are_named_together_and_many_are_cut_short(xingfa):
    fund = fund_of(xingfa)
    for n in range(3):
        paid_case(aided(xingfa, f"甲生{n}", "甲村"), fund, kind="education", beneficiary="pupil")
    assert said(xingfa, "帮扶.助学救助", copy=Copy.INTERNAL).startswith(
        "为甲村的甲生0、甲生1、甲生2提供"
    )

    for n in range(5):
        paid_case(aided(xingfa, f"乙生{n}", "乙村"), fund, kind="education", beneficiary="pupil")
    assert said(xingfa, "帮扶.助学救助", copy=Copy.INTERNAL).startswith(
        "为甲村的甲生0、甲生1、甲生2、乙村的乙生0、乙生1、乙生2等8名学生提供"
    )


def test_a_kind_with_nobody_helped_says_nothing(xingfa):
    paid_case(aided(xingfa, "周某人", "甲村"), fund_of(xingfa), kind="living")

    assert said(xingfa, "帮扶.医疗救助") == ""
    assert said(xingfa, "帮扶.各类") == "为甲村的一名困难职工提供生活救助500元"


def test_different_beneficiaries_of_one_kind_share_one_sum(xingfa):
    fund = fund_of(xingfa)
    paid_case(aided(xingfa, "周某人", "甲村"), fund, date(2010, 2, 1), "100.50")
    paid_case(aided(xingfa, "吴某人", "乙村"), fund, date(2010, 2, 2), "200", beneficiary="other")
    paid_case(aided(xingfa, "郑某人", "乙村"), fund, date(2010, 2, 3), "300", beneficiary="other")

    assert said(xingfa, "帮扶.医疗救助") == (
        "为甲村的一名困难职工，为乙村的两名困难群众，共提供医疗救助600.5元"
    )


def test_cash_and_goods_together_are_called_both(xingfa):
    paid_case(aided(xingfa, "周某人", "甲村"), fund_of(xingfa), amount="500", goods="120")

    assert said(xingfa, "帮扶.医疗救助").endswith("提供医疗救助和物资共计500元")


def test_a_sum_of_several_groups_is_called_together_once(xingfa):
    fund = fund_of(xingfa)
    paid_case(aided(xingfa, "周某人", "甲村"), fund, amount="500", goods="120")
    paid_case(aided(xingfa, "吴某人", "乙村"), fund, amount="40", beneficiary="other")

    assert said(xingfa, "帮扶.医疗救助") == (
        "为甲村的一名困难职工，为乙村的一名困难群众，共提供医疗救助和物资540元"
    )


def test_one_person_helped_in_two_places_is_of_the_first(xingfa):
    fund, person = fund_of(xingfa), aided(xingfa, "周某人", "甲村")
    paid_case(person, fund, date(2010, 2, 1), kind="education")
    moved = paid_case(person, fund, date(2010, 3, 1), kind="education")
    moved.place = place(xingfa, "乙村")
    moved.save()

    assert said(xingfa, "帮扶.助学救助") == "为甲村的一名困难职工提供助学救助1000元"
    assert said(xingfa, "帮扶.助学救助", copy=Copy.INTERNAL) == ("为甲村的周某人提供助学救助1000元")


def test_one_person_helped_twice_is_one(xingfa):
    fund, person = fund_of(xingfa), aided(xingfa, "周某人", "甲村")
    paid_case(person, fund)
    paid_case(person, fund)

    assert said(xingfa, "帮扶.医疗救助") == "为甲村的一名困难职工提供医疗救助1000元"


def test_many_places_are_counted(xingfa):
    fund = fund_of(xingfa)
    for n in range(12):
        paid_case(aided(xingfa, f"村民{n:02}", f"第{n}村"), fund)

    assert said(xingfa, "帮扶.医疗救助") == (
        "为第0村、第1村等12个村的12名困难职工提供医疗救助6000元"
    )


def test_a_correction_moves_the_sentence_with_the_indicator(xingfa):
    fund = fund_of(xingfa)
    case = paid_case(aided(xingfa, "周某人", "甲村"), fund, date(2010, 6, 30), "300")
    payment = case.entries.get()
    entry(fund, "reversal", date(2010, 6, 30), "300", case=case, reverses=payment)
    entry(fund, "payment", date(2010, 6, 30), "-280.05", case=case)

    assert said(xingfa, "帮扶.医疗救助").endswith("提供医疗救助280.05元")
    assert said(xingfa, "aid.medical.amount") == "280.05元"


def test_days_at_the_edge_belong_to_the_period_they_lie_in(xingfa):
    fund = fund_of(xingfa)
    for day in (date(2009, 12, 31), date(2010, 1, 1), date(2010, 6, 30), date(2010, 7, 1)):
        paid_case(aided(xingfa, f"{day:%m%d}号", "甲村"), fund, day)

    assert said(xingfa, "帮扶.医疗救助") == "为甲村的两名困难职工提供医疗救助1000元"


def test_the_county_speaks_of_everyone_below_and_no_neighbour_of_the_other(kailu, xingfa, yongan):
    paid_case(aided(xingfa, "周某人", "甲村"), fund_of(xingfa))
    paid_case(aided(yongan, "吴某人", "乙村"), fund_of(yongan))

    assert said(kailu, "帮扶.医疗救助") == (
        "为兴发乡甲村和永安乡乙村的两名困难职工提供医疗救助1000元"
    )
    assert said(xingfa, "帮扶.医疗救助") == "为甲村的一名困难职工提供医疗救助500元"


def test_counts_and_sums_of_a_sentence_are_those_of_the_indicators(xingfa):
    source_half_year(xingfa)
    voice = voice_of(xingfa)
    say(voice, Token("帮扶.各类"))

    for key in ("aid.medical.people", "aid.medical.amount", "aid.elderly.amount"):
        assert voice.spoken[key].value == voice.sources.figures[key].value
        assert voice.spoken[key].opens == key


def test_a_group_among_several_knows_its_own_cases(xingfa):
    fund = fund_of(xingfa)
    worker = paid_case(aided(xingfa, "周某人", "甲村"), fund)
    migrant = paid_case(aided(xingfa, "吴某人", "乙村"), fund, beneficiary="migrant")
    voice = voice_of(xingfa)
    say(voice, Token("帮扶.医疗救助"))

    parts = {key: one for key, one in voice.spoken.items() if ":" in key}

    assert {key: one.records[1] for key, one in parts.items()} == {
        "aid.medical.people:worker": (worker.pk,),
        "aid.medical.people:migrant": (migrant.pk,),
    }
    assert all(one.value == 1 for one in parts.values())


def test_a_rate_is_said_beside_its_target_never_instead(xingfa):
    source_half_year(xingfa)

    assert said(xingfa, "members.rate", "目标") == "100%"
    assert said(xingfa, "members.rate") == "100%"
    assert said(xingfa, "members.card_rate") == "90%"
    assert said(xingfa, "members.card_rate", "完成") == "100%"
    assert said(xingfa, "members.total", "目标") == ""
    assert said(xingfa, "members.total", "完成") == ""


def test_a_target_of_another_year_or_office_is_not_ours(xingfa, yongan):
    target(xingfa, "members.total", "50", year=2009)
    target(yongan, "members.total", "60")

    assert said(xingfa, "members.total", "目标") == ""


def test_nothing_counted_says_nothing_and_a_rate_of_zero_does(xingfa):
    assert said(xingfa, "members.total") == ""
    assert said(xingfa, "aid.amount") == ""
    assert said(xingfa, "members.rate") == ""

    source_half_year(xingfa)
    figures = gather(xingfa, H1).figures
    none = figures | {"members.rate": replace(figures["members.rate"], value=Decimal("0.0"))}
    assert said(xingfa, "members.rate", figures=none) == "0%"


def test_slogans_groups_themes_and_the_survey(xingfa):
    source_half_year(xingfa)

    assert said(xingfa, "宣传.口号") == (
        "“你我互助携手健康”“工会是我家互爱你我他”“医疗互助连你我人间真爱显真情”三条宣传口号"
    )
    assert said(xingfa, "组织.领导小组") == "医疗互助活动领导小组"
    assert said(xingfa, "活动.主题") == "“迎接亚运会”这一主题"
    assert said(xingfa, "调查.会员") == "每一位工会会员（十名）"
    figures = gather(xingfa, H1).figures
    more = figures | {"members.total": replace(figures["members.total"], value=11)}
    assert said(xingfa, "调查.会员", figures=more) == "十名工会会员"


def test_several_themes_are_counted_and_many_cut_short(xingfa):
    themes = ("甲", "乙", "丙", "丁", "戊", "己", "庚")

    assert said(xingfa, "活动.主题", themes=themes[:2]) == "“甲”“乙”两个主题"
    assert said(xingfa, "活动.主题", themes=themes) == "“甲”“乙”“丙”“丁”“戊”“己”等七个主题"


def test_many_groups_are_cut_short(xingfa):
    names = [f"第{n}领导小组" for n in "一二三四五"]
    for name in names:
        CommitteeFactory(organisation=xingfa, name=name, formed_on=date(2010, 3, 5))

    assert said(xingfa, "组织.领导小组") == "第一领导小组、第二领导小组等五个领导小组"


def test_two_surveys_are_person_times(xingfa):
    for _ in range(2):
        event(xingfa, kind="survey", heads=45, person_times=45)

    assert said(xingfa, "调查.会员") == "工会会员90人次"


def test_words_of_the_office(xingfa, kailu):
    assert said(xingfa, "工会") == "兴发乡工会"
    assert said(xingfa, "本地") == "我乡"
    assert said(xingfa, "上级") == "开鲁县总工会"
    assert said(kailu, "上级") == "上级工会"
    assert said(kailu, "本地") == "我县"
    assert said(xingfa, "历时") == "半年来"


def test_every_name_a_text_may_use_is_one_and_can_be_said(xingfa):
    labels = list(NAMES.values())

    assert len(set(labels)) == len(labels)
    assert not set("{}[]|") & set("".join(labels))
    assert set(REGISTRY) <= set(NAMES)
    for key in NAMES:
        said(xingfa, key)


def test_more_cases_are_gathered_in_as_many_queries(xingfa):
    source_half_year(xingfa)
    with CaptureQueriesContext(connection) as few:
        gather(xingfa, H1)
    for n in range(5):
        paid_case(aided(xingfa, f"村民{n}", f"第{n}村"), fund_of(xingfa))
    with CaptureQueriesContext(connection) as many:
        gather(xingfa, H1)
    assert len(few) == len(many)
