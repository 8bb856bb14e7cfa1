"""Who looks closely is told what tests change that Django keeps for the whole process, and can undo it."""

import django_suite

TESTS = """
    import zoneinfo
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.db.models import signals
    from django.test import SimpleTestCase, override_settings
    from django.urls import set_script_prefix, set_urlconf
    from django.utils import timezone, translation

    def receiver(**rest): pass

    class ShelfTest(SimpleTestCase):
        def test_language(self): translation.activate("de")
        def test_time_zone(self): timezone.activate(zoneinfo.ZoneInfo("Asia/Tokyo"))
        def test_urls(self): set_urlconf("other.urls")
        def test_prefix(self): set_script_prefix("/shop/")
        def test_cache(self): cache.set("price", 7)
        def test_types(self): ContentType.objects._cache["default"] = {("shop", "shelf"): None, 3: None}
        def test_receiver(self): signals.post_save.connect(receiver, weak=False)
"""

LEFT = {
    "test_language": ("global", "language is de (was "),
    "test_time_zone": ("global", "time zone is Asia/Tokyo (was "),
    "test_urls": ("global", "URL configuration is other.urls (was "),
    "test_prefix": ("global", "script prefix is /shop/ (was "),
    "test_cache": ("global", "cache is {':1:price': 7} (was {})"),
    "test_types": ("global", "content types at hand is shop.shelf (was none)"),
    "test_receiver": ("signal receiver", "post_save: shop.tests.receiver"),
}


class GlobalsTest(django_suite.DjangoTestCase):
    def test_they_are_told_and_undone(self):
        suite = django_suite.Suite(self, self.suite(django_suite.project(tests=TESTS)))
        suite.list()
        worker = suite.start(leaks=True, closely=True)
        for _ in range(2):
            for name, (what, text) in LEFT.items():
                messages = worker.run(["shop.tests.ShelfTest." + name])
                leaks = [(m["what"], m["text"][: len(text)]) for m in messages if m["type"] == "leak"]
                self.assertEqual(leaks, [(what, text)])
                worker.send("undo", names=["%s %s" % (what, text.partition(" is ")[0])])
                self.assertEqual(worker.until("undone", "error")[-1].get("names"), [], name)

    def test_without_asking_nobody_is_told(self):
        suite = django_suite.Suite(self, self.suite(django_suite.project(tests=TESTS)))
        suite.list()
        worker = suite.start(leaks=True)
        messages = worker.run(["shop.tests.ShelfTest.test_language", "shop.tests.ShelfTest.test_cache"])
        self.assertEqual([m for m in messages if m["type"] == "leak"], [])
