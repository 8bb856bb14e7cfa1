from django.db import migrations

SQLITE = ["""
    CREATE TRIGGER visits_invoice_changes AFTER UPDATE OF amount ON visits_invoice
    WHEN OLD.amount <> NEW.amount
    BEGIN
        INSERT INTO visits_invoicechange (invoice_number, old, new) VALUES (OLD.number, OLD.amount, NEW.amount);
    END"""]

POSTGRESQL = ["""
    CREATE FUNCTION visits_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO visits_invoicechange (invoice_number, old, new) VALUES (OLD.number, OLD.amount, NEW.amount);
        RETURN NULL;
    END $$""", """
    CREATE TRIGGER visits_invoice_changes AFTER UPDATE OF amount ON visits_invoice
    FOR EACH ROW WHEN (OLD.amount <> NEW.amount) EXECUTE FUNCTION visits_note_change()"""]

MYSQL = ["""
    CREATE TRIGGER visits_invoice_changes AFTER UPDATE ON visits_invoice
    FOR EACH ROW
    IF OLD.amount <> NEW.amount THEN
        INSERT INTO visits_invoicechange (invoice_number, old, new) VALUES (OLD.number, OLD.amount, NEW.amount);
    END IF"""]

BY_VENDOR = {'sqlite': SQLITE, 'postgresql': POSTGRESQL, 'mysql': MYSQL}


def make(apps, schema_editor):
    if schema_editor.connection.alias != 'default':
        return
    for statement in BY_VENDOR.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    atomic = False  # MySQL commits before it makes a trigger
    dependencies = [('visits', '0001_initial')]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
