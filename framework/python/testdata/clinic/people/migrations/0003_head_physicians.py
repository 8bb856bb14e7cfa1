from django.db import migrations


def make_group(apps, schema_editor):
    if schema_editor.connection.alias == 'default':
        apps.get_model('auth', 'Group').objects.using('default').create(name='head physicians')


class Migration(migrations.Migration):
    dependencies = [
        ('people', '0002_reference'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
