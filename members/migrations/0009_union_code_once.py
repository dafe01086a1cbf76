from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0008_fill_search_keys"),
        ("unionhub", "0003_organisation_history"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="unionprofile",
            constraint=models.UniqueConstraint(
                fields=("organisation", "credit_code"),
                condition=~models.Q(credit_code=""),
                name="union_profile_code_once",
                violation_error_message="本工会已登记过这个工会统一社会信用代码。",
            ),
        ),
    ]
