from django.db import connections, models


def server_version():
    """Returns what the server says of itself, or "" if there is none."""
    if connections['records'].vendor == 'sqlite':
        return ''
    with connections['records']._nodb_cursor() as cursor:
        cursor.execute('SELECT version()')
        return cursor.fetchone()[0]


# Asked while models are imported, as by those that suit themselves to their server: whoever
# lists the tests needs one, too.
SERVER = server_version()


class Kind(models.Model):
    """Of measurements. Four of them come by a data migration."""

    name = models.CharField(max_length=40, unique=True)
    unit = models.CharField(max_length=10)
    low = models.FloatField()
    high = models.FloatField()

    class Meta:
        ordering = ['name']

    def __str__(self):
        return self.name


class Result(models.Model):
    """Of a patient, who is in another database, so that there is no foreign key."""

    patient_number = models.IntegerField(db_index=True)
    kind = models.ForeignKey(Kind, models.CASCADE)
    value = models.FloatField()
    taken = models.DateField()

    class Meta:
        ordering = ['taken', 'id']

    def is_normal(self):
        return self.kind.low <= self.value <= self.kind.high


class Document(models.Model):
    patient_number = models.IntegerField(db_index=True)
    title = models.CharField(max_length=80)
    file = models.FileField(upload_to='documents')
    checksum = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ['title', 'id']

    def __str__(self):
        return self.title
