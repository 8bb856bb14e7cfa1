//go:build !linux

package clonetest

// memory is a memory-backed folder; "" where none is known.
func memory() string { return "" }
