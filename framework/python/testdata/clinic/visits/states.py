"""Which states an appointment can go to, and doing so."""
from django.db import transaction
from django.dispatch import Signal

from .models import Appointment

NEXT = {
    Appointment.BOOKED: {Appointment.CONFIRMED, Appointment.CANCELLED},
    Appointment.CONFIRMED: {Appointment.DONE, Appointment.CANCELLED},
    Appointment.DONE: set(),
    Appointment.CANCELLED: set(),
}

# Sent with the appointment, and the state that it had, once that is committed.
state_changed = Signal()


class Impossible(Exception):
    pass


def can_go(state, to):
    return to in NEXT[state]


def go(appointment, to):
    old = appointment.state
    if not can_go(old, to):
        raise Impossible('%s: %s cannot become %s' % (appointment, old, to))
    appointment.state = to
    appointment.save(update_fields=['state'])
    transaction.on_commit(lambda: state_changed.send(sender=Appointment, appointment=appointment, old=old))
