"""What Django makes of a URL pattern, kept.

A resolver that is asked for a URL's address first takes all patterns apart, character by
character, and a suite that changes ROOT_URLCONF for a class makes it do so again. What a
pattern's text becomes follows from the text alone.
"""

import functools

__unittest = True

MOST = 20000


def install():
    """Has resolvers keep it, unless Django does by itself."""
    from django.urls import resolvers

    own = resolvers.normalize
    if not hasattr(own, "cache_info") and not hasattr(own, "ptr"):
        resolvers.normalize = keeping(own)


def keeping(own):
    """Returns a function that gives what `own` gives, each time a copy of it."""

    @functools.lru_cache(MOST)
    def known(pattern):
        return own(pattern)

    def normalize(pattern):
        return [(text, list(names)) for text, names in known(pattern)]

    normalize.ptr = True
    return normalize
