from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_cards_made_and_lost"),
        ("unionhub", "0003_organisation_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="papers",
            field=models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="+",
                to="unionhub.attachment",
                verbose_name="材料",
            ),
        ),
    ]
