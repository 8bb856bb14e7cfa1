"""What can be reached by a socket that is open, by the kernel's tables. The feed of Go has the
same words."""

import binascii
import struct
import sys

__unittest = True

TABLES = "/proc/self/net/"
LISTENS, CONNECTED = "0A", "03"
LISTENS_UNIX = "00010000"
MAPPED = bytes(10) + b"\xff\xff"


def said(target):
    """Says of socket:[123], what a descriptor links to, what that is."""
    if not target.startswith("socket:["):
        return target
    inode = target[len("socket:["):-1]
    for table in ("tcp", "tcp6", "udp", "udp6"):
        row = row_of(table, 9, inode)
        if row:
            return internet(table, row)
    row = row_of("unix", 6, inode)
    return unix(row) if row else target


def row_of(table, column, inode):
    try:
        with open(TABLES + table, encoding="utf-8", errors="replace") as rows:
            for line in rows:
                row = line.split()
                if len(row) > column and row[column] == inode:
                    return row
    except OSError:
        pass
    return None


def internet(table, row):
    local, remote = address(row[1]), address(row[2])
    if row[3] == LISTENS:
        return "listening on " + local
    if not remote.endswith(":0"):
        return "connected to %s from %s" % (remote, local)
    return ("UDP at " if table.startswith("udp") else "bound to ") + local


def unix(row):
    """Says less of one that has connected to another: that has no name of its own."""
    connected = row[5] == CONNECTED
    if len(row) < 8:
        return "connected to a UNIX socket" if connected else "a UNIX socket"
    if row[3] == LISTENS_UNIX:
        return "listening on " + row[7]
    return ("connected by " if connected else "bound to ") + row[7]


def address(text):
    """Reads what a table has as 0100007F:1F90, the words of an address being those of memory."""
    words, port = text.split(":")
    order = "<" if sys.byteorder == "little" else ">"
    numbers = struct.unpack(">%dI" % (len(words) // 8), binascii.unhexlify(words))
    return "%s:%d" % (host(struct.pack("%s%dI" % (order, len(numbers)), *numbers)), int(port, 16))


def host(packed):
    import socket  # not every suite has it

    if packed.startswith(MAPPED):
        packed = packed[len(MAPPED):]
    if len(packed) == 4:
        return socket.inet_ntop(socket.AF_INET, packed)
    return "[%s]" % socket.inet_ntop(socket.AF_INET6, packed)
