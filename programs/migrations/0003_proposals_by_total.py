from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the running portal: the table is large and is never locked."""

    atomic = False

    dependencies = [("programs", "0002_covers_being_prepared")]

    operations = [
        AddIndexConcurrently(
            model_name="proposal",
            index=models.Index(fields=["total", "case"], name="proposals_by_total"),
        ),
    ]
