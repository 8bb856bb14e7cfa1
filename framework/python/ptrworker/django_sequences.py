"""Numbers of new rows that go on from elsewhere, in SQLite."""

__unittest = True

LATER = 1000


def move_all():
    """Has each table of each database that counts its rows go on a thousand later."""
    from django.db import connections

    for connection in connections.all():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                move(cursor)


def move(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'")
    if not cursor.fetchall():
        return  # no table counts
    cursor.execute("UPDATE sqlite_sequence SET seq = seq + %d" % LATER)
    cursor.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT name, %d FROM sqlite_master"
        " WHERE type = 'table' AND upper(sql) LIKE '%%AUTOINCREMENT%%'"
        " AND name NOT IN (SELECT name FROM sqlite_sequence)" % LATER
    )
