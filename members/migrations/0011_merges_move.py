from django.db import migrations

from unionhub.appendonly import protect_but, release

# What was paid and what was on file stays as it was written; whose it was is told anew by a merge
# of two records of one person, or by its being undone, and by nothing else.
MERGED = (
    "EXISTS (SELECT 1 FROM members_merge WHERE undone_at IS NULL AND ("
    "(gone_id = OLD.person_id AND kept_id = NEW.person_id) OR "
    "(kept_id = OLD.person_id AND gone_id = NEW.person_id)))"
)


class Migration(migrations.Migration):
    dependencies = [("members", "0010_reprieves")]

    operations = [
        release("members_dues"),
        protect_but("members_dues", "person_id", MERGED),
        release("members_personpast"),
        protect_but("members_personpast", "person_id", MERGED),
    ]
