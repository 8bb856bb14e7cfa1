package perturb

import (
	"fmt"
	"strconv"
)

// CPU is the name of the perturbation whose value is how many processes take CPU time
// from the suite for each CPU that there is.
const CPU = "cpu"

func cpu() Perturbation {
	return Perturbation{
		Name: CPU, Does: "has two processes for each CPU take its time beside the suite",
		Means:  "the machine having nothing else to do",
		Values: "a number of processes for each CPU, up to 16", Usual: "2",
		Check: func(value string) error {
			if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 16 {
				return fmt.Errorf("%q is not a number from 1 to 16", value)
			}
			return nil
		},
		Lacks: func(Ground) string { return "" },
	}
}
