from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the running portal: the table is large and is never locked."""

    atomic = False

    dependencies = [("casework", "0008_documents_by_file")]

    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                fields=["upt", "id"],
                include=["owner", "shared_at", "kind", "province"],
                condition=models.Q(closed_at__isnull=True),
                name="open_cases",
            ),
        ),
    ]
