"""What `python DIR/ptrworker` runs: a worker, or `prepare ALIAS`."""

import os
import sys

__unittest = True


def import_package(folder):
    """Imports the worker as the package that it is, and leaves no trace on sys.path.

    Python puts the folder that it runs in front of the path, where `import
    channel` of a test would find our module and not the suite's.
    """
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != folder]
    parent = os.path.dirname(folder)
    sys.path.insert(0, parent)
    try:
        import ptrworker  # its own modules are found by its __path__
    finally:
        sys.path.remove(parent)
        sys.path_importer_cache.pop(parent, None)
    return ptrworker


def main(arguments):
    import_package(os.path.dirname(os.path.abspath(__file__)))
    if arguments[:1] == ["prepare"]:
        from ptrworker import django_template

        return django_template.prepare(*arguments[1:])
    from ptrworker import serve

    return serve.main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
