from django.db import migrations, models


class Migration(migrations.Migration):
    """A page that shows a unit or a group must know whether somebody was faster."""

    dependencies = [("accounts", "0002_successions_decided")]

    operations = [
        migrations.AddField(model, "version", models.PositiveIntegerField("版本", default=0))
        for model in ("unit", "historicalunit", "unitgroup", "historicalunitgroup")
    ]
