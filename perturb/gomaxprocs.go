package perturb

import (
	"fmt"
	"strconv"
)

func gomaxprocs() Perturbation {
	return Perturbation{
		Name: "gomaxprocs", Does: "lets one goroutine run at a time, as on a machine with one CPU",
		Means:  "how many CPUs there are",
		Values: "a number of CPUs", Usual: "1",
		Check: func(value string) error {
			if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 1024 {
				return fmt.Errorf("%q is not a number from 1 to 1024", value)
			}
			return nil
		},
		Lacks: func(g Ground) string {
			if g.Framework != "go" {
				return "it is for Go"
			}
			return ""
		},
		Env: func(value string, _ uint64) []string { return []string{"GOMAXPROCS=" + value} },
	}
}
