from django.db import models


class Bed(models.Model):
    number = models.IntegerField(unique=True)
    taken = models.BooleanField(default=False)

    class Meta:
        ordering = ['number']
