from django.db import models
from django.utils import timezone


class Member(models.Model):
    name = models.CharField(max_length=20)
    joined = models.DateTimeField(default=timezone.now)
