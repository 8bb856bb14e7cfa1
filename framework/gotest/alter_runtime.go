package gotest

import "github.com/ptr-project/ptr/perturb"

// looseScheduler makes a variable of the constant by which the runtime shakes its run
// queues where the race detector is, and lets goroutines begin late.
func looseScheduler() alteration {
	return alteration{
		importPath: "runtime", serves: []string{perturb.Scheduler, perturb.Delays},
		changes: []change{
			{"proc.go", "const randomizeScheduler = raceenabled", "var randomizeScheduler = raceenabled"},
			{
				"proc.go", "func newproc(fn *funcval) {",
				"func newproc(fn *funcval) { if ptrzzMost != 0 && ptrzzLate(fn, getg(), sys.GetCallerPC()) { return }",
			},
		},
		added: func() (map[string][]byte, error) {
			return feedFiles(map[string]string{"zz_ptr_runtime.go": "feed/runtime_late.go.txt"})
		},
	}
}
