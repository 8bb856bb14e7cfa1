//go:build !linux

package scratch

// killStrays finds none: other systems don't let us see the environment of a
// process, so that only groups are killed there.
func killStrays(string) (int, error) { return 0, nil }
