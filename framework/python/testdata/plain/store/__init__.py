"""Counting what is on shelves."""
import collections
import json


class Empty(LookupError):
    pass


class Shelf:
    def __init__(self, room=10):
        self.room = room
        self.items = collections.Counter()

    def __len__(self):
        return sum(self.items.values())

    def put(self, item, n=1):
        if n < 1:
            raise ValueError('%d of %s' % (n, item))
        if len(self) + n > self.room:
            raise OverflowError('no room for %d of %s' % (n, item))
        self.items[item] += n

    def take(self, item):
        if not self.items[item]:
            raise Empty(item)
        self.items[item] -= 1
        return item

    def save(self, file):
        json.dump({'room': self.room, 'items': +self.items}, file)

    @classmethod
    def load(cls, file):
        found = json.load(file)
        shelf = cls(found['room'])
        for item, n in found['items'].items():
            shelf.put(item, n)
        return shelf


def sorted_items(shelf):
    return sorted((+shelf.items).items())
