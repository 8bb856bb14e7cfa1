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
		"more elements":            {"a_test.go:7: got [1 2 3], want []", "a_test.go:7: got [1], want []", true},
		"nested ones":              {`a_test.go:7: map[string][]int{"a":[]int{1}}`, `a_test.go:7: map[string][]int{}`, true},
		"none at all":              {"a_test.go:7: got []string(nil)", `a_test.go:7: got []string{"a"}`, true},
		"a cut one":                {"a_test.go:7: 3 is in {1: 2, 3: 4, 5...", "a_test.go:7: 3 is in {3: 4}", true},
		"another type":             {"a_test.go:7: got []string{}", "a_test.go:7: got []int{}", false},
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
	lists := inPython("AssertionError", "Lists differ: [1] != []\n\nFirst list contains 1 additional elements.", 31)
	if suite.SignatureOf(lists) != suite.SignatureOf(inPython("AssertionError", "Lists differ: [1, 2[24 chars] 9] != []\n\nFirst list contains 8 additional elements.", 31)) {
		t.Error("a list that has more elements is another failure")
	}
	queries := inPython("AssertionError", "<QuerySet [<Person: Ada>]> is not <Person: Bob>", 31)
	if suite.SignatureOf(queries) != suite.SignatureOf(inPython("AssertionError", "<QuerySet []> is not <Person: Carl>", 31)) {
		t.Error("other objects are another failure")
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

func TestAPlaceIsAllThatFailedThere(t *testing.T) {
	goes := func(text string) suite.Attempt { return suite.Attempt{Outcome: suite.Fail, Failure: text} }
	raises := func(kind, message string, line int) suite.Attempt {
		return suite.Attempt{Outcome: suite.Fail, Raised: []suite.Exception{{Type: kind, Message: message, Frames: []suite.Frame{{File: "a.py", Line: line, Function: "test"}}}}}
	}
	tests := map[string]struct {
		a, b         suite.Attempt
		place, inAll bool
	}{
		"the same":         {goes("a_test.go:7: got ada"), goes("a_test.go:7: got ada"), true, true},
		"another name":     {goes("a_test.go:7: got ada"), goes("a_test.go:7: got bob, carl"), true, false},
		"another line":     {goes("a_test.go:7: got ada"), goes("a_test.go:8: got ada"), false, false},
		"another reason":   {raises("ValueError", "no bed", 3), raises("ValueError", "no room", 3), true, false},
		"another type":     {raises("ValueError", "no bed", 3), raises("KeyError", "no bed", 3), false, false},
		"another outcome":  {goes("a_test.go:7: got ada"), suite.Attempt{Outcome: suite.Crash, Failure: "a_test.go:7: got ada"}, false, false},
		"nothing is known": {suite.Attempt{}, goes("x"), false, true},
	}
	for name, tt := range tests {
		s := suite.SignatureOf(tt.a)
		if tt.a.Outcome == "" {
			s = suite.Signature{}
		}
		if got := s.Matches(tt.b); got != tt.inAll {
			t.Errorf("%s: %+v matches: %v", name, s, got)
		}
		if got := s.Place().Matches(tt.b); s.Outcome != "" && got != tt.place {
			t.Errorf("%s: %+v matches: %v", name, s.Place(), got)
		}
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
