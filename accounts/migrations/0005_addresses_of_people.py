"""allauth kept each address that a new password was asked for, and one that was corrected since still opened the door."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_search"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunSQL("DELETE FROM account_emailaddress", migrations.RunSQL.noop)]
