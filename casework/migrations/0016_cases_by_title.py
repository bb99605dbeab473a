from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the running portal: the table is large and is never locked."""

    atomic = False

    dependencies = [("casework", "0015_texts_folded_once")]

    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(fields=["title", "id"], name="cases_by_title"),
        ),
    ]
