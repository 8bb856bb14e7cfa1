package binlog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLogGoesOnInTheNextFile(t *testing.T) {
	s := startServer(t)
	s.exec(t, "CREATE TABLE t (id INT)")
	log := s.follow(t)
	s.exec(t, "INSERT INTO t VALUES (1)", "FLUSH BINARY LOGS", "INSERT INTO t VALUES (2)",
		"FLUSH BINARY LOGS", "FLUSH BINARY LOGS", "INSERT INTO t VALUES (3)")
	transactions := read(t, log)
	want := []string{"0 INSERT `d`.`t` [] [1]", "1 INSERT `d`.`t` [] [2]", "2 INSERT `d`.`t` [] [3]"}
	if diff := cmp.Diff(want, describe(transactions)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, want := log.Position(), s.end(t); got != want {
		t.Errorf("then the position is %v, the log's end %v", got, want)
	}
	s.undo(t, transactions)
	if got := s.strings(t, "SELECT id FROM t"); got != nil {
		t.Errorf("undone over three files, there is still %v", got)
	}
}

func TestLogNoticesThatItWasReset(t *testing.T) {
	s := startServer(t)
	s.exec(t, "RESET MASTER")
	log := s.follow(t)
	if _, err := log.Next(); !errors.Is(err, io.EOF) {
		t.Fatalf("Next() = %v, want %v", err, io.EOF)
	}
	s.exec(t, "RESET MASTER", "CREATE TABLE t (id INT)")
	if _, err := log.Next(); !errors.Is(err, ErrGone) {
		t.Errorf("Next() = %v, want %v", err, ErrGone)
	}
}

func TestLogNoticesAShutdown(t *testing.T) {
	s := startServer(t)
	log := s.follow(t)
	s.exec(t, "SHUTDOWN")
	for {
		_, err := log.Next()
		if errors.Is(err, ErrGone) {
			return
		}
		if !errors.Is(err, io.EOF) {
			t.Fatalf("Next() = %v, want %v", err, ErrGone)
		}
	}
}

func TestOpenNamesAFileThatIsNotThere(t *testing.T) {
	if _, err := Open(t.TempDir(), Position{File: "none.000001"}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open() = %v, want %v", err, os.ErrNotExist)
	}
}

// However a server writes its log, the same is read, and undone.
func TestLogOfOtherSettings(t *testing.T) {
	s := startServer(t, "--log-bin-compress-min-len=10")
	const row, times = "[255 é %s]", "-12:34:56 2024-02-29 12:34:56 2024-02-29 12:34:56 2024-02-29"
	tests := map[string]struct{ setting, value, want string }{
		"compressed":       {"log_bin_compress", "ON", row},
		"checksums":        {"binlog_checksum", "CRC32", row},
		"no checksums":     {"binlog_checksum", "NONE", row},
		"minimal metadata": {"binlog_row_metadata", "MINIMAL", row},
		"no metadata":      {"binlog_row_metadata", "NO_LOG", "[-1 x'c3a9' %s]"},
		"old times":        {"mysql56_temporal_format", "OFF", row},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := s.strings(t, "SELECT @@GLOBAL."+tt.setting)[0]
			s.exec(t, "SET GLOBAL "+tt.setting+" = "+tt.value)
			defer s.exec(t, "SET GLOBAL "+tt.setting+" = "+before)
			s.exec(t,
				"CREATE OR REPLACE TABLE t (n TINYINT UNSIGNED, v VARCHAR(300) CHARACTER SET utf8mb4, a TIME, b DATETIME, c TIMESTAMP NULL, d DATE)")
			log := s.follow(t)
			s.exec(t, "INSERT INTO t VALUES (255, 'é', '-12:34:56', '2024-02-29 12:34:56', '2024-02-29 12:34:56', '2024-02-29')",
				"UPDATE t SET v = REPEAT('x', 300)", "UPDATE t SET v = 'é'")
			transactions := read(t, log)
			got := fmt.Sprint(texts(transactions[0].Rows[0].Changes[0].After))
			if want := fmt.Sprintf(tt.want, times); got != want {
				t.Errorf("the row is %s, want %s", got, want)
			}
			s.undo(t, transactions)
			if got := s.strings(t, "SELECT n FROM t"); got != nil {
				t.Errorf("undone, there is still %v", got)
			}
		})
	}
}

func TestLogRefusesPartsOfRows(t *testing.T) {
	s := startServer(t)
	s.exec(t, "CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1)")
	log := s.follow(t)
	s.exec(t, "SET binlog_row_image = MINIMAL; UPDATE t SET v = 2; SET binlog_row_image = FULL")
	if _, err := log.Next(); !errors.Is(err, ErrUnsupported) {
		t.Errorf("Next() = %v, want %v", err, ErrUnsupported)
	}
}
