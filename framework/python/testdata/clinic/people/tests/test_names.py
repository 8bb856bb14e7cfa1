"""Functions without a database, in classes of plain unittest."""
import datetime
import unittest

from people.names import age, initials, is_minor, normal_name, normal_phone


class NormalNameTests(unittest.TestCase):
    def test_spaces_become_single(self):
        self.assertEqual(normal_name('  Jane \t Roe '), 'Jane Roe')

    def test_small_letters_become_capital(self):
        self.assertEqual(normal_name('jane roe'), 'Jane Roe')

    def test_capitals_within_a_part_stay(self):
        self.assertEqual(normal_name('ian McEwan'), 'Ian McEwan')

    def test_nothing_stays_nothing(self):
        self.assertEqual(normal_name(''), '')

    def test_twice_is_as_once(self):
        for name in 'jane roe', ' o  hara', 'De La Cruz', 'ßmith':
            with self.subTest(name=name):
                self.assertEqual(normal_name(normal_name(name)), normal_name(name))

    def test_other_alphabets(self):
        self.assertEqual(normal_name('ольга  петрова'), 'Ольга Петрова')


class InitialsTests(unittest.TestCase):
    def test_of_two_names(self):
        self.assertEqual(initials('Jane Roe'), 'JR')

    def test_of_a_double_name(self):
        self.assertEqual(initials('Anne-Marie Roe'), 'AMR')

    def test_of_none(self):
        self.assertEqual(initials(''), '')

    def test_are_capital(self):
        self.assertEqual(initials('jane van roe'), 'JVR')


class NormalPhoneTests(unittest.TestCase):
    def test_only_digits_stay(self):
        self.assertEqual(normal_phone('(030) 12-34 56'), '030123456')

    def test_a_plus_stays_in_front(self):
        self.assertEqual(normal_phone(' +49 30 1234'), '+49301234')

    def test_a_plus_elsewhere_goes(self):
        self.assertEqual(normal_phone('030+1'), '0301')

    def test_nothing_stays_nothing(self):
        self.assertEqual(normal_phone(''), '')

    def test_letters_are_refused(self):
        with self.assertRaisesRegex(ValueError, "'CALL ME' is no telephone number"):
            normal_phone('CALL ME')


class AgeTests(unittest.TestCase):
    born = datetime.date(1980, 6, 15)

    def test_on_the_birthday(self):
        self.assertEqual(age(self.born, datetime.date(2020, 6, 15)), 40)

    def test_the_day_before(self):
        self.assertEqual(age(self.born, datetime.date(2020, 6, 14)), 39)

    def test_on_the_day_of_birth(self):
        self.assertEqual(age(self.born, self.born), 0)

    def test_born_on_a_leap_day(self):
        leap = datetime.date(2004, 2, 29)
        for on, want in (datetime.date(2005, 2, 28), 0), (datetime.date(2005, 3, 1), 1):
            with self.subTest(on=on):
                self.assertEqual(age(leap, on), want)

    def test_before_birth_is_an_error(self):
        with self.assertRaises(ValueError):
            age(self.born, datetime.date(1980, 6, 14))

    def test_minors(self):
        self.assertTrue(is_minor(self.born, datetime.date(1998, 6, 14)))
        self.assertFalse(is_minor(self.born, datetime.date(1998, 6, 15)))

    def test_minors_where_the_limit_is_another(self):
        self.assertTrue(is_minor(self.born, datetime.date(1999, 1, 1), limit=21))

    @unittest.expectedFailure
    def test_dates_and_datetimes_together(self):
        # They cannot be compared, in Python.
        age(self.born, datetime.datetime(2020, 1, 1))
