package suite_test

import (
	"testing"

	"github.com/ptr-project/ptr/suite"
)

func TestASignatureLeavesOutValues(t *testing.T) {
	tests := map[string]struct {
		a, b string
		same bool
	}{
		"other numbers":            {"people_test.go:61: got 5 rows, want 2", "people_test.go:61: got 17 rows, want 2", true},
		"other names":              {`a_test.go:7: got "alice"`, `a_test.go:7: got "bob \"the\" builder"`, true},
		"another line":             {"people_test.go:61: got 5 rows", "people_test.go:62: got 5 rows", false},
		"another address":          {"panic: nil at 0xc000012345", "panic: nil at 0xc000099999", true},
		"another message":          {"a_test.go:7: no such table", "a_test.go:7: locked", false},
		"details below are others": {"a\nb\nc\nd\n1 x", "a\nb\nc\nd\n2 y", true},
		"a line of Python's":       {"File x, line 7, in f\nKeyError: 'a'", "File x, line 9, in f\nKeyError: 'a'", false},
		"spaces around it":         {"  no\n", "no", true},
	}
	for name, tt := range tests {
		a := suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Failure: tt.a})
		b := suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Failure: tt.b})
		if (a == b) != tt.same {
			t.Errorf("%s: %q and %q", name, a.Text, b.Text)
		}
	}
	crash := suite.SignatureOf(suite.Attempt{Outcome: suite.Crash, Failure: "a"})
	if crash == suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Failure: "a"}) {
		t.Error("a crash is like a failure with the same text")
	}
}
