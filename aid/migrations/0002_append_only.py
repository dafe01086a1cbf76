from django.db import migrations

from unionhub.appendonly import protect


class Migration(migrations.Migration):
    dependencies = [("aid", "0001_cases_and_funds")]

    operations = [
        protect("aid_ledgerentry"),
        protect("aid_casestep"),
    ]
