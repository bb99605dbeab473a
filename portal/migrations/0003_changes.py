"""Where changes are noted; who notes them is written after every migrate (portal/kept_pages/changes.py)."""

from django.db import migrations

TABLE = """
CREATE TABLE portal_change (
 transaction xid8 NOT NULL,
 place text NOT NULL,
 noted_at timestamptz NOT NULL DEFAULT now(),
 PRIMARY KEY (transaction, place)
);
CREATE INDEX portal_change_noted_at ON portal_change (noted_at)
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_second_factor_by_its_name")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE portal_change")]
