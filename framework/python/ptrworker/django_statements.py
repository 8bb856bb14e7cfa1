"""The statements that tests have Django's cursors run."""

from ptrworker import statements

__unittest = True


def tell_all(tell, root, closely=False):
    """Has all cursors of Django's tell of their statements from now on; closely, of the rows, too."""
    from django.db.backends.utils import CursorWrapper

    teller = statements.Teller(tell, root)
    execute, executemany = CursorWrapper._execute, CursorWrapper._executemany

    def _execute(self, sql, params, *rest):
        return teller.watch(lambda: execute(self, sql, params, *rest), self, self.db.alias, sql, params, False)

    def _executemany(self, sql, param_list, *rest):
        return teller.watch(lambda: executemany(self, sql, param_list, *rest), self, self.db.alias, sql, param_list, True)

    CursorWrapper._execute, CursorWrapper._executemany = _execute, _executemany
    if closely:
        tell_rows(CursorWrapper, teller)


def tell_rows(wrapper, teller):
    """Has cursors, which fetch rows by what they wrap, tell of them."""

    def fetchone(self):
        row = self.db.wrap_database_errors(self.cursor.fetchone)()
        teller.read(self, [] if row is None else [row])
        return row

    def fetchmany(self, *args, **options):
        rows = self.db.wrap_database_errors(self.cursor.fetchmany)(*args, **options)
        teller.read(self, rows)
        return rows

    def fetchall(self):
        rows = self.db.wrap_database_errors(self.cursor.fetchall)()
        teller.read(self, rows)
        return rows

    def __iter__(self):
        with self.db.wrap_database_errors:
            for row in self.cursor:
                teller.read(self, [row])
                yield row

    for method in (fetchone, fetchmany, fetchall, __iter__):
        setattr(wrapper, method.__name__, method)
