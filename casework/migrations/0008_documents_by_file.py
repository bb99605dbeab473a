from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the running portal: the table is large and is never locked."""

    atomic = False

    dependencies = [("casework", "0007_turns_counted_from")]

    operations = [
        AddIndexConcurrently(
            model_name="document",
            index=models.Index(fields=["file"], name="documents_by_file"),
        ),
    ]
