"""Hooks of the suite's plugins, called at other times than pytest's own."""

__unittest = True


def asking_for(argument, item, name, *more):
    """Returns a call of the hook for those plugins that take the argument, and for some more.

    They are those that pytest would call for the item, without pytest's own.
    """
    manager = item.config.pluginmanager
    wanted = [
        found.plugin
        for found in getattr(item.ihook, name).get_hookimpls()
        if argument in found.argnames and not is_of_pytest(found)
    ]
    others = [plugin for plugin in manager.get_plugins() if plugin not in [*wanted, *more]]
    return manager.subset_hook_caller(name, others)


def is_of_pytest(found):
    return found.function.__module__.partition(".")[0] == "_pytest"
