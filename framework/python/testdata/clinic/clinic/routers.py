class RecordsRouter:
    """Has the app records, and nothing else, in the database of that name, and
    in its replica where there is one."""

    ALIASES = {'records', 'replica'}

    def db_for_read(self, model, **hints):
        return 'records' if model._meta.app_label == 'records' else None

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):
        return (one._meta.app_label == 'records') == (other._meta.app_label == 'records')

    def allow_migrate(self, db, app_label, **hints):
        return (app_label == 'records') == (db in self.ALIASES)
