package perturb

import (
	"fmt"
	"time"
)

// Frozen is the value of clock for one that stands still while a test runs.
const Frozen = "frozen"

// Clock is the name of the perturbation whose value says how fine the wall clock is.
const Clock = "clock"

// clock has ticks begin with each test, and not with the second: two times that a test
// takes within one tick are equal in every run, not in some.
func clock() Perturbation {
	return Perturbation{
		Name: Clock, Does: "lets the wall clock tick once a second, from when a test begins",
		Means:  "times being distinct",
		Values: `a duration, such as 15ms, or "frozen"`, Usual: "1s",
		Check: func(value string) error { _, err := Tick(value); return err },
		Lacks: inside,
	}
}

// Tick is how long a clock of that value stands still; 0 for ever.
func Tick(value string) (time.Duration, error) {
	if value == Frozen {
		return 0, nil
	}
	tick, err := time.ParseDuration(value)
	if err != nil || tick <= 0 {
		return 0, fmt.Errorf("%q is neither a duration above 0, such as 15ms, nor frozen", value)
	}
	return tick, nil
}

// inside is for what is done within the processes of Go and Python tests.
func inside(g Ground) string {
	if g.Framework == "go" || g.Python {
		return ""
	}
	return "it is done within the processes of Go and Python tests"
}
