package workertest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheTranscriptOfTheDocsIsReplayed(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "protocol.md"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := transcripts.ReadFile("transcripts/documented.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "\n```\n"+string(text)+"```\n") {
		t.Errorf("docs/protocol.md does not have this transcript:\n%s", text)
	}
}

// What is no answer is noticed.
func TestMembersThatFit(t *testing.T) {
	for name, tt := range map[string]struct {
		member    string
		want, got any
		fits      bool
	}{
		"the same text":          {"test", "TestA", "TestA", true},
		"another text":           {"test", "TestA", "TestB", false},
		"no text":                {"test", "TestA", nil, false},
		"any text":               {"failure", "…", "too little", true},
		"any text, which is not": {"failure", "…", nil, false},
		"the same names":         {"names", []any{"a", "b"}, []any{"a", "b"}, true},
		"another order":          {"names", []any{"a", "b"}, []any{"b", "a"}, false},
		"another number":         {"batch", 1.0, 2.0, false},
		"another time":           {"at", 1.0, 2.0, true},
		"no time":                {"at", 1.0, nil, false},
		"no duration":            {"ns", 1.0, nil, true},
	} {
		if got := fits(tt.member, tt.want, tt.got); got != tt.fits {
			t.Errorf("%s: fits(%q, %v, %v) = %v, want %v", name, tt.member, tt.want, tt.got, got, tt.fits)
		}
	}
}
