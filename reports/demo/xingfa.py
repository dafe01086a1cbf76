"""兴发乡, first half of 2010: the records behind the source's summary.

All people but the two pupils the source names are invented. No figure of the paper is written
here as a figure: members, cards and cases are recorded, and the paper counts them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from activities.actions import events, facilities, publicity
from aid.actions import funds
from aid.models import Fund
from members.actions import committees
from members.models import Person
from reports.actions import summaries, targets
from reports.demo.offices import Office, open_township
from reports.demo.people import Inventor
from reports.demo.records import Help, Unit, help_out, neighbour_of, settle

COUNTED_ON = date(2010, 6, 20)
PLACES = (
    ("铁柱片", "area"),
    ("野里片", "area"),
    ("石板村", "village"),
    ("中寨村", "village"),
    ("栽根村", "village"),
)
POSTS = (
    ("clerk", "xf_clerk", "田晓梅"),
    ("reviewer", "xf_reviewer", "石玉成"),
    ("chair", "xf_chair", "杨文斌"),
    ("cashier", "xf_cashier", "吴春兰"),
    ("cadre", "xf_cadre", "龙海峰"),
    ("contact", "xf_contact", "马长河"),
    ("admin", "xf_admin", "罗志强"),
)
UNITS = (
    Unit("XF-JG", "兴发乡人民政府机关", "institution", "organ", date(2005, 3, 8), 24, 24),
    Unit("XF-XX", "兴发乡中心小学", "institution", "public_funded", date(2005, 5, 10), 30, 28),
    Unit("XF-WSY", "兴发乡卫生院", "institution", "public_funded", date(2006, 6, 1), 16, 15),
    Unit("XF-LY", "兴发粮油加工厂", "enterprise", "private", date(2008, 9, 12), 26, 21, 18),
    Unit("XF-ZC", "兴发砖厂", "enterprise", "private", date(2010, 4, 22), 24, 20, 22),
)
SLOGANS = (
    "你我互助携手健康",
    "工会是我家互爱你我他",
    "医疗互助连你我人间真爱显真情",
)


def cash(value: str) -> dict[str, object]:
    return {"form": "cash", "item": "救助金", "quantity": "", "value": Decimal(value)}


def goods(item: str, quantity: str, value: str) -> dict[str, object]:
    return {"form": "goods", "item": item, "quantity": quantity, "value": Decimal(value)}


def open_xingfa(county: Office) -> Office:
    """The township with its register, as it stood at the end of June 2010."""
    office = open_township(county, "XINGFA", "兴发乡", PLACES, POSTS)
    inventor = Inventor(11)
    members = [person for unit in UNITS for person in settle(office, unit, inventor, COUNTED_ON)]
    set_targets(office, county)
    lead_and_survey(office, len(members))
    keep_fit(office)
    spread_the_word(office)
    help_people(office, inventor)
    begin_paper(office)
    return office


def set_targets(office: Office, county: Office) -> None:
    """入会率 100 %, 发证率 90 %: goals of the year, set by the office itself."""
    for key, number in (("members.rate", "100"), ("members.card_rate", "90")):
        targets.set_target(
            organisation=office.organisation,
            year=2010,
            key=key,
            number=Decimal(number),
            note="2010年工作目标责任制",
            by=office.scopes["chair"],
        )


def lead_and_survey(office: Office, members: int) -> None:
    committees.set_up(
        by=office.clerk,
        name="医疗互助活动领导小组",
        purpose="组织会员情况调查，筹备医疗互助活动",
        formed_on=date(2010, 3, 5),
        seats=[
            ("组长", "杨文斌"),
            ("副组长", "石玉成"),
            ("成员", "田晓梅"),
            ("成员", "吴春兰"),
            ("成员", "龙海峰"),
        ],
    )
    events.plan_and_hold(
        by=office.clerk,
        kind="survey",
        name="会员基本情况入户调查",
        begins_on=date(2010, 3, 15),
        ends_on=date(2010, 5, 14),
        venue="各村、社区和单位",
        organiser="兴发乡工会",
        purpose="小组成员深入社区，逐一了解乡内会员的基本情况，为医疗互助启动打基础。",
        heads=members,
        person_times=members,
    )


def keep_fit(office: Office) -> None:
    clerk = office.clerk
    stations = [
        facilities.open_facility(
            by=clerk,
            kind="fitness",
            name=f"{name}健身站点",
            place=office.places[name],
            opened_on=opened,
        )
        for name, opened in (
            ("铁柱片", date(2008, 10, 1)),
            ("野里片", date(2009, 5, 4)),
            ("石板村", date(2009, 9, 20)),
            ("中寨村", date(2010, 4, 30)),
        )
    ]
    for station, what in (
        (stations[0], "早晚两场改为晚间一场，增加健身秧歌"),
        (stations[2], "器材移到村部广场，增设太极拳辅导"),
    ):
        facilities.adjust(facility=station, on=date(2010, 5, 10), what=what, by=clerk)
    for name, kind, day, place, heads, times in (
        ("春季长跑", "sport", date(2010, 4, 18), "铁柱片", 64, 64),
        ("迎亚运职工篮球赛", "sport", date(2010, 5, 22), "野里片", 40, 120),
        ("广场健身秧歌", "sport", date(2010, 6, 12), "石板村", 55, 165),
    ):
        events.plan_and_hold(
            by=clerk,
            kind=kind,
            name=name,
            theme="亚运会",
            begins_on=day,
            ends_on=day,
            place=office.places[place],
            organiser="兴发乡工会",
            heads=heads,
            person_times=times,
        )


def spread_the_word(office: Office) -> None:
    for text in SLOGANS:
        publicity.add(
            by=office.clerk,
            kind="slogan",
            text=text,
            on=date(2010, 3, 20),
            channel="入户宣传、广播、宣传栏",
        )


def help_people(office: Office, inventor: Inventor) -> None:
    fund = _fund(office)
    for place, amount, illness, day in (
        ("铁柱片", "280", "阑尾炎手术", date(2010, 3, 8)),
        ("野里片", "260", "骨折", date(2010, 4, 12)),
    ):
        wanted = Help(
            "medical",
            "migrant",
            "外出务工期间患病住院，自付费用较多。",
            (cash(amount),),
            illness=illness,
        )
        person = neighbour_of(office, inventor, office.places[place], is_migrant=True)
        help_out(office, person, wanted, day, upto="close", fund=fund)
    for person, amount in _pupils(office, inventor):
        wanted = Help(
            "education",
            "pupil",
            "家庭收入低，学杂费和生活费有困难。",
            (cash(amount),),
            school="兴发乡中心小学",
        )
        help_out(office, person, wanted, date(2010, 3, 22), upto="close", fund=fund)
    for place, given in (
        ("石板村", (goods("大米", "2袋", "180"), goods("食用油", "2桶", "136"))),
        ("中寨村", (goods("棉被", "1床", "158"), goods("大米、面粉", "各1袋", "150"))),
    ):
        wanted = Help("elderly", "empty_nest", "子女长年在外，独居，生活用品缺乏。", given)
        person = neighbour_of(
            office,
            inventor,
            office.places[place],
            ages=(68, 82),
            work_status="not_worker",
        )
        help_out(office, person, wanted, date(2010, 5, 4), upto="close", fund=fund)


def begin_paper(office: Office) -> None:
    """The half-year's paper as a draft: this office says its sums with 多, and dates it as the
    source does."""
    draft = summaries.start(period_code="2010H1", by=office.clerk)
    summaries.set_options(
        summary=draft, dated=date(2010, 8, 1), rounded=True, by=office.clerk, version=draft.version
    )


def _fund(office: Office) -> Fund:
    cashier = office.scopes["cashier"]
    fund = funds.open_fund(
        by=cashier, name="2010年困难群众帮扶资金", source="own", opened_on=date(2010, 1, 4)
    )
    funds.add_income(
        fund=fund, amount=Decimal("5000"), on=date(2010, 1, 5), note="本级经费安排", by=cashier
    )
    return fund


def _pupils(office: Office, inventor: Inventor) -> list[tuple[Person, str]]:
    """The two the source names, with invented numbers."""
    return [
        (
            neighbour_of(
                office,
                inventor,
                office.places[place],
                name=name,
                ages=(10, 12),
                work_status="pupil",
            ),
            amount,
        )
        for name, place, amount in (("马关旺", "中寨村", "180"), ("杨学昌", "栽根村", "160"))
    ]
