package gotest

import "github.com/ptr-project/ptr/perturb"

// coarseClock has time.Now ask how late it is to be taken for. Monotonic readings stay as
// they are, and so do time.Since, timers and deadlines.
func coarseClock() alteration {
	return alteration{
		importPath: "time", serves: []string{perturb.Clock},
		changes: []change{{
			"time.go", "\tsec, nsec, mono := runtimeNow()",
			"\tsec, nsec, mono := runtimeNow(); sec, nsec = ptrzzWall(sec, nsec)",
		}},
		added: func() (map[string][]byte, error) {
			return feedFiles(map[string]string{"zz_ptr_clock.go": "feed/time_clock.go.txt"})
		},
	}
}
