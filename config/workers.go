package config

import (
	"fmt"
	"strconv"
)

// Workers says how many workers a run has: a number above 0, [PerCPU] or
// [Auto].
type Workers int

// Numbers of workers that ptr works out.
const (
	PerCPU Workers = 0  // as many as there are CPUs
	Auto   Workers = -1 // that, or more where history says that tests wait
)

// ParseWorkers reads a number above 0, or "auto".
func ParseWorkers(s string) (Workers, error) {
	if s == "auto" {
		return Auto, nil
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("workers %q: want a number above 0, or auto", s)
	}
	return Workers(n), nil
}

// String is what [ParseWorkers] reads; that of PerCPU is "".
func (w Workers) String() string {
	switch w {
	case PerCPU:
		return ""
	case Auto:
		return "auto"
	}
	return strconv.Itoa(int(w))
}
