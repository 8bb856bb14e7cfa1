from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('patient_number', models.IntegerField(db_index=True)),
                ('title', models.CharField(max_length=80)),
                ('file', models.FileField(upload_to='documents')),
                ('checksum', models.CharField(editable=False, max_length=64)),
            ],
            options={
                'ordering': ['title', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Kind',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('unit', models.CharField(max_length=10)),
                ('low', models.FloatField()),
                ('high', models.FloatField()),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('patient_number', models.IntegerField(db_index=True)),
                ('value', models.FloatField()),
                ('taken', models.DateField()),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='records.kind')),
            ],
            options={
                'ordering': ['taken', 'id'],
            },
        ),
    ]
