import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0012_trail_newest_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseText',
            fields=[
                ('plain', models.TextField(editable=False)),
                ('stems', django.contrib.postgres.search.SearchVectorField(editable=False)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='text', serialize=False, to='casework.case')),
            ],
            options={
                'verbose_name': 'text of a case',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentText',
            fields=[
                ('plain', models.TextField(editable=False)),
                ('stems', django.contrib.postgres.search.SearchVectorField(editable=False)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='text', serialize=False, to='casework.document')),
            ],
            options={
                'verbose_name': 'text of a document',
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='keep_text', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO casework_casetext (case_id, plain, stems) SELECT NEW.id, folded, to_tsvector('indonesian', folded) FROM (SELECT search_plain(coalesce(NEW.number, '') || ' ' || coalesce(NEW.title, '')) AS folded) AS told ON CONFLICT (case_id) DO UPDATE SET plain = excluded.plain, stems = excluded.stems; RETURN NULL;", hash='d14590a8f55950206b756b3f42b232096a1ca826', operation='INSERT OR UPDATE OF "number", "title"', pgid='pgtrigger_keep_text_fd80b', table='casework_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='drop_text', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM casework_casetext WHERE case_id = OLD.id; RETURN OLD;', hash='95e31e05423b820aca7282f4725bcd635d4f628c', operation='DELETE', pgid='pgtrigger_drop_text_9241c', table='casework_case', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='keep_text', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO casework_documenttext (document_id, plain, stems) SELECT NEW.id, folded, to_tsvector('indonesian', folded) FROM (SELECT search_plain(coalesce(NEW.name, '')) AS folded) AS told ON CONFLICT (document_id) DO UPDATE SET plain = excluded.plain, stems = excluded.stems; RETURN NULL;", hash='cd4146b71d4e7deac79d31f447eccd626f8d4ea2', operation='INSERT OR UPDATE OF "name"', pgid='pgtrigger_keep_text_f7b60', table='casework_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='drop_text', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM casework_documenttext WHERE document_id = OLD.id; RETURN OLD;', hash='15dee0adefa58cf166eafa380f5848809901e7f3', operation='DELETE', pgid='pgtrigger_drop_text_bd131', table='casework_document', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='casetext',
            index=django.contrib.postgres.indexes.GinIndex(fields=['plain'], name='casetext_by_parts', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='casetext',
            index=django.contrib.postgres.indexes.GinIndex(fields=['stems'], name='casetext_by_stems'),
        ),
        migrations.AddIndex(
            model_name='documenttext',
            index=django.contrib.postgres.indexes.GinIndex(fields=['plain'], name='documenttext_by_parts', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='documenttext',
            index=django.contrib.postgres.indexes.GinIndex(fields=['stems'], name='documenttext_by_stems'),
        ),
    ]
