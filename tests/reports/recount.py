"""Every figure counted anew in plain Python over all rows: no query conditions, no grouping."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from activities.models import Event, Facility, FacilityAdjustment, PublicityItem
from aid.models import AidCase, AidKind, LedgerEntry
from members.models import (
    Card,
    Committee,
    Employer,
    HeadCount,
    Membership,
    Officer,
    Rating,
    Regulation,
    Term,
    UnionProfile,
)
from tests.reports.recount_honours import recount_dues, recount_honours


@dataclass
class Days:
    """First and last day of a period."""

    first: object
    last: object

    def hold(self, day):
        return day is not None and self.first <= day <= self.last

    def end_with(self, began, ended):
        """Whether what began and ended so still stood at the end of the last day."""
        return (began is None or began <= self.last) and (ended is None or ended > self.last)


DOMESTIC = (
    "state",
    "collective",
    "cooperative",
    "associated",
    "state_sole",
    "limited",
    "state_held",
    "shares",
    "private",
    "domestic",
)
SOCIETIES = ("society", "private_nonprofit", "foundation", "other")
ENDS = {"resigned": "leave", "lapsed": "lapse", "expelled": "expel", "died": "die"}
NEW_FORM = ("truck", "ride", "courier", "food", "other")


def kept_by(model, offices, way="organisation"):
    """All rows of a model whose office is one of these, sorted out in Python."""
    codes = {office.code for office in offices}
    rows = []
    for row in model.objects.all():
        owner = row
        for step in way.split("__"):
            owner = getattr(owner, step)
        if owner.code in codes:
            rows.append(row)
    return rows


def rate(part, whole):
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), "ROUND_HALF_UP")


def recount_unions(days, offices):
    sheets = [s for s in kept_by(UnionProfile, offices) if s.union.kind not in ("county", "group")]
    open_now = [s for s in sheets if days.end_with(s.union.opened_on, s.union.closed_on)]
    new = [s for s in sheets if days.hold(s.union.opened_on)]
    units = [e for e in kept_by(Employer, offices) if days.end_with(None, e.closed_on)]
    newest = {}
    for count in kept_by(HeadCount, offices):
        known = newest.get(count.employer_id)
        if count.on <= days.last and (known is None or known.on < count.on):
            newest[count.employer_id] = count
    counts = [newest[unit.pk] for unit in units if unit.pk in newest]

    def covered(sheet):
        return sum(e.union_id == sheet.union_id for e in units) or sheet.units_covered

    kinds = [s.unit_kind for s in open_now]
    joint = [s for s in open_now if s.union_type == "joint" or s.union.kind == "joint"]
    return {
        "unions.enterprises": sum(k in (*DOMESTIC, "hkmt", "foreign") for k in kinds),
        "unions.institutions": sum(k in ("public_funded", "public_other") for k in kinds),
        "unions.organs": kinds.count("organ"),
        "unions.self_employed": kinds.count("self_employed"),
        "unions.societies": sum(k in SOCIETIES for k in kinds),
        "unions.domestic": sum(k in DOMESTIC for k in kinds),
        "unions.hkmt": kinds.count("hkmt"),
        "unions.foreign": kinds.count("foreign"),
        "unions.joint": len(joint),
        "unions.joint_units": sum(map(covered, joint)),
        "unions.closed": sum(days.hold(s.union.closed_on) for s in sheets),
        "unions.total": len(open_now),
        "unions.units": sum(map(covered, open_now)),
        "unions.new": len(new),
        "unions.new_incoming": sum(s.incoming for s in new),
        "unions.new_private": sum(not s.incoming and s.unit_kind == "private" for s in new),
        "unions.new_other": sum(not s.incoming and s.unit_kind != "private" for s in new),
        "employers.total": len(counts),
        "staff.total": sum(c.staff for c in counts),
        "staff.women": sum(c.women for c in counts),
        "staff.migrants": sum(c.migrants for c in counts),
    }


def recount_bodies(days, offices):
    committees = kept_by(Committee, offices)
    standing = [c.kind for c in committees if days.end_with(c.formed_on, c.ended_on)]
    terms = kept_by(Term, offices)
    running = [t for t in terms if days.end_with(t.began_on, t.ended_on)]
    before = {
        t.pk: max(o.due_on for o in terms if o.union_id == t.union_id and o.number < t.number)
        for t in terms
        if t.number > 1
    }
    held = [t for t in terms if t.number > 1 and days.hold(t.began_on)]
    late = [
        t
        for t in running
        if t.due_on <= days.last and days.end_with(t.union.opened_on, t.union.closed_on)
    ]
    full_time, posts = {}, kept_by(Officer, offices, "term__organisation")
    for o in posts:
        if days.end_with(o.from_on, o.until_on) and o.term_id in {t.pk for t in running}:
            key = (o.term_id, o.name)
            full_time[key] = full_time.get(key, False) or o.full_time
    rules = [r for r in kept_by(Regulation, offices) if days.hold(r.on)]
    ratings = [r.kind for r in kept_by(Rating, offices) if days.hold(r.rated_on)]
    return {
        "committees.formed": sum(
            c.kind == "leading" and days.hold(c.formed_on) for c in committees
        ),
        "committees.women": standing.count("women"),
        "committees.audit": standing.count("audit"),
        "officers.full_time": sum(full_time.values()),
        "officers.part_time": len(full_time) - sum(full_time.values()),
        "terms.held": len(held),
        "terms.on_time": sum(t.began_on <= before[t.pk] for t in held),
        "terms.overdue": len(late),
        "regulations.set": sum(r.act == "set" for r in rules),
        "regulations.revised": sum(r.act == "revised" for r in rules),
        **{
            f"ratings.{kind}": ratings.count(kind)
            for kind in ("six_good", "stars", "model_home", "home", "both_love")
        },
    }


def recount_members(days, offices):
    spells = kept_by(Membership, offices)
    cards = kept_by(Card, offices)
    held = {c.membership_id for c in cards if days.end_with(c.issued_on, c.void_on)}
    now = [s for s in spells if days.end_with(s.joined_on, s.left_on)]
    groups = [group_of(s, days.last) for s in now]
    begun = [s for s in spells if days.hold(s.joined_on)]
    joined = [s for s in begun if s.begin_kind == "join"]
    ended = [s for s in spells if days.hold(s.left_on)]
    return {
        "members.total": len(now),
        "members.women": sum(s.person.sex == "female" for s in now),
        "members.migrants": sum(then(s, days.last).is_migrant for s in now),
        "members.new_form": sum(group in NEW_FORM for group in groups),
        "members.truck_drivers": groups.count("truck"),
        "members.ride_drivers": groups.count("ride"),
        "members.couriers": groups.count("courier"),
        "members.food_riders": groups.count("food"),
        "members.with_card": sum(s.pk in held for s in now),
        "members.without_card": sum(s.pk not in held for s in now),
        "members.retained": sum(at_rest(s, days.last) for s in now),
        "members.newly_retained": sum(
            any(days.hold(r.from_on) for r in s.retentions.all()) for s in spells
        ),
        "members.real_name": sum(bool(s.person.id_number) for s in now),
        "members.joined_women": sum(
            s.begin_kind == "join" and s.person.sex == "female" for s in joined
        ),
        "members.joined_new_form": sum(
            s.begin_kind == "join" and group_of(s) in NEW_FORM for s in joined
        ),
        **{
            f"members.{key}": sum(days.hold(s.left_on) and s.end_kind == kind for s in spells)
            for key, kind in ENDS.items()
        },
        "members.joined": len(joined),
        "members.joined_migrants": sum(then(s, s.joined_on).is_migrant for s in joined),
        "members.moved_in": sum(s.begin_kind == "in" for s in begun),
        "members.moved_out": sum(s.end_kind == "out" for s in ended),
        "members.left": len(ended),
        "cards.issued": sum(days.hold(c.issued_on) for c in cards),
    }


def at_rest(spell, day):
    return any(
        r.from_on <= day and (r.until_on is None or r.until_on > day)
        for r in spell.retentions.all()
    )


def then(spell, day):
    """The person as it was on a day: the first past row that ends later, or as it is now."""
    past = sorted(spell.person.past.all(), key=lambda row: (row.until_on, row.pk))
    return next((row for row in past if row.until_on > day), spell.person)


def group_of(spell, day=None):
    """The new-form group on a day, that of joining unless another is asked."""
    was = then(spell, day or spell.joined_on)
    kept = getattr(was, "details", None) if was == spell.person else was
    return kept.work_group if kept else ""


def people(cases):
    return len({case.person.id_number or case.person_id for case in cases})


def recount_aid(days, offices):
    cases = kept_by(AidCase, offices)
    paid = [c for c in cases if c.state in ("paid", "closed") and days.hold(c.paid_on)]
    rows = [e for e in kept_by(LedgerEntry, offices) if days.hold(e.on)]
    given = [
        e for e in rows if e.kind == "payment" or (e.reverses and e.reverses.kind == "payment")
    ]
    income = [e for e in rows if e.kind == "income" or (e.reverses and e.reverses.kind == "income")]
    answer = {
        "aid.applied": sum(days.hold(c.applied_on) for c in cases),
        "aid.people": people(paid),
        "aid.cases": len(paid),
        "aid.amount": -sum((e.amount for e in given), Decimal(0)),
        "aid.goods": -sum((e.goods for e in given), Decimal(0)),
        "aid.migrants": people([c for c in paid if c.beneficiary == "migrant"]),
        "aid.empty_nest": people([c for c in paid if c.beneficiary == "empty_nest"]),
        "funds.received": sum((e.amount for e in income), Decimal(0)),
    }
    for kind in AidKind.values:
        some = [c for c in paid if c.kind == kind]
        answer[f"aid.{kind}.people"] = people(some)
        answer[f"aid.{kind}.cases"] = len(some)
        sums = (e.amount for e in given if e.case.kind == kind)
        answer[f"aid.{kind}.amount"] = -sum(sums, Decimal(0))
    return answer


def recount_activities(days, offices):
    held = [e for e in kept_by(Event, offices) if e.state == "held" and days.hold(e.ends_on)]
    recreation = [e for e in held if e.kind in ("sport", "culture")]
    stations = [f for f in kept_by(Facility, offices) if days.end_with(f.opened_on, f.closed_on)]
    changed = kept_by(FacilityAdjustment, offices, "facility__organisation")
    items = [p for p in kept_by(PublicityItem, offices) if days.hold(p.on)]
    return {
        "events.total": len(held),
        "events.person_times": sum(e.person_times for e in held),
        "events.cost": sum((e.cost for e in held), Decimal(0)),
        "events.recreation": len(recreation),
        "events.recreation_times": sum(e.person_times for e in recreation),
        "events.trained": sum(e.person_times for e in held if e.kind == "training"),
        "events.surveyed": sum(e.heads for e in held if e.kind == "survey"),
        "facilities.total": len(stations),
        "facilities.fitness": sum(f.kind == "fitness" for f in stations),
        "facilities.bookrooms": sum(f.kind == "bookroom" for f in stations),
        "facilities.adjusted": len(
            {a.facility_id for a in changed if days.hold(a.on) and a.facility.kind == "fitness"}
        ),
        "publicity.items": len(items),
        "publicity.slogans": sum(p.kind == "slogan" for p in items),
        "publicity.reach": sum(p.reach or 0 for p in items),
    }


def recount(period, *offices):
    """Indicator key → what is found in these offices' rows."""
    days = Days(period.since, period.last_day)
    parts = (recount_unions, recount_bodies, recount_members, recount_aid, recount_activities)
    counted = dict(chain.from_iterable(part(days, offices).items() for part in parts))
    counted |= recount_honours(days, offices, kept_by) | recount_dues(days, offices, kept_by)
    counted["members.rate"] = rate(counted["members.total"], counted["staff.total"])
    counted["members.real_name_rate"] = rate(counted["members.real_name"], counted["members.total"])
    counted["members.card_rate"] = rate(counted["members.with_card"], counted["members.total"])
    counted["dues.member_rate"] = rate(counted["dues.owing_paid"], counted["dues.owing"])
    counted["dues.unit_rate"] = rate(counted["dues.unit"], counted["dues.unit_due"])
    return counted
