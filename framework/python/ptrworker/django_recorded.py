"""The statements of a preparation as texts that can be executed again, transactions included."""

__unittest = True


class Recorder:
    """Notes what a connection has its database execute, with the values in place."""

    def __init__(self, connection, phases):
        self.connection = connection
        self.phases = phases
        self.texts = []
        self.in_transaction = False
        connection.execute_wrappers.append(self.run)
        self.follow("_set_autocommit", self.autocommit)
        self.follow("_commit", lambda: self.end("COMMIT"))
        self.follow("_rollback", lambda: self.end("ROLLBACK"))

    def follow(self, name, note):
        """Has note called, with the same arguments, after a method of the connection's."""
        original = getattr(self.connection, name)

        def followed(*arguments, **named):
            original(*arguments, **named)
            note(*arguments, **named)

        setattr(self.connection, name, followed)

    def run(self, execute, sql, params, many, context):
        """A wrapper as connection.execute_wrapper takes it. What fails is left out."""
        params = list(params) if many else params
        result = execute(sql, params, many, context)
        rows = params if many else [params]
        if many and self.connection.vendor == "mysql":
            rows = rows[-1:]  # the driver makes one statement of an INSERT's rows
        for values in rows:
            self.add(self.filled(context["cursor"], sql, values, many))
        return result

    def filled(self, cursor, sql, values, many):
        """Returns a statement with its values, as the driver has sent it where that can be known."""
        if values is None:
            return sql
        text = self.connection.ops.last_executed_query(cursor, sql, values)
        if many and self.connection.vendor == "postgresql":
            text = cursor.mogrify(sql, values)  # of many, the driver knows the last
        return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)

    def add(self, text):
        word = text.split(None, 1)[0].upper().rstrip(";") if text.strip() else ""
        if word in ("BEGIN", "COMMIT", "ROLLBACK") and "TO" not in text.upper().split()[1:2]:
            self.in_transaction = word == "BEGIN"
        self.texts.append({"text": text, "phase": self.phases.current()})

    def autocommit(self, on, *arguments, **named):
        if not on and not self.in_transaction:
            self.add("BEGIN")

    def end(self, word):
        if self.in_transaction:
            self.add(word)
