from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """The version before still searches while this runs, more slowly."""

    atomic = False

    dependencies = [("casework", "0014_texts_of_what_is_there")]

    operations = [
        RemoveIndexConcurrently("case", "case_by_stems"),
        RemoveIndexConcurrently("case", "case_by_parts"),
        RemoveIndexConcurrently("document", "document_by_stems"),
        RemoveIndexConcurrently("document", "document_by_parts"),
    ]
