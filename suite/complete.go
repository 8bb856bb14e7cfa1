package suite

import "strings"

// Complete are the names of tests that begin with prefix, one for each test that has
// one, in the suite's order: its short form if that begins so, and otherwise the
// shortest unique form that does.
func (n *Names) Complete(prefix string) []string {
	var found []string
	for _, id := range n.ids {
		if name := n.complete(id, prefix); name != "" {
			found = append(found, name)
		}
	}
	return found
}

func (n *Names) complete(id ID, prefix string) (name string) {
	if short := n.Short(id); strings.HasPrefix(short, prefix) {
		return short
	}
	for form := range forms(id) {
		if n.names(form, id) && strings.HasPrefix(form, prefix) {
			name = form
		}
	}
	return name
}
