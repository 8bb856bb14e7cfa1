"""What users type to choose tests: files, folders and node IDs."""

import difflib
import os

from ptrworker.face import Problem

__unittest = True


class Targets:
    """Labels, and what they have been found to mean.

    A label is a path, and behind "::" the name of a class or test in that
    file, as pytest prints it; a parametrized test is also meant without its
    parameters. Paths are relative to the suite's folder, or to pytest's rootdir.
    """

    def __init__(self, labels, root, rootpath):
        self.labels = list(labels)
        self.found = []  # [(label, path, name)]
        self.missing = []  # labels
        self.met = set()  # labels of which there are tests
        for label in labels:
            path, _, name = label.partition("::")
            place = existing(path, (root, rootpath))
            if place is None:
                self.missing.append(label)
            else:
                self.found.append((label, place, name))

    def paths(self):
        """Returns the files and folders to collect, each once; none for everything."""
        return list(dict.fromkeys(path for _, path, _ in self.found))

    def choose(self, items):
        """Takes the items out of a list that no label means, and returns those."""
        if not self.found:
            return []
        dropped = [item for item in items if not self.means(item)]
        if dropped:
            unwanted = set(map(id, dropped))
            items[:] = [item for item in items if id(item) not in unwanted]
        return dropped

    def means(self, item):
        """Reports whether any label means an item, or what is to be collected."""
        return not self.found or self.mark(path_of(item), item.nodeid.partition("::")[2])

    def mark(self, path, name=None):
        """Reports whether any label means the name in a file, or any in it, and remembers which do."""
        meaning = [
            label
            for label, place, part in self.found
            if within(path, place) and (name is None or begins(name, part))
        ]
        self.met.update(meaning)
        return bool(meaning)

    def problems(self):
        return [Problem("label", label, "there is no such file or folder") for label in self.missing]

    def unmet(self, filtered):
        """Returns a Problem for each label without tests; if they were filtered, only for those of names."""
        return [
            Problem("label", label, "there is no such test in that file" if name else "there are no tests in it")
            for label, _, name in self.found
            if label not in self.met and (name or not filtered)
        ]


def existing(path, folders):
    for folder in folders:
        place = os.path.normpath(os.path.join(folder, path))
        if os.path.exists(place):
            return place
    return None


def path_of(node):
    """Returns the path of a node's file; pytest 6 has no `path`."""
    return str(getattr(node, "path", None) or node.fspath)


def within(path, place):
    path, place = os.path.realpath(path), os.path.realpath(place)
    return path == place or path.startswith(os.path.join(place, ""))


def begins(name, part):
    """Reports whether a part of a node ID is the beginning of a name, or all of it."""
    if not part or name == part:
        return True
    return name.startswith(part + "::") or name.startswith(part + "[")


def nearest(typed, names, count=3):
    """Returns the node IDs, or beginnings of them, that are most like what was typed."""
    full, tails = {}, {}
    for name in names:
        name = name.partition("[")[0]
        while name:
            full.setdefault(name.lower(), name)
            name, _, tail = name.rpartition("::")
            if name:
                tails.setdefault(tail.lower(), name + "::" + tail)
    for name in list(full.values()):
        if "::" not in name:
            tails.setdefault(os.path.basename(name).lower(), name)
    typed = typed.lower()
    found = [full[name] for name in difflib.get_close_matches(typed, full, count)]
    last = os.path.basename(typed.rpartition("::")[2])
    found += [tails[name] for name in difflib.get_close_matches(last, tails, count)]
    return list(dict.fromkeys(found))[:count]
