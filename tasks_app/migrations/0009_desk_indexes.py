"""What a unit's desk counts is read from three indexes; for that a report repeats the unit of its line."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def repeat_units(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each report gets the unit of its line."""
    lines = apps.get_model('tasks_app', 'UnitLine').objects.filter(pk=OuterRef('line'))
    apps.get_model('tasks_app', 'ProgressReport').objects.update(unit=Subquery(lines.values('unit')[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('tasks_app', '0008_office_chased'),
    ]

    operations = [
        migrations.AddField(
            model_name='progressreport',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='承办单位'),
        ),
        migrations.RunPython(repeat_units, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='progressreport',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='承办单位'),
        ),
        migrations.RemoveIndex(
            model_name='progressreport',
            name='report_sent_back',
        ),
        migrations.AddIndex(
            model_name='progressreport',
            index=models.Index(fields=['unit', 'state', 'period', 'line'], name='report_of_unit_in_state'),
        ),
        migrations.RemoveIndex(
            model_name='unitline',
            name='line_open_of_unit',
        ),
        migrations.AddIndex(
            model_name='unitline',
            index=models.Index(condition=models.Q(('state__in', ('pending_signature', 'in_progress', 'unit_review', 'sent_back', 'office_review'))), fields=['cycle', 'unit', 'deadline', 'id', 'heading', 'state', 'submitted_at', 'ended_on'], name='line_open_of_unit'),
        ),
        migrations.RemoveIndex(
            model_name='unitline',
            name='line_of_unit_in_state',
        ),
        migrations.AddIndex(
            model_name='unitline',
            index=models.Index(condition=models.Q(('ended_on__isnull', True)), fields=['cycle', 'unit', 'state', 'id', 'rhythm', 'issued_on', 'reported_through', 'submitted_at'], name='line_of_unit_in_state'),
        ),
    ]
