from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the running portal: the table is large and is never locked."""

    atomic = False

    dependencies = [("casework", "0009_open_cases")]

    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(fields=["-opened_at", "-id"], name="case_of_any_kind_newest_first"),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                fields=["owner", "id"],
                include=["upt"],
                condition=models.Q(shared_at__isnull=False),
                name="shared_cases_of_owner",
            ),
        ),
    ]
