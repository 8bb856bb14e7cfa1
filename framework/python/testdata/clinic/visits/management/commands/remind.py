import datetime

from django.core.management.base import BaseCommand, CommandError

from visits.models import Appointment, Reminder


class Command(BaseCommand):
    help = 'Writes a reminder for each appointment of a day that has none.'

    def add_arguments(self, parser):
        parser.add_argument('day', help='such as 2024-03-01')

    def handle(self, day, **options):
        try:
            day = datetime.date.fromisoformat(day)
        except ValueError as e:
            raise CommandError('%s is no day' % day) from e
        due = Appointment.objects.filter(at__date=day, reminder=None).exclude(state=Appointment.CANCELLED)
        for appointment in due:
            Reminder.objects.create(appointment=appointment, text='%s, please come' % appointment.patient)
            self.stdout.write('reminded %s' % appointment)
        if not due:
            self.stderr.write('nobody to remind')
