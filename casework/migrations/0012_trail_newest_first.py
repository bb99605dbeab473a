from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the running portal: the table is large and is never locked."""

    atomic = False

    dependencies = [("casework", "0011_turns_of_an_office_by_the_open_ones")]

    operations = [
        AddIndexConcurrently(
            model_name="trailentry",
            index=models.Index(fields=["-at", "-id"], name="trail_newest_first"),
        ),
    ]
