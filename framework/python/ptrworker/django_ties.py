"""Rows that an ORDER BY does not tell apart, in another order than the database's own."""

import itertools
import threading
import time

from ptrworker import statements

__unittest = True

PRIME = 1000003
MOST_TIES = 5  # of a query that are told of
MOST_ROWS = 5  # of each


class Hidden:
    """Stands where Django expects the expression that SQL was made from."""

    def get_group_by_cols(self, alias=None):
        return []


class Ties:
    """What ORDER BY keys a query has, and its rows as they come."""

    def __init__(self, keys, tell):
        self.keys = keys  # as SQL
        self.tell = tell
        self.told = 0
        self.key = None
        self.rows = []

    def look(self, rows, visible):
        for row in rows:
            key = row[visible:]
            if key != self.key:
                self.end()
                self.key = key
            if key[-1] > 1:
                self.rows.append(row[:visible])

    def end(self):
        if self.rows and self.told < MOST_TIES:
            self.told += 1
            shown = [statements.shortened(row, 100) for row in self.rows[:MOST_ROWS]]
            if len(self.rows) > MOST_ROWS:
                shown.append("...")
            keys = ["%s = %r" % (name, value) for name, value in zip(self.keys, self.key)]
            self.tell(
                "%d rows have %s, so that nothing says which is first: %s"
                % (self.key[-1], ", ".join(keys), ", ".join(shown))
            )
        self.rows = []


class Breaker:
    """Adds a last key to the outermost ORDER BY of a compiler's query.

    It turns the order of rows with equal keys round; with stir, numbers them by chance.
    Each row has its keys and the number of rows that share them behind what is selected,
    where Django puts what it selects for itself, and cuts it off.
    """

    def __init__(self, stir):
        self.stir = stir

    def keys(self, compiler, order_by):
        """Returns the SQL of the keys and of the whole order, with arguments; None to leave the query alone."""
        from django.db.models.expressions import OrderBy
        from django.db.models.functions import Random

        query = compiler.query
        if not order_by or query.distinct or query.combinator or query.select_for_update:
            return None
        if not compiler.connection.features.supports_over_clause:
            return None
        if any(getattr(annotation, "contains_over_clause", False) for annotation in query.annotations.values()):
            return None
        keys, ordered = [], []
        for resolved, (sql, params, _) in order_by:
            if not isinstance(resolved, OrderBy) or isinstance(resolved.expression, Random):
                return None
            source = getattr(resolved.expression, "source", None)  # of what is selected anyway
            key = compiler.compile(source or resolved.expression)
            if source is not None:
                if resolved.nulls_first or resolved.nulls_last:
                    return None
                sql, params = key[0] + (" DESC" if resolved.descending else " ASC"), key[1]
            keys.append((key[0], list(key[1])))
            ordered.append((sql, list(params)))
        return keys, ordered

    def last(self, ordered):
        sql = "ROW_NUMBER() OVER (ORDER BY %s)" % ", ".join(sql for sql, _ in ordered)
        sql = "(%s * %d) %% %d" % (sql, self.stir, PRIME) if self.stir else sql + " DESC"
        # Django's cursors take a percent sign for a parameter unless it is doubled.
        return sql.replace(") % ", ") %% "), list(itertools.chain.from_iterable(params for _, params in ordered))

    @staticmethod
    def hidden(keys):
        columns = [(sql, params) for sql, params in keys]
        partition = ", ".join(sql for sql, _ in keys)
        params = list(itertools.chain.from_iterable(params for _, params in keys))
        columns.append(("COUNT(*) OVER (PARTITION BY %s)" % partition, params))
        return [(Hidden(), column, "ptrtie%d" % number) for number, column in enumerate(columns, 1)]


def break_ties(stir, tell, root):
    """Has Django's compilers break ties from now on, and tells of each tie as of a statement."""
    from django.db.models.sql import compiler as module

    breaker = Breaker(stir)
    teller = statements.Teller(tell, root)
    running = threading.local()
    cls = module.SQLCompiler
    execute_sql, get_order_by, get_extra_select = cls.execute_sql, cls.get_order_by, cls.get_extra_select

    def told(compiler, began):
        def tell_result(result):
            number = next(statements.NUMBERS)
            text = statements.shortened(str(compiler.query), statements.LONGEST_TEXT)
            tell("statement", number=number, at=time.time_ns(), where=teller.where(), text=text, args=[])
            tell("answer", number=number, ns=time.perf_counter_ns() - began, text=result)

        return tell_result

    def execute(self, *args, **kwargs):
        before = getattr(running, "compiler", None)
        running.compiler, self.ptr_ties, self.ptr_began = self, None, time.perf_counter_ns()
        try:
            return execute_sql(self, *args, **kwargs)
        finally:
            running.compiler = before

    def order_by(self):
        result = get_order_by(self)
        found = breaker.keys(self, result) if getattr(running, "compiler", None) is self else None
        self.ptr_keys = None
        if found is not None:
            self.ptr_keys, ordered = found
            result = result + [(Hidden(), breaker.last(ordered) + (False,))]
        return result

    def extra_select(self, order_by, select):
        result = get_extra_select(self, order_by, select)
        if getattr(self, "ptr_keys", None):
            names = [sql.replace(self.connection.ops.quote_name("x")[0], "") for sql, _ in self.ptr_keys]
            self.ptr_ties = Ties(names, told(self, self.ptr_began))
            result = result + breaker.hidden(self.ptr_keys)
        return result

    def cursor_iter(cursor, sentinel, col_count, itersize):
        """Takes the place of Django's own, and looks at what that cuts off."""
        ties = getattr(getattr(running, "compiler", None), "ptr_ties", None)

        def chunks():
            try:
                for rows in iter((lambda: cursor.fetchmany(itersize)), sentinel):
                    if ties is not None:
                        ties.look([tuple(row) for row in rows], col_count)
                    yield rows if col_count is None else [r[:col_count] for r in rows]
                if ties is not None:
                    ties.end()
            finally:
                cursor.close()

        return chunks()

    cls.execute_sql, cls.get_order_by, cls.get_extra_select = execute, order_by, extra_select
    module.cursor_iter = cursor_iter
