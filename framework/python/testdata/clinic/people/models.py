from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from .names import normal_name, normal_phone


class Ward(models.Model):
    """Three of them come by a data migration."""

    name = models.CharField(max_length=40, unique=True)
    floor = models.IntegerField(default=0)
    beds = models.PositiveIntegerField(default=10)
    notes = GenericRelation('people.Note')

    class Meta:
        ordering = ['name']

    def __str__(self):
        return self.name

    def free_beds(self):
        return self.beds - self.stay_set.filter(until=None).count()


class Allergy(models.Model):
    name = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ['name']
        verbose_name_plural = 'allergies'

    def __str__(self):
        return self.name


class Doctor(models.Model):
    name = models.CharField(max_length=80)
    licence = models.CharField(max_length=20, unique=True)
    ward = models.ForeignKey(Ward, models.PROTECT)

    class Meta:
        permissions = [('may_prescribe', 'May prescribe medicine')]

    def __str__(self):
        return self.name


class PatientQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def born_before(self, day):
        return self.filter(born__lt=day)

    def allergic_to(self, name):
        return self.filter(allergies__name=name)


class Patient(models.Model):
    name = models.CharField(max_length=80)
    born = models.DateField()
    phone = models.CharField(max_length=30, blank=True)
    active = models.BooleanField(default=True)
    doctor = models.ForeignKey(Doctor, models.SET_NULL, null=True, blank=True, related_name='patients')
    allergies = models.ManyToManyField(Allergy, blank=True, related_name='patients')
    wards = models.ManyToManyField(Ward, through='people.Stay', related_name='patients')
    notes = GenericRelation('people.Note')

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ['name', 'id']

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name = normal_name(self.name)
        self.phone = normal_phone(self.phone)
        super().save(*args, **kwargs)


class Stay(models.Model):
    patient = models.ForeignKey(Patient, models.CASCADE)
    ward = models.ForeignKey(Ward, models.CASCADE)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ['since', 'id']


class Note(models.Model):
    """About anything."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveIntegerField()
    about = GenericForeignKey()
    text = models.CharField(max_length=200)

    def __str__(self):
        return self.text
