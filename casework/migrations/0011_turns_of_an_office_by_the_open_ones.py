import django.db.models.deletion
from django.db import migrations, models

INDEX = "casework_turn_institution_id_ca6b8ca9"


class Migration(migrations.Migration):
    """Beside the running portal: the table is large and is never locked."""

    atomic = False

    dependencies = [
        ("accounts", "0004_search"),
        ("casework", "0010_newest_of_any_kind"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}",
                    f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {INDEX} ON casework_turn (institution_id)",
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="turn",
                    name="institution",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="accounts.institution",
                        verbose_name="institution",
                    ),
                ),
            ],
        ),
    ]
