from django.db import models
from django.db.models import Q

from people.models import Doctor, Patient


class Appointment(models.Model):
    BOOKED, CONFIRMED, DONE, CANCELLED = 'booked', 'confirmed', 'done', 'cancelled'

    patient = models.ForeignKey(Patient, models.CASCADE)
    doctor = models.ForeignKey(Doctor, models.PROTECT)
    at = models.DateTimeField(db_index=True)
    minutes = models.PositiveIntegerField(default=15)
    state = models.CharField(max_length=10, default=BOOKED)

    class Meta:
        ordering = ['at', 'id']
        constraints = [
            models.UniqueConstraint(fields=['doctor', 'at'], name='one_at_a_time'),
            models.CheckConstraint(check=Q(minutes__gte=5), name='five_minutes_at_least'),
        ]

    def __str__(self):
        return '%s, %s' % (self.patient, self.at.strftime('%d.%m.%Y %H:%M'))


class Invoice(models.Model):
    """Numbered from 1 without the appointment's own number having a say."""

    number = models.AutoField(primary_key=True)
    appointment = models.OneToOneField(Appointment, models.CASCADE)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    paid = models.BooleanField(default=False)

    def __str__(self):
        return 'invoice %s' % self.number


class InvoiceChange(models.Model):
    """Written by a trigger whenever the amount of an invoice changes."""

    invoice_number = models.IntegerField()
    old = models.DecimalField(max_digits=8, decimal_places=2)
    new = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        ordering = ['id']


class Reminder(models.Model):
    appointment = models.ForeignKey(Appointment, models.CASCADE)
    text = models.CharField(max_length=200)
