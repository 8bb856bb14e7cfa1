"""Members in the order in which they joined, where the clock is too coarse to tell."""

from django.db.models import Count, F, Value
from django.db.models.functions import Concat
from django.test import TestCase

from club.models import Member

NAMES = ["jim", "bob", "kim"]


class ClubTest(TestCase):
    def setUp(self):
        for name in NAMES:
            Member.objects.create(name=name)

    def names(self, *order):
        return list(Member.objects.order_by(*order).values_list("name", flat=True))

    def test_ordered_by_join_date(self):
        self.assertEqual(self.names("joined"), NAMES)

    def test_latest(self):
        self.assertEqual(Member.objects.latest("joined").name, NAMES[-1])

    def test_iterator(self):
        self.assertEqual([member.name for member in Member.objects.order_by("-joined").iterator()][-1], NAMES[0])

    def test_not_ordered(self):
        self.assertEqual([member.name for member in Member.objects.all()], NAMES)

    def test_numbers(self):
        self.assertEqual(list(Member.objects.order_by("id").values_list("id", flat=True)), [1, 2, 3])

    def test_ordered_by_join_date_and_id(self):
        self.assertEqual(self.names("joined", "id"), NAMES)

    def test_whatever_else_is_asked(self):
        """What is asked in other ways than usual is answered as ever."""
        members = Member.objects.order_by("joined", "id")
        self.assertEqual(members.count(), 3)
        self.assertTrue(members.exists())
        self.assertEqual([member.name for member in Member.objects.filter(pk__in=members[:2]).order_by("id")], NAMES[:2])
        greeted = Member.objects.annotate(hello=Concat(Value("100% "), F("name"))).order_by("hello")
        self.assertEqual([member.hello for member in greeted], ["100% bob", "100% jim", "100% kim"])
        counted = Member.objects.values("joined").annotate(n=Count("id")).order_by("n", "joined")
        self.assertEqual(sum(row["n"] for row in counted), 3)
        self.assertEqual(set(Member.objects.order_by("name").values("name").distinct().values_list("name", flat=True)), set(NAMES))
        both = Member.objects.filter(name="jim").union(Member.objects.filter(name="bob")).order_by("name")
        self.assertEqual([member.name for member in both], ["bob", "jim"])
        self.assertEqual(Member.objects.raw("SELECT * FROM club_member ORDER BY id")[0].name, "jim")
        self.assertEqual(Member.objects.order_by("?").count(), 3)
        self.assertEqual(len(list(Member.objects.order_by("?"))), 3)
        with self.assertNumQueries(1):
            list(members)
        members.update(name="all")
        self.assertEqual(Member.objects.order_by("name").first().name, "all")
