package perturb

import (
	"fmt"
	"time"
)

// Delays is the name of the perturbation of work that is done beside a test. Its value is
// by how much goroutines and threads begin late at most, which is at least half of it.
const Delays = "delays"

func delays() Perturbation {
	return Perturbation{
		Name: Delays, Does: "lets goroutines or threads begin up to 50 ms late, and statements up to 5 ms",
		Means:  "work that goes on beside it being done by a certain time",
		Values: "a duration, such as 200ms: at most that late, and statements a tenth of it", Usual: "50ms",
		Check: func(value string) error {
			if d, err := time.ParseDuration(value); err != nil || d <= 0 || d > time.Minute {
				return fmt.Errorf("%q is not a duration of up to a minute, such as 200ms", value)
			}
			return nil
		},
		Lacks: inside,
	}
}
