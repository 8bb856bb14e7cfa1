from django.db import migrations

WARDS = [('Emergency', 0, 4), ('Paediatrics', 1, 12), ('Surgery', 2, 20)]
ALLERGIES = ['latex', 'nuts', 'penicillin']


def fill(apps, schema_editor):
    db = schema_editor.connection.alias
    if db != 'default':
        return
    ward = apps.get_model('people', 'Ward')
    for name, floor, beds in WARDS:
        ward.objects.using(db).create(name=name, floor=floor, beds=beds)
    allergy = apps.get_model('people', 'Allergy')
    allergy.objects.using(db).bulk_create([allergy(name=name) for name in ALLERGIES])


def note(apps, schema_editor):
    """A note about a ward, whose content type is so made before any other."""
    db = schema_editor.connection.alias
    if db != 'default':
        return
    content_type, _ = apps.get_model('contenttypes', 'ContentType').objects.using(db).get_or_create(
        app_label='people', model='ward')
    emergency = apps.get_model('people', 'Ward').objects.using(db).get(name='Emergency')
    apps.get_model('people', 'Note').objects.using(db).create(
        content_type=content_type, object_id=emergency.pk, text='open all night')


class Migration(migrations.Migration):
    dependencies = [
        ('people', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
