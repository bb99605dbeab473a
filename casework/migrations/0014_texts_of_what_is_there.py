from django.db import migrations

OF_CASES = """
INSERT INTO casework_casetext (case_id, plain, stems) SELECT id, folded, to_tsvector('indonesian', folded)
FROM (SELECT id, search_plain(coalesce(number, '') || ' ' || coalesce(title, '')) AS folded FROM casework_case) AS told
ON CONFLICT (case_id) DO NOTHING
"""
OF_DOCUMENTS = """
INSERT INTO casework_documenttext (document_id, plain, stems) SELECT id, folded, to_tsvector('indonesian', folded)
FROM (SELECT id, search_plain(coalesce(name, '')) AS folded FROM casework_document) AS told
ON CONFLICT (document_id) DO NOTHING
"""


class Migration(migrations.Migration):
    """What came before the triggers; what changes meanwhile, they write themselves."""

    atomic = False

    dependencies = [("casework", "0013_texts_kept_for_search")]

    operations = [
        migrations.RunSQL(OF_CASES, migrations.RunSQL.noop),
        migrations.RunSQL(OF_DOCUMENTS, migrations.RunSQL.noop),
    ]
