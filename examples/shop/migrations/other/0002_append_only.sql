CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries BEGIN
    SELECT RAISE(ABORT, 'audit entries are never changed');
END;

CREATE TRIGGER entries_are_never_removed BEFORE DELETE ON entries BEGIN
    SELECT RAISE(ABORT, 'audit entries are never removed');
END;
