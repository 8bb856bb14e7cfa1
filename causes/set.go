package causes

import (
	"encoding/binary"
	"math/bits"
)

// A Set is a set of runs, by their index. The zero Set is empty.
type Set []uint64

// Add adds a run.
func (s *Set) Add(run int) {
	for run/64 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[run/64] |= 1 << (run % 64)
}

// Has reports whether it has a run.
func (s Set) Has(run int) bool { return run/64 < len(s) && s[run/64]>>(run%64)&1 == 1 }

// Len is how many runs it has.
func (s Set) Len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

func (s Set) and(other Set) Set {
	both := make(Set, min(len(s), len(other)))
	for i := range both {
		both[i] = s[i] & other[i]
	}
	return both
}

// begins are the runs of s before which, of those that could tell, the last was not in s.
func (s Set) begins(told Set) Set {
	var begins Set
	in := false
	for run := range 64 * len(told) {
		if told.Has(run) {
			if s.Has(run) && !in {
				begins.Add(run)
			}
			in = s.Has(run)
		}
	}
	return begins
}

// key is the same for equal sets.
func (s Set) key() string {
	for len(s) > 0 && s[len(s)-1] == 0 {
		s = s[:len(s)-1]
	}
	var text []byte
	for _, word := range s {
		text = binary.LittleEndian.AppendUint64(text, word)
	}
	return string(text)
}
