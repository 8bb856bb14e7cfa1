//go:build !linux

package scratch

// memoryRoot finds nothing: other systems have no memory-backed folder that
// is there without being mounted.
func memoryRoot() string { return "" }
