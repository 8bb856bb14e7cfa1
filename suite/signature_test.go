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
	inPython := func(kind, message string, line int) suite.Attempt {
		return suite.Attempt{Outcome: suite.Fail, Failure: "AssertionError: 1 != 2", Raised: []suite.Exception{{
			Type: kind, Message: message, Frames: []suite.Frame{
				{File: "shop/tests.py", Line: line, Function: "test_refund"}, {File: "/usr/lib/python3/x.py", Line: len(message), Function: "x"},
			},
		}}}
	}
	one := suite.SignatureOf(inPython("KeyError", "no order 7", 31))
	if one != suite.SignatureOf(inPython("KeyError", "no order 1234", 31)) {
		t.Error("another value, and another way within a library, are another failure")
	}
	for _, other := range []suite.Attempt{inPython("KeyError", "no order 7", 32), inPython("ValueError", "no order 7", 31), inPython("KeyError", "no bed 7", 31)} {
		if one == suite.SignatureOf(other) {
			t.Errorf("%+v is like one of another line, type or message", other.Raised)
		}
	}
	timeout := suite.SignatureOf(suite.Attempt{Outcome: suite.Timeout, Failure: "timed out after 10m0s\n\ngoroutine 7 [select]:"})
	if timeout != suite.SignatureOf(suite.Attempt{Outcome: suite.Timeout, Failure: "timed out after 5s\n\ngoroutine 8 [running]:"}) {
		t.Error("how long was waited, and where it was then, tells timeouts apart")
	}
	crash := suite.SignatureOf(suite.Attempt{Outcome: suite.Crash, Failure: "a"})
	if crash == suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Failure: "a"}) {
		t.Error("a crash is like a failure with the same text")
	}
}

func TestWhereValuesCameFromIsNoPartOfASignature(t *testing.T) {
	of := func(environment string) suite.Signature {
		message := "assert 'fast' is None\n +  where 'fast' = get('MODE')\n +    where get = environ({" + environment + "}).get"
		return suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Raised: []suite.Exception{{Type: "AssertionError", Message: message}}})
	}
	if a, b := of("'HOME': '/ro...: 'x'"), of("'HOME': '/root', 'TM...'"); a != b {
		t.Errorf("%q and %q differ", a, b)
	}
}
