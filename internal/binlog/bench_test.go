package binlog

import (
	"errors"
	"io"
	"testing"
)

// BenchmarkReader is what a test that is to be verified costs: one that has changed nothing,
// and one that has changed a row in each of three tables.
func BenchmarkReader(b *testing.B) {
	b.Run("an empty poll", func(b *testing.B) {
		log, _ := openWritten(b, sample(true).data)
		read(b, log)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := log.Next(); !errors.Is(err, io.EOF) {
				b.Fatal(err)
			}
		}
	})
	b.Run("3 changed rows", func(b *testing.B) {
		log, file := openWritten(b, newWritten(true).data)
		changes := threeRows()
		b.ReportAllocs()
		for b.Loop() {
			if _, err := file.Write(changes); err != nil {
				b.Fatal(err)
			}
			if got := read(b, log); len(got) != 1 || len(got[0].Rows) != 3 {
				b.Fatalf("there are %d transactions, want one of 3 rows", len(got))
			}
		}
	})
}

// threeRows is a transaction of as many, in as many tables.
func threeRows() []byte {
	w := &written{checksum: true}
	w.event(mariaGTIDEvent, make([]byte, 13))
	for id := range byte(3) {
		w.event(annotateRowsEvent, []byte("INSERT INTO t VALUES (7, 'a')"))
		w.table(id, "t", []byte{byte(longKind), byte(varcharKind)}, []byte{36, 0},
			signednessField, 1, 0x80, columnCharsetField, 1, 45, columnNameField, 8, 2, 'i', 'd', 4, 'n', 'a', 'm', 'e', primaryKeyField, 1, 0)
		w.rows(writeRowsEventV1, id, 2, nil, []byte("\x00\x07\x00\x00\x00\x01a"))
	}
	w.event(commitEvent, make([]byte, 8))
	return w.data
}

// BenchmarkRestore is what undoing it costs, on a server.
func BenchmarkRestore(b *testing.B) {
	s := startServer(b, "--sync-binlog=0", "--innodb-flush-log-at-trx-commit=0")
	for _, table := range []string{"t1", "t2", "t3"} {
		s.exec(b, "CREATE TABLE "+table+" (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(50))",
			"INSERT INTO "+table+" (v) SELECT CONCAT('row ', seq) FROM seq_1_to_1000")
	}
	log := s.follow(b)
	for b.Loop() {
		b.StopTimer()
		s.exec(b, "BEGIN; UPDATE t1 SET v = 'x' WHERE id = 7; DELETE FROM t2 WHERE id = 8; INSERT INTO t3 (v) VALUES ('y'); COMMIT")
		b.StartTimer()
		s.undo(b, read(b, log))
	}
}
