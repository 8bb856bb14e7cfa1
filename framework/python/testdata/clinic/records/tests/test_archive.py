"""Files in folders of their own."""
import hashlib
import io
import os
import tempfile

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import SimpleTestCase, TestCase, TransactionTestCase, override_settings

from people.tests import sample as people
from records.archive import Damaged, archive, archived, checksum, discard, read
from records.models import Document
from records.tests.sample import OwnMedia, letter


class ChecksumTests(SimpleTestCase):
    def test_of_something(self):
        self.assertEqual(checksum(letter(b'abc')), hashlib.sha256(b'abc').hexdigest())

    def test_of_nothing(self):
        self.assertEqual(checksum(letter(b'')), hashlib.sha256().hexdigest())

    def test_of_more_than_a_chunk(self):
        content = b'x' * 200000
        self.assertEqual(checksum(ContentFile(content)), hashlib.sha256(content).hexdigest())

    def test_leaves_the_file_at_its_beginning(self):
        file = letter()
        checksum(file)
        self.assertEqual(file.read(), b'Dear colleague')


class ArchiveTests(OwnMedia, TestCase):
    databases = {'records'}

    def test_the_file_is_there(self):
        made = archive(1, 'Letter', letter())
        with open(os.path.join(self.media, made.file.name), 'rb') as file:
            self.assertEqual(file.read(), b'Dear colleague')

    def test_the_folder_was_empty(self):
        self.assertEqual(os.listdir(self.media), [])

    def test_the_row_is_there(self):
        made = archive(1, 'Letter', letter())
        self.assertEqual(Document.objects.get(), made)
        self.assertEqual(str(made), 'Letter')

    def test_names_do_not_clash(self):
        one, other = archive(1, 'A', letter()), archive(1, 'B', letter(b'other'))
        self.assertNotEqual(one.file.name, other.file.name)
        self.assertEqual((read(one), read(other)), (b'Dear colleague', b'other'))

    def test_what_was_damaged_is_noticed(self):
        made = archive(1, 'Letter', letter())
        with open(made.file.path, 'ab') as file:
            file.write(b'!')
        with self.assertRaisesMessage(Damaged, 'Letter'), self.assertLogs('clinic.records', 'ERROR'):
            read(made)

    def test_what_is_gone_is_noticed(self):
        made = archive(1, 'Letter', letter())
        os.remove(made.file.path)
        with self.assertRaises(FileNotFoundError):
            read(made)

    def test_receivers_are_told(self):
        heard = []

        def hear(document, **kwargs):
            heard.append(document.title)
        archived.connect(hear)
        self.addCleanup(archived.disconnect, hear)
        archive(1, 'Letter', letter())
        self.assertEqual(heard, ['Letter'])

    def test_receivers_may_refuse(self):
        def refuse(**kwargs):
            raise PermissionError('not this one')
        archived.connect(refuse)
        self.addCleanup(archived.disconnect, refuse)
        with self.assertRaises(PermissionError):
            archive(1, 'Letter', letter())
        self.assertFalse(Document.objects.exists())
        self.assertEqual(os.listdir(os.path.join(self.media, 'documents')), [])

    def test_nobody_is_listening(self):
        self.assertFalse(archived.has_listeners())

    def test_discarding_waits_for_the_commit(self):
        made = archive(1, 'Letter', letter())
        with self.captureOnCommitCallbacks(using='records') as callbacks:
            discard(made)
        self.assertTrue(default_storage.exists(made.file.name))
        callbacks[0]()
        self.assertFalse(default_storage.exists(made.file.name))


class CommittedArchiveTests(OwnMedia, TransactionTestCase):
    databases = {'records'}

    def test_discarding_removes_the_file(self):
        made = archive(1, 'Letter', letter())
        path = made.file.path
        self.assertTrue(os.path.exists(path))
        discard(made)
        self.assertFalse(os.path.exists(path))
        self.assertFalse(Document.objects.exists())


class UploadTests(OwnMedia, TestCase):
    databases = {'default', 'records'}

    @classmethod
    def setUpTestData(cls):
        cls.patient = people.patient()

    def upload(self, **data):
        return self.client.post('/documents/', {'patient': self.patient.pk, 'title': 'Letter', **data})

    def test_uploads(self):
        response = self.upload(file=letter(b'abc'))
        self.assertEqual(response.status_code, 201)
        self.assertEqual(response.json()['checksum'], hashlib.sha256(b'abc').hexdigest())

    def test_what_comes_back_is_what_was_sent(self):
        number = self.upload(file=letter(b'abc')).json()['number']
        response = self.client.get('/documents/%d/' % number)
        self.assertEqual(b''.join(response.streaming_content), b'abc')
        self.assertIn('Letter', response['Content-Disposition'])

    def test_nothing_is_refused(self):
        self.assertEqual(self.upload().status_code, 400)

    def test_somebody_unknown_is_refused(self):
        self.assertEqual(self.upload(patient=0, file=letter()).status_code, 404)

    @override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=10)
    def test_large_files_go_by_way_of_the_disk(self):
        self.upload(file=letter(b'x' * 100))
        self.assertEqual(Document.objects.get().file.size, 100)

    @override_settings(FILE_UPLOAD_HANDLERS=['django.core.files.uploadhandler.TemporaryFileUploadHandler'])
    def test_any_file_may(self):
        self.upload(file=letter(b''.join(bytes([i]) for i in range(256))))
        self.assertEqual(len(read(Document.objects.get())), 256)

    def test_names_are_made_harmless(self):
        self.upload(file=letter(name='../../etc/passwd'))
        self.assertEqual(Document.objects.get().file.name, 'documents/passwd')

    def test_names_may_have_any_letters(self):
        self.upload(file=letter(name='Öffnung.txt'))
        self.assertTrue(os.path.exists(Document.objects.get().file.path))


class StorageTests(OwnMedia, SimpleTestCase):
    def test_a_storage_in_a_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            storage = FileSystemStorage(folder)
            name = storage.save('x', ContentFile(b'1'))
            self.assertEqual(os.listdir(folder), [name])
            self.assertEqual(storage.size(name), 1)

    def test_the_default_one_follows_settings(self):
        default_storage.save('y', ContentFile(b'1'))
        self.assertEqual(os.listdir(self.media), ['y'])

    def test_nothing_outside_of_it(self):
        with self.assertRaises(Exception) as caught:
            default_storage.save('../z', ContentFile(b'1'))
        self.assertIn(type(caught.exception).__name__, ('SuspiciousFileOperation', 'SuspiciousOperation'))

    def test_temporary_files_go_when_they_are_closed(self):
        file = TemporaryUploadedFile('x.txt', 'text/plain', 3, None)
        path = file.temporary_file_path()
        self.assertTrue(os.path.exists(path))
        file.close()
        self.assertFalse(os.path.exists(path))

    def test_files_in_memory(self):
        self.assertEqual(io.BytesIO(letter().read()).read(4), b'Dear')
