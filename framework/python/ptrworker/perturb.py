"""What --perturb does to the suite, in its own process."""

import random
import re

__unittest = True

UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}


class Perturbation:
    """Those that a process is under, such as "clock=1s,ties=against"."""

    def __init__(self, text="", seed=0):
        self.values = dict(one.split("=", 1) for one in text.split(",") if one)
        self.random = random.Random(seed)
        self.clock = None

    def install(self):
        """Does what can be done before anything of the suite is imported."""
        if "clock" in self.values:
            from ptrworker import perturb_clock

            value = self.values["clock"]
            self.clock = perturb_clock.Clock(None if value == "frozen" else seconds(value))
            self.clock.install()
        if "scheduler" in self.values:
            from ptrworker import perturb_threads

            perturb_threads.change_often()
        if "unordered" in self.values:
            from ptrworker import perturb_sqlite

            perturb_sqlite.read_backwards()
        if "disk" in self.values:
            from ptrworker import perturb_disk

            perturb_disk.write_slowly(seconds(self.values["disk"]))
        if "delays" in self.values:
            from ptrworker import perturb_threads

            perturb_threads.begin_late(seconds(self.values["delays"]), self.random)

    def install_in_django(self, tell, root):
        """Does what is done to Django, once it is set up."""
        if "delays" in self.values:
            from ptrworker import django_delays

            django_delays.keep_waiting(seconds(self.values["delays"]) / 10, self.random)
        if "sequences" in self.values:
            from ptrworker import django_sequences

            django_sequences.move_all()
        if "ties" in self.values:
            from ptrworker import django_ties

            stir = self.random.randrange(1, 1000003) if self.values["ties"] == "random" else 0
            django_ties.break_ties(stir, tell, root)

    def begin_test(self):
        if self.clock is not None:
            self.clock.begin_tick()


def seconds(duration):
    """Returns the seconds of a duration as Go writes it, such as 1m30s."""
    parts = re.findall(r"([0-9.]+)([^0-9.]+)", duration)
    return sum(float(number) * UNITS[unit] for number, unit in parts)
