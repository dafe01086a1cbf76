from django.db import migrations

from unionhub.people import IdProblem, check_id, find_keys, may_be_damaged

KEYS = ("pinyin", "spelt", "mixed", "initials", "given")
BATCH = 500


def find_everybody(apps, _editor):
    """People on file get the keys they are found by, and word of numbers worth a second look."""
    people = apps.get_model("members", "Person").objects
    written = []
    for person in people.order_by("pk").iterator(BATCH):
        for key, value in find_keys(person.name).items():
            setattr(person, key, value)
        person.id_doubt = doubt_of(person)
        written.append(person)
        if len(written) == BATCH:
            people.bulk_update(written, [*KEYS, "id_doubt"])
            written = []
    people.bulk_update(written, [*KEYS, "id_doubt"])


def doubt_of(person):
    if not person.id_number or person.document_kind != "id_card":
        return ""
    try:
        number = check_id(person.id_number).number
    except IdProblem:
        return "wrong"
    return "damaged" if may_be_damaged(number) else ""


class Migration(migrations.Migration):
    dependencies = [("members", "0007_search_keys")]

    operations = [migrations.RunPython(find_everybody, migrations.RunPython.noop)]
