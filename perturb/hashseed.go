package perturb

import (
	"fmt"
	"strconv"
)

// hashseed sets PYTHONHASHSEED. Without it Python takes another for each process: with
// it, a failure comes again.
func hashseed() Perturbation {
	return Perturbation{
		Name: "hashseed", Does: "gives Python a hash seed that follows from the run's seed",
		Means:  "the order of a set",
		Values: "a number up to 4294967295", Usual: "seed",
		Check: func(value string) error {
			if _, err := strconv.ParseUint(value, 10, 32); err != nil && value != "seed" {
				return fmt.Errorf("%q is neither a number up to 4294967295 nor seed", value)
			}
			return nil
		},
		Lacks: func(g Ground) string {
			if !g.Python {
				return "it is for Python; Go takes another order of maps every time, anyway"
			}
			return ""
		},
		Env: func(value string, seed uint64) []string {
			if value == "seed" {
				value = strconv.FormatUint(seed*2654435761%(1<<32), 10)
			}
			return []string{"PYTHONHASHSEED=" + value}
		},
	}
}

// Hashseed is the choice of one seed of hashes.
func Hashseed(n int) Choice { return Choice{hashseed(), strconv.Itoa(n)} }
