// Package inner has state that tests of another package change.
package inner

var limit = 3

func Raise() { limit++ }
