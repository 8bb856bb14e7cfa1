import asyncio
import unittest

from store import Shelf


class AsyncTests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.shelf = Shelf()

    async def test_one_after_the_other(self):
        for _ in range(3):
            await asyncio.sleep(0)
            self.shelf.put('gauze')
        self.assertEqual(len(self.shelf), 3)

    async def test_side_by_side(self):
        async def put():
            await asyncio.sleep(0)
            self.shelf.put('gauze')
        await asyncio.gather(*(put() for _ in range(5)))
        self.assertEqual(len(self.shelf), 5)

    async def test_each_has_its_own(self):
        self.assertEqual(len(self.shelf), 0)
