package server

import (
	"strings"
	"testing"
)

func TestTheEndOfALogIsWhatItSaysOfAFullDiskAndNoStack(t *testing.T) {
	const full, crash = "[ERROR] Disk is full. Try to clean the disk to free space.", "2026-11-27T19:13:24Z UTC - mysqld got signal 6 ;\nstack_bottom = 7fe1901feaa0"
	long := strings.Repeat("x", 1999) + "\n"
	tests := map[string]struct{ log, want string }{
		"a crash":                          {"before\n" + crash, "before"},
		"a crash of MariaDB's":             {"before\n[ERROR] mysqld got signal 11 ;\nmore\n", "before"},
		"a full disk long before the end":  {full + "\n" + long + "z\n" + crash, full},
		"a full disk near the end":         {"z\n" + full + "\nz\n", full},
		"errors among what is usual":       {"0 [System] [MY-010116] starts\n0 [ERROR] [MY-010262] address in use\n0 [Note] ends\n", "0 [ERROR] [MY-010262] address in use"},
		"a full disk of which none tells":  {"[Note] Disk is full\n[ERROR] Aborting", "[Note] Disk is full"},
		"only what is usual":               {"0 [Note] starts\n", "0 [Note] starts"},
		"nothing":                          {"", ""},
		"more than anybody reads of a log": {"a" + long + "z", long[1:] + "z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := lastWords(tt.log); got != tt.want {
				t.Errorf("lastWords(%q) = %q, want %q", tt.log, got, tt.want)
			}
		})
	}
}

func TestAFullDiskIsToldByWhatServersSay(t *testing.T) {
	tests := map[string]bool{
		"FATAL:  could not write to file: No space left on device":                                           true,
		"[MY-012645] [InnoDB] Disk is full. Try to clean the disk to free space.":                            true,
		"[MY-012637] [InnoDB] 524288 bytes should have been written. Only 40960 bytes written.":              true,
		"Error 3873 (HY000): Clone estimated database size is 87 MiB. Available space 51 MiB is not enough.": true,
		"[ERROR] InnoDB: preallocating 3145728 bytes for file ./ibtmp1 failed with error 28":                 true,
		"[ERROR] InnoDB: Could not set the file size of './ibtmp1'. Probably out of disk space":              true,
		"FATAL: could not write init file (SQLSTATE XX000)":                                                  true, // of a database, by the first who connects
		"HINT:  Check free disk space.":                                                                      true,
		"ERROR: checkpoint request failed (SQLSTATE XX000)":                                                  true,
		"[ERROR] [MY-012884] [InnoDB] ./undo_001 can't be opened in read-write mode.":                        true,
		"Error 1114 (HY000): The table 'people' is full":                                                     true,
		"[ERROR] InnoDB: Plugin initialization aborted with error Generic error.":                            false,
	}
	for text, want := range tests {
		if SaysFull(text) != want {
			t.Errorf("SaysFull(%q) = %v", text, !want)
		}
	}
}
