"""The loop over ptr's messages."""

import atexit
import json
import os
import sys
import threading

from ptrworker import channel, collector, face, failures, loading, markers, perturb, places, running

__unittest = True

VERSION = 1


class Refused(Exception):
    """A message that cannot be followed; its text is the answer.

    what is "suite" where that is to blame, and else nothing.
    """

    def __init__(self, text, what=None):
        super().__init__(text)
        self.what = what


class Server:
    """Answers the messages of one channel, in turn."""

    def __init__(self, pipes, marks):
        self.pipes = pipes
        self.marks = marks
        self.settings = None
        self.face = None
        self.runner = None
        self.turn = 0  # index of the kind that has its turn
        self.zygote = None
        self.forked = False
        self.environment = dict(os.environ)
        self.answers = {
            "init": self.init,
            "describe": self.describe,
            "list": self.list,
            "run": self.run,
            "undo": self.undo,
            "warm": self.warm,
            "fork": self.fork,
            "error": lambda message: None,  # an answer to an error would be answered
        }

    def serve(self):
        """Returns when ptr says bye or hangs up."""
        self.greet()
        while True:
            try:
                if self.zygote is not None:
                    self.zygote.wait()
                message = self.pipes.receive()
                if message is None or message.get("type") == "bye":
                    break
                self.answer(message)
            except Refused as err:
                self.pipes.send("error", text=str(err), what=err.what)
            except channel.Malformed as err:
                self.pipes.send("error", text=str(err))
            except KeyboardInterrupt:
                continue  # ptr got it too, and says what is to be done
        self.close()

    def greet(self):
        self.pipes.send("hello", version=VERSION, pid=os.getpid(), marks=True)

    def answer(self, message):
        kind = message.get("type")
        if not isinstance(kind, str) or kind not in self.answers:
            raise Refused("unknown message %s" % json.dumps(kind))
        if self.settings is None and kind not in ("init", "error"):
            raise Refused("%s before init" % kind)
        try:
            self.answers[kind](message)
        except Refused:
            raise
        except face.Unfit as err:
            raise Refused("%s: %s" % (kind, err), "suite") from None
        except BaseException as err:
            raise Refused("%s: %s" % (kind, failures.told(err))) from None

    def init(self, message):
        if self.settings is not None:
            raise Refused("init for the second time")
        given = member(message, "settings", dict, {})
        settings = dict(given)
        settings["options"] = parsed(given, "options")
        settings["inventory"] = parsed(given, "inventory")
        settings["leaks"] = member(message, "leaks", bool, False)
        settings["closely"] = member(message, "closely", bool, False)
        settings["seed"] = member(message, "seed", int, 0)
        self.marks.nonce = member(message, "nonce", str, "")
        settings["perturbation"] = perturb.Perturbation(member(message, "perturb", str, ""), settings["seed"])
        settings["perturbation"].install()
        if settings.get("root"):
            os.chdir(settings["root"])
        self.settings = settings
        if self.face is not None:
            self.face.forked(settings)

    def warm(self, message):
        """Sets the suite up and imports its tests, so that forks need not."""
        from ptrworker import reads, zygote  # few need them, and what they import

        with reads.Reads(self.settings["options"].get("variables", ())) as read:
            self.get_face().discover(strings(message, "names"))
            self.face.warm()
        self.zygote = zygote.Zygote(self.pipes, self.environment)
        self.zygote.freeze()
        self.pipes.send("ready", number=zygote.other_threads(), names=sorted(read.seen))

    def fork(self, message):
        if self.zygote is None:
            raise Refused("fork before warm")
        pipes = self.zygote.fork(
            member(message, "number", int, 0),
            member(message, "name", str, ""),
            member(message, "settings", dict, {}),
        )
        if pipes is not None:
            self.pipes, self.marks = pipes, markers.Markers()
            self.settings, self.zygote, self.forked = None, None, True
            self.greet()

    def get_face(self):
        if self.face is None:
            self.face = face.make(self.settings)
            self.face.notice = self.notice
        return self.face

    def notice(self, what, text):
        self.pipes.send("problem", what=what, text=text)

    def describe(self, message):
        project = self.get_face().describe()
        texts = {name: json.dumps(value) for name, value in project.get("settings", {}).items()}
        self.pipes.send("project", name=project.get("name", ""), settings=texts)

    def list(self, message):
        labels = strings(message, "names")
        listing = self.get_face().discover(labels)
        for problem in listing.problems:
            self.pipes.send(
                "problem", what=problem.what, name=problem.name, text=problem.text, names=problem.names
            )
        names = loading.unique([found.test.id() for found in listing.tests])
        find = places.Places(self.settings.get("root") or os.getcwd(), self.face.position).find
        for kind in self.face.kinds:
            chosen = [(name, found) for name, found in zip(names, listing.tests) if found.kind == kind]
            self.pipes.send(
                "tests",
                kind=kind,
                names=[name for name, _ in chosen],
                groups=[found.group for _, found in chosen],
                loose=sorted({found.group for _, found in chosen if found.loose and found.group}) or None,
                places=[find(found.test) for _, found in chosen],
            )
        self.pipes.send("inventory", text=json.dumps(listing.inventory))

    def run(self, message):
        names = strings(message, "names")
        batch = member(message, "batch", int, 0)
        self.take_turn(member(message, "kind", str, ""))
        if self.runner is None:
            self.get_face().begin()
            self.runner = running.Runner(self.pipes, self.marks, self.face)
        self.runner.run(names)
        self.marks.sync(batch)
        self.pipes.send("done", batch=batch)

    def undo(self, message):
        upcoming = member(message, "test", str, "")
        if self.runner is not None and upcoming:
            self.runner.approach(upcoming)
        failed = [name for name in strings(message, "names") if self.runner is None or not self.runner.undo(name)]
        self.pipes.send("undone", names=failed)

    def take_turn(self, kind):
        kinds = self.get_face().kinds
        if kind not in kinds:
            raise Refused("unknown kind %s" % json.dumps(kind))
        if kinds.index(kind) < self.turn:
            raise Refused("tests of the kind %s have had their turn" % json.dumps(kind))
        self.turn = kinds.index(kind)

    def close(self):
        """Tears down what the last tests shared, and then what all did."""
        steps = [self.runner.close, self.face.end] if self.runner is not None else []
        for step in steps + ([self.face.close] if self.face is not None else []):
            try:
                step()
            except BaseException as err:
                self.pipes.send("error", text="bye: %s\n%s" % (failures.summary(err), failures.whole(err)))


def member(message, name, type, default):
    """Returns a member of a message, which may be missing or null, but not of another type."""
    value = message.get(name)
    if value is None:
        return default
    if not isinstance(value, type) or (type is int and isinstance(value, bool)):
        raise Refused("%s: %s is not of type %s" % (message.get("type"), name, type.__name__))
    return value


def strings(message, name):
    values = member(message, name, list, [])
    if not all(isinstance(value, str) for value in values):
        raise Refused("%s: %s is not a list of strings" % (message.get("type"), name))
    return values


def parsed(settings, name):
    """Returns the JSON object that a setting holds as text; an empty one if there is none."""
    try:
        value = json.loads(settings.get(name) or "{}")
    except (TypeError, ValueError, RecursionError) as err:
        raise Refused("init: the setting %s is not JSON: %s" % (name, err)) from None
    if not isinstance(value, dict):
        raise Refused("init: the setting %s is not a JSON object" % name)
    return value


def main():
    """Serves until ptr hangs up. Returns the status of the process."""
    if "PTR_WORKER" not in os.environ:
        sys.stderr.write("ptrworker: PTR_WORKER is not set: this program is started by ptr\n")
        return 2
    pipes = channel.from_environment()
    marks = markers.Markers()
    markers.dump_stacks_on_quit()
    collector.show_what_is_frozen()
    server = Server(pipes, marks)
    server.serve()
    markers.drop_broken_streams()
    if server.forked or has_threads():
        end_now()
    return 0


def has_threads():
    """Reports whether threads of the tests would keep the process from ending."""
    main_thread = threading.main_thread()
    return not all(thread.daemon or thread is main_thread for thread in threading.enumerate())


def end_now():
    """Ends the process, and leaves modules and threads as they are.

    A fork that took its modules apart would write to, and so copy, nearly all that it shares.
    """
    atexit._run_exitfuncs()
    markers.flush_streams()
    os._exit(0)
