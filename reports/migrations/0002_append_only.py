from django.db import migrations

from unionhub.appendonly import protect


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_targets_and_summaries")]

    operations = [
        protect("reports_frozenpaper"),
        protect("reports_frozenfile"),
        protect("reports_summarystep"),
    ]
