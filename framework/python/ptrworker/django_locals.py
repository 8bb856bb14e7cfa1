"""Storage of asgiref's Local without detours, where no coroutine runs.

Every `connections[alias]` and `gettext()` asks a Local, thousands of times in a test.
Versions of asgiref before 3.7 look for a task first, which raises and catches an
exception, then for the thread, and then whether that runs for a task. Here the thread is
asked right away. Where a loop runs in it, or where it runs for a task, or has nothing
stored yet, asgiref finds the storage as it always has.
"""

import asyncio
import threading

__unittest = True


def install():
    """Puts the short way in place, if there is an asgiref that needs it."""
    try:
        from asgiref import local, sync
    except ImportError:
        return
    own = getattr(local.Local, "_get_storage", None)
    if own is None or not hasattr(local.Local, "_get_context_id") or hasattr(own, "ptr"):
        return
    local.Local._get_storage = shortened(own, sync.SyncToAsync.launch_map)


def shortened(own, launched):
    """Returns a method that gives what `own` gives; `launched` are the threads that run for a task."""

    def storage(self):
        # The modules are asked each time: a suite may patch them, as gevent does.
        if asyncio._get_running_loop() is None:
            thread = threading._active.get(threading.get_ident())
            if thread is not None and (self._thread_critical or thread not in launched):
                kept = thread.__dict__.get(self._attr_name)
                if kept is not None:
                    return kept
        return own(self)

    storage.ptr = True
    return storage
