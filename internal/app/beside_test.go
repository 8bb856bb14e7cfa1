package app

import (
	"testing"
)

func TestAMeetingIsOverWhenAllHaveCome(t *testing.T) {
	m := meeting{all: make(chan struct{}), awaited: map[int]bool{2: true, 3: true}}
	over := func() bool {
		select {
		case <-m.all:
			return true
		default:
			return false
		}
	}
	for _, step := range []struct {
		worker int
		over   bool
	}{{1, false}, {2, false}, {2, false}, {3, true}, {3, true}} {
		if m.come(step.worker); over() != step.over {
			t.Errorf("when worker %d has come it is over: %t", step.worker, over())
		}
	}
}
