from django.db import migrations


def fill(apps, schema_editor):
    bed = apps.get_model('ward', 'Bed')
    bed.objects.using(schema_editor.connection.alias).bulk_create([bed(number=n) for n in (1, 2, 3)])


class Migration(migrations.Migration):
    dependencies = [('ward', '0001_initial')]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
