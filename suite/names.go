package suite

import (
	"fmt"
	"slices"
	"strings"
)

// Names finds the short forms of the IDs of one suite. A short form of
// "example.com/shop/orders.TestRefund" is what follows one of its slashes or
// dots, such as "orders.TestRefund" or "TestRefund", wherever it is unique. That
// of a node ID of pytest's, "tests/test_orders.py::TestRefund::test_all", is what
// follows one of its slashes or double colons. A whole ID names its own test, though it
// may be the end of another's.
// Names is read-only after [NewNames] and safe for concurrent use.
type Names struct {
	byForm map[string]int32 // index into ids, or several
	ids    []ID
}

const several = -1

// NewNames indexes ids, which are those of whole tests, not of subtests.
func NewNames(ids []ID) *Names {
	n := &Names{make(map[string]int32, 3*len(ids)), slices.Clone(ids)}
	for i, id := range n.ids {
		for form := range forms(id) {
			n.add(form, int32(i))
		}
	}
	for i, id := range n.ids {
		n.byForm[string(id)] = int32(i)
	}
	return n
}

func (n *Names) add(form string, i int32) {
	if old, ok := n.byForm[form]; ok && old != several && n.ids[old] != n.ids[i] {
		i = several
	} else if ok && old == several {
		return
	}
	n.byForm[form] = i
}

// forms yields id and all that follows one of its slashes or dots, longest
// first.
func forms(id ID) func(yield func(string) bool) {
	if isNode(id) {
		return nodeForms(id)
	}
	return func(yield func(string) bool) {
		s := string(id)
		for s != "" && yield(s) {
			i := strings.IndexAny(s, "/.")
			if i < 0 {
				return
			}
			s = s[i+1:]
		}
	}
}

// isNode reports whether id is one of pytest's: of a test, or of a file.
func isNode(id ID) bool {
	return strings.Contains(string(id), "::") || strings.HasSuffix(string(id), ".py")
}

// nodeForms yields id and all that follows one of its slashes or double colons,
// longest first. Parameters, from the first bracket on, may hold anything.
func nodeForms(id ID) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		name, parameters := string(id), ""
		if i := strings.IndexByte(name, '['); i >= 0 {
			name, parameters = name[:i], name[i:]
		}
		for name != "" && yield(name+parameters) {
			i := strings.IndexAny(name, "/:")
			if i < 0 {
				return
			}
			name = strings.TrimPrefix(name[i+1:], ":")
		}
	}
}

// Short is the form of id to show: the shortest unique one that has at least
// two parts, such as "orders.TestRefund". A subtest's is that of its test and
// the rest of its name. An unknown ID is its own short form, and so is one of
// pytest's: it begins with the path of a file, which is how tests are named to it.
func (n *Names) Short(id ID) string {
	test, sub := n.split(id)
	short := test
	if _, known := n.byForm[test]; !known || isNode(ID(test)) {
		return string(id)
	}
	for form := range forms(ID(test)) {
		if n.names(form, ID(test)) && strings.ContainsAny(form, "/.") {
			short = form
		}
	}
	return short + sub
}

// names reports whether form is one of id alone.
func (n *Names) names(form string, id ID) bool {
	i := n.byForm[form]
	return i != several && n.ids[i] == id
}

// split divides id into a known test and the rest, "/subtest".
func (n *Names) split(id ID) (test, sub string) {
	s := string(id)
	for end := len(s); end > 0; end = strings.LastIndexByte(s[:end], '/') {
		if i, ok := n.byForm[s[:end]]; ok && i != several {
			return s[:end], s[end:]
		}
	}
	return s, ""
}

// Resolve finds the ID that label is a form of. What follows the name of a
// test and a slash is a subtest, which is kept unchecked. The error is an
// [*UnknownError] or an [*AmbiguousError].
func (n *Names) Resolve(label string) (ID, error) {
	test, sub := n.split(ID(label))
	i, ok := n.byForm[test]
	switch {
	case !ok:
		return "", &UnknownError{label, n.near(label)}
	case i == several:
		return "", &AmbiguousError{label, n.candidates(test)}
	}
	return n.ids[i] + ID(sub), nil
}

// Test finds the whole test that label is a form of, or of a subtest of which. Unlike
// [Names.Resolve] it does not look for what else might be meant.
func (n *Names) Test(label string) (ID, bool) {
	test, _ := n.split(ID(label))
	i, ok := n.byForm[test]
	if !ok || i == several {
		return "", false
	}
	return n.ids[i], true
}

func (n *Names) candidates(form string) []ID {
	var found []ID
	for _, id := range n.ids {
		s := string(id)
		if slices.ContainsFunc([]string{"/", ".", "::"}, func(cut string) bool { return strings.HasSuffix(s, cut+form) }) {
			found = append(found, id)
		}
	}
	return found
}

// near are up to five IDs that contain label, letter case aside.
func (n *Names) near(label string) []ID {
	var found []ID
	for _, id := range n.ids {
		if len(found) < 5 && strings.Contains(strings.ToLower(string(id)), strings.ToLower(label)) {
			found = append(found, id)
		}
	}
	return found
}

// An UnknownError says that no test has a name.
type UnknownError struct {
	Label string
	Near  []ID // tests whose names contain the label
}

func (e *UnknownError) Error() string { return fmt.Sprintf("unknown test %q", e.Label) }

// An AmbiguousError says that several tests have the same short form.
type AmbiguousError struct {
	Label      string
	Candidates []ID
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%q names %d tests", e.Label, len(e.Candidates))
}
