//go:build !linux

package cloning

import "time"

// childrenCPU is not measured here.
func childrenCPU() time.Duration { return 0 }

// memoryOf is not measured here.
func memoryOf(string) int64 { return 0 }

// written is not measured here.
func written() int64 { return 0 }

// memory is not measured here.
func memory() int64 { return 0 }
