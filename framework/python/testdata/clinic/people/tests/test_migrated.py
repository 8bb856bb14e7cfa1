"""What data migrations have left, which every TestCase finds."""
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.test import TestCase, TransactionTestCase

from people.models import Allergy, Note, Ward


class ReferenceTests(TestCase):
    def test_there_are_three_wards(self):
        self.assertEqual([str(w) for w in Ward.objects.all()], ['Emergency', 'Paediatrics', 'Surgery'])

    def test_wards_have_floors_and_beds(self):
        self.assertEqual(
            list(Ward.objects.order_by('floor').values_list('floor', 'beds')), [(0, 4), (1, 12), (2, 20)])

    def test_allergies(self):
        self.assertQuerysetEqual(Allergy.objects.all(), ['latex', 'nuts', 'penicillin'], transform=str)

    def test_the_group(self):
        self.assertEqual(Group.objects.get().name, 'head physicians')

    def test_the_note_is_about_a_ward(self):
        note = Note.objects.get()
        self.assertEqual((note.about.name, str(note)), ('Emergency', 'open all night'))

    def test_names_are_still_unique(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Ward.objects.create(name='Surgery')

    def test_new_rows_come_after_migrated_ones(self):
        ward = Ward.objects.create(name='Geriatrics')
        self.assertGreater(ward.pk, Ward.objects.get(name='Surgery').pk)

    def test_removed_rows_are_missed(self):
        Ward.objects.filter(name='Surgery').delete()
        self.assertEqual(Ward.objects.count(), 2)

    def test_removed_rows_are_back(self):
        Ward.objects.get(name='Surgery')


class ContentTypeTests(TestCase):
    def test_the_ward_was_the_first_of_its_app(self):
        first = ContentType.objects.filter(app_label='people').order_by('pk').first()
        self.assertEqual(first.model, 'ward')

    def test_every_model_has_one(self):
        models = set(ContentType.objects.filter(app_label__in=['people', 'visits']).values_list('model', flat=True))
        self.assertEqual(models, {
            'ward', 'allergy', 'doctor', 'patient', 'stay', 'note',
            'appointment', 'invoice', 'invoicechange', 'reminder',
        })

    def test_models_of_the_other_database_have_theirs_here(self):
        self.assertEqual(ContentType.objects.filter(app_label='records').count(), 3)

    def test_the_cache_agrees_with_the_table(self):
        for model in Ward, Allergy, Note:
            with self.subTest(model=model.__name__):
                row = ContentType.objects.get(app_label='people', model=model._meta.model_name)
                self.assertEqual(ContentType.objects.get_for_model(model).pk, row.pk)


class PermissionTests(TestCase):
    def test_each_model_has_four(self):
        names = Permission.objects.filter(content_type__app_label='people', content_type__model='ward')
        self.assertEqual(
            sorted(names.values_list('codename', flat=True)), ['add_ward', 'change_ward', 'delete_ward', 'view_ward'])

    def test_a_model_may_have_its_own(self):
        self.assertEqual(
            Permission.objects.get(codename='may_prescribe').content_type, ContentType.objects.get(model='doctor'))


class SerializedTests(TransactionTestCase):
    """Rows of migrations are put back for it, though others have emptied the tables."""

    serialized_rollback = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # After classes without serialized_rollback there are new ones, with
        # other numbers, which would be in the way.
        ContentType.objects.all().delete()
        ContentType.objects.clear_cache()

    def test_wards_are_there(self):
        self.assertEqual(Ward.objects.count(), 3)
        Ward.objects.all().delete()

    def test_wards_are_there_again(self):
        self.assertEqual(Ward.objects.count(), 3)

    def test_wards_are_as_they_were(self):
        self.assertEqual(Ward.objects.get(name='Surgery').beds, 20)
        Ward.objects.update(beds=0)

    def test_the_note_leads_to_its_ward(self):
        ContentType.objects.clear_cache()
        self.assertEqual(Note.objects.get().about, Ward.objects.get(name='Emergency'))

    def test_permissions_are_there(self):
        self.assertTrue(Permission.objects.filter(codename='may_prescribe').exists())

    def test_groups_are_there(self):
        self.assertTrue(Group.objects.filter(name='head physicians').exists())


class EmptiedTests(TransactionTestCase):
    """Another that leaves tables empty, as each TransactionTestCase does."""

    def test_what_it_makes_is_gone_for_the_next(self):
        self.assertFalse(Ward.objects.filter(name='Attic').exists())
        Ward.objects.create(name='Attic')

    def test_what_it_makes_is_gone_for_the_one_before(self):
        self.assertFalse(Ward.objects.filter(name='Attic').exists())
        Ward.objects.create(name='Attic')
