from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("unionhub", "0004_sheets")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["organisation_code", "seq"], name="audit_of_organisation"),
        ),
    ]
