"""Foreign keys that lead nowhere. SQLite and PostgreSQL notice them after the
test, when Django has them checked, and MySQL at once: each of the tests of the
first class fails on all of them."""
from django.db import connection, transaction
from django.test import TestCase, skipUnlessDBFeature, tag

from people.models import Doctor, Patient, Stay, Ward
from people.tests import sample
from records.models import Result
from records.tests import sample as results


@tag('pitfall')
class DanglingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.doctor = sample.doctor()
        cls.patient = sample.patient(doctor=cls.doctor)
        cls.attic = Ward.objects.create(name='Attic')

    def execute(self, sql, *params):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)

    def test_by_a_new_row(self):
        Patient.objects.create(name='Nobody', born=sample.BORN, doctor_id=4711)

    def test_by_many_new_rows(self):
        Stay.objects.bulk_create([Stay(patient=self.patient, ward_id=pk) for pk in (self.attic.pk, 4711)])

    def test_by_a_change(self):
        Patient.objects.update(doctor_id=4711)

    def test_by_a_key_that_changes(self):
        self.execute('UPDATE people_doctor SET id = 4712 WHERE id = %s', self.doctor.pk)

    def test_by_a_row_that_goes(self):
        self.execute('DELETE FROM people_doctor WHERE id = %s', self.doctor.pk)

    def test_by_all_rows_that_go(self):
        self.execute('DELETE FROM people_doctor')

    def test_by_a_table_that_many_refer_to(self):
        self.execute('DELETE FROM people_patient_allergies')
        self.execute("DELETE FROM people_ward WHERE name = 'Surgery'")

    def test_by_rows_from_a_query(self):
        self.execute(
            'INSERT INTO people_stay (patient_id, ward_id, since) SELECT id, 4711, CURRENT_TIMESTAMP FROM people_patient')

    def test_by_a_comment_before_the_statement(self):
        self.execute('/* SELECT */ UPDATE people_patient SET doctor_id = 4711')

    def test_by_a_savepoint_that_stays(self):
        with transaction.atomic():
            Patient.objects.update(doctor_id=4711)

    @skipUnlessDBFeature('can_rollback_ddl')
    def test_by_a_trigger(self):
        make_trigger(connection.vendor)
        Ward.objects.filter(name='Attic').update(floor=9)


@tag('pitfall')
class DanglingRecordsTests(TestCase):
    databases = {'default', 'records'}

    def test_in_the_second_database(self):
        result = results.result()
        Result.objects.filter(pk=result.pk).update(kind=4711)


@tag('pitfall')
@skipUnlessDBFeature('can_rollback_ddl')
class DanglingByWithTests(TestCase):
    """MySQL has no WITH before INSERT."""

    def test_by_with(self):
        sample.patient()
        with connection.cursor() as cursor:
            cursor.execute(
                'WITH p AS (SELECT id FROM people_patient) INSERT INTO people_stay (patient_id, ward_id, since)'
                ' SELECT id, 4711, CURRENT_TIMESTAMP FROM p')


@tag('pitfall')
class DanglingDataTests(TestCase):
    """What is wrong in the data of the class fails each test, even one that does nothing."""

    @classmethod
    def setUpTestData(cls):
        sample.patient(doctor_id=4711)

    def test_nothing(self):
        pass

    def test_nothing_else(self):
        pass


@tag('pitfall')
class NothingDanglingTests(TestCase):
    """What looks like it, and is not: these pass, but for MySQL, which does not wait."""

    @skipUnlessDBFeature('supports_forward_references')
    def test_put_right_afterwards(self):
        patient = sample.patient(doctor_id=4711)
        Doctor.objects.create(pk=4711, name='Late', licence='L-9', ward=Ward.objects.get(name='Surgery'))
        self.assertEqual(patient.doctor.name, 'Late')

    @skipUnlessDBFeature('supports_forward_references')
    def test_undone(self):
        sample.patient()
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            Patient.objects.update(doctor_id=4711)
            1 / 0

    def test_removed_with_all_that_refers_to_it(self):
        doctor = sample.doctor()
        sample.patient(doctor=doctor)
        doctor.delete()


def make_trigger(vendor):
    """Has a change of a ward's floor make a stay of nobody."""
    insert = (
        'INSERT INTO people_stay (patient_id, ward_id, since) VALUES (4711, NEW.id, CURRENT_TIMESTAMP);')
    with connection.cursor() as cursor:
        if vendor == 'postgresql':
            cursor.execute(
                'CREATE FUNCTION pitfall() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN NULL; END $$' % insert)
            cursor.execute(
                'CREATE TRIGGER pitfall AFTER UPDATE OF floor ON people_ward FOR EACH ROW EXECUTE FUNCTION pitfall()')
        else:
            cursor.execute('CREATE TRIGGER pitfall AFTER UPDATE OF floor ON people_ward BEGIN %s END' % insert)
