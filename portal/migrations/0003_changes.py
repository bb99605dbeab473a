"""Where changes are noted; who notes them is written after every migrate (portal/kept_pages/noting.py)."""

from django.db import migrations

TABLE = """
CREATE TABLE portal_change (
 transaction xid8 NOT NULL,
 place text NOT NULL,
 noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
 PRIMARY KEY (transaction, place)
);
CREATE INDEX portal_change_noted_at ON portal_change (noted_at)
"""

BACK = r"""
DO $$ DECLARE noting regprocedure;
BEGIN
 FOR noting IN SELECT oid FROM pg_proc WHERE proname LIKE 'note\_%' AND pronamespace = current_schema()::regnamespace
 LOOP EXECUTE format('DROP FUNCTION %s CASCADE', noting); END LOOP;
END $$;
DROP TABLE portal_change
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_second_factor_by_its_name")]
    operations = [migrations.RunSQL(TABLE, BACK)]
