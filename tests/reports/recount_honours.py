"""Honours, allowances and dues counted anew in plain Python over all rows."""

from decimal import Decimal

from members.models import Allowance, Dues, Honour, Membership

KINDS = {
    "model_workers": "model_worker",
    "medals": "labour_medal",
    "certificates": "labour_cert",
    "pioneers": "pioneer",
    "craftsmen": "craftsman",
}


def money(rows, name="amount"):
    return sum((getattr(row, name) or Decimal(0) for row in rows), Decimal(0))


def recount_honours(days, offices, kept_by):
    honours = kept_by(Honour, offices)
    standing = [h for h in honours if days.end_with(h.granted_on, h.revoked_on)]
    granted = [h for h in honours if days.hold(h.granted_on)]
    paid = [a for a in kept_by(Allowance, offices) if days.hold(a.paid_on)]
    year = days.last.year
    due = [
        h
        for h in honours
        if h.granted_on.year <= year
        and (
            h.revoked_on is None
            or (h.revoked_on.year, h.revoked_on.timetuple().tm_yday) > (year, 1)
        )
    ]
    answer = {
        "honours.total": len(standing),
        "honours.new": len(granted),
        "honours.allowance_due": money(due, "allowance"),
        "honours.allowance_paid": money(paid),
        "honours.model_allowance_paid": money([a for a in paid if a.honour.kind == "model_worker"]),
    }
    for key, kind in KINDS.items():
        answer[f"honours.{key}"] = sum(h.kind == kind for h in standing)
        answer[f"honours.new_{key}"] = sum(h.kind == kind for h in granted)
    return answer


def recount_dues(days, offices, kept_by):
    everything = kept_by(Dues, offices)
    taken_back = {row.reverses_id for row in everything if row.reverses_id}
    stands = [r for r in everything if r.pk not in taken_back and not r.reverses_id]
    rows = [row for row in everything if days.hold(row.paid_on)]
    member, unit = ([r for r in rows if r.kind == kind] for kind in ("member", "unit"))
    payers = [r.person for r in member if r in stands]
    owing = [s for s in kept_by(Membership, offices) if owes(days, s)]
    have_paid = {r.person_id for r in stands if r.person_id and touches(days, r)}
    return {
        "dues.payers": len({person.id_number or person.pk for person in payers}),
        "dues.member": money(member),
        "dues.owing": len(owing),
        "dues.owing_paid": sum(spell.person_id in have_paid for spell in owing),
        "dues.unit": money(unit),
        "dues.unit_due": money(unit, "due"),
        "dues.unit_own": money(unit, "own"),
        "dues.unit_upper": money(unit, "upper"),
        "dues.preparatory": money([r for r in rows if r.kind == "preparatory"]),
        "dues.total": money(rows),
    }


def owes(days, spell):
    resting = any(days.end_with(r.from_on, r.until_on) for r in spell.retentions.all())
    return days.end_with(spell.joined_on, spell.left_on) and not resting


def touches(days, row):
    first, last = days.first.replace(day=1), days.last.replace(day=1)
    return row.from_month <= last and row.to_month >= first
