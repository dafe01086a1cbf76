"""Two invented neighbours of 兴发乡, so that the county's tally has something to add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from activities.actions import events, facilities, publicity
from aid.actions import funds
from reports.demo.offices import Office, open_township
from reports.demo.people import Inventor
from reports.demo.records import Help, Unit, help_out, neighbour_of, settle


@dataclass(frozen=True, slots=True)
class Plan:
    """An invented township; ``prefix`` begins the usernames and codes of its own."""

    code: str
    prefix: str
    place_name: str
    villages: tuple[str, ...]
    names: tuple[str, ...]  # clerk, reviewer, chair, cashier
    units: tuple[Unit, ...]
    income: str
    cases: tuple[tuple[str, str, str, str], ...]  # kind, beneficiary, form, value
    seed: int


MAIXIN = Plan(
    "MAIXIN",
    "mx",
    "麦新镇",
    ("红星村", "兴安村", "富强村"),
    ("韩桂兰", "赵海峰", "宝金龙", "邓素琴"),
    (
        Unit("MX-JG", "麦新镇人民政府机关", "institution", "organ", date(2004, 6, 1), 20, 20),
        Unit("MX-MY", "麦新肉业公司", "enterprise", "private", date(2010, 2, 26), 26, 17, 15),
        Unit("MX-HW", "恒达饲料公司", "enterprise", "limited", date(2010, 5, 18), 14, 6, 9),
    ),
    "12000",
    (
        ("medical", "worker", "cash", "1500"),
        ("medical", "migrant", "cash", "800"),
        ("education", "pupil", "cash", "600"),
        ("living", "worker", "cash", "1000"),
        ("elderly", "empty_nest", "goods", "350.50"),
    ),
    21,
)
LIAOHE = Plan(
    "LIAOHE",
    "lh",
    "辽河农场",
    ("一分场", "二分场", "五分场"),
    ("包文静", "白占奎", "梁德厚", "郑彩云"),
    (
        Unit("LH-CB", "辽河农场场部", "institution", "public_other", date(2003, 8, 15), 22, 22),
        Unit("LH-ZZ", "辽河种子公司", "enterprise", "state_held", date(2007, 4, 9), 18, 16, 6),
    ),
    "8000",
    (
        ("medical", "worker", "cash", "2000"),
        ("temporary", "rural_worker", "cash", "500"),
        ("elderly", "empty_nest", "goods", "268"),
    ),
    31,
)
WORDS = {
    "medical": "患病住院，自付费用较多。",
    "education": "子女在学，学费和生活费有困难。",
    "living": "家庭收入低，基本生活有困难。",
    "elderly": "子女长年在外，独居，生活用品缺乏。",
    "temporary": "家中突遇火灾，生活一时困难。",
}
AGES = {"education": (9, 17), "elderly": (66, 84)}
STATUS = {"education": "pupil", "elderly": "not_worker"}


def open_invented(county: Office, plan: Plan) -> Office:
    """An invented township's first half of 2010."""
    roles = ("clerk", "reviewer", "chair", "cashier")
    posts = tuple(
        (role, f"{plan.prefix}_{role}", name) for role, name in zip(roles, plan.names, strict=True)
    )
    places = tuple((name, "village") for name in plan.villages)
    office = open_township(county, plan.code, plan.place_name, places, posts)
    inventor = Inventor(plan.seed)
    for unit in plan.units:
        settle(office, unit, inventor, date(2010, 6, 25))
    help_people(office, plan, inventor)
    keep_busy(office, plan)
    return office


def help_people(office: Office, plan: Plan, inventor: Inventor) -> None:
    cashier = office.scopes["cashier"]
    fund = funds.open_fund(
        by=cashier, name="2010年帮扶资金", source="county", opened_on=date(2010, 1, 6)
    )
    funds.add_income(
        fund=fund,
        amount=Decimal(plan.income),
        on=date(2010, 1, 8),
        note="县级帮扶资金下拨",
        by=cashier,
    )
    places = list(office.places.values())
    for number, (kind, beneficiary, form, value) in enumerate(plan.cases):
        item = "救助金" if form == "cash" else "米面油"
        line = {"form": form, "item": item, "quantity": "", "value": Decimal(value)}
        person = neighbour_of(
            office,
            inventor,
            places[number % len(places)],
            ages=AGES.get(kind, (22, 55)),
            work_status=STATUS.get(kind, "at_work"),
        )
        applied_on = date(2010, 2, 1) + timedelta(days=21 * number)
        wanted = Help(kind, beneficiary, WORDS[kind], (line,))
        help_out(office, person, wanted, applied_on, upto="close", fund=fund)


def keep_busy(office: Office, plan: Plan) -> None:
    clerk, place_name = office.clerk, plan.place_name
    for kind, name, day, heads, times in (
        ("culture", "新春文艺汇演", date(2010, 2, 10), 60, 60),
        ("sport", "职工乒乓球赛", date(2010, 5, 1), 24, 48),
        ("training", "工会干部业务培训", date(2010, 4, 15), 18, 36),
    ):
        events.plan_and_hold(
            by=clerk,
            kind=kind,
            name=f"{place_name}{name}",
            begins_on=day,
            ends_on=day,
            organiser=f"{place_name}工会",
            heads=heads,
            person_times=times,
        )
    facilities.open_facility(
        by=clerk, kind="bookroom", name=f"{place_name}职工书屋", opened_on=date(2009, 11, 2)
    )
    publicity.add(
        by=clerk,
        kind="leaflet",
        text="《工会法》宣传单",
        on=date(2010, 4, 28),
        channel="集市发放",
        copies=800,
        reach=800,
    )
