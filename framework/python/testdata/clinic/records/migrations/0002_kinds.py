from django.db import migrations

KINDS = [
    ('glucose', 'mg/dl', 70, 99), ('haemoglobin', 'g/dl', 12, 17.5),
    ('pulse', '1/min', 50, 100), ('temperature', '°C', 36.1, 37.2),
]


def fill(apps, schema_editor):
    if schema_editor.connection.alias != 'records':
        return
    kind = apps.get_model('records', 'Kind')
    kind.objects.using('records').bulk_create(
        [kind(name=name, unit=unit, low=low, high=high) for name, unit, low, high in KINDS])


class Migration(migrations.Migration):
    dependencies = [('records', '0001_initial')]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
