"""The records behind a counted figure, as they were when it was printed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_build_touched_at")]

    operations = [
        migrations.AddField(
            model_name="reportfigure",
            name="rows",
            field=models.JSONField(
                blank=True, default=dict, help_text="The records behind a counted figure, as they were."
            ),
        ),
    ]
