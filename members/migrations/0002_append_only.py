from django.db import migrations

from unionhub.appendonly import protect


class Migration(migrations.Migration):
    dependencies = [("members", "0001_register")]

    operations = [
        protect("members_membershipchange"),
    ]
