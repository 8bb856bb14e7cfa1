"""Facts of a run: small named values that any of its processes can set and read."""

import json
import os
import socket

__unittest = True

# A value may have up to 64 KiB.
LONGEST = 60000


class Facts:
    """A client of the socket whose path PTR_FACTS has. One connection for each question."""

    def __init__(self, path):
        self.path = path

    def get(self, name):
        """Returns the value of a fact, or None if nobody has set it."""
        return self.ask({"type": "ask", "name": name}).get(name)

    def set(self, name, text):
        self.ask({"type": "fact", "name": name, "text": text})

    def ask(self, message):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(self.path)
            client.sendall(json.dumps(message).encode("ascii") + b"\n")
            with client.makefile("r", encoding="utf-8", newline="\n") as lines:
                answer = json.loads(lines.readline() or "{}")
        if answer.get("type") != "facts":
            raise OSError("facts: %s" % answer.get("text", "ptr hung up"))
        return answer.get("facts") or {}


def from_environment():
    """Returns the Facts of this run, or None outside of one."""
    path = os.environ.get("PTR_FACTS")
    return Facts(path) if path else None
