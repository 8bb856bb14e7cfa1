//go:build !linux

package bench

import "time"

// childrenCPU is not measured here.
func childrenCPU() time.Duration { return 0 }

// MemoryOf is not measured here.
func MemoryOf(string) int64 { return 0 }

// Written is not measured here.
func Written() int64 { return 0 }

// Memory is not measured here.
func Memory() int64 { return 0 }
