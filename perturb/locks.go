package perturb

import (
	"fmt"
	"time"
)

// Locks is the name of the perturbation of others who hold locks. Its value is for how long
// they do at a time.
const Locks = "locks"

// LongestHold is for how long locks are held at most: clients of SQLite wait for 5 s by
// default, and those of servers for longer.
const LongestHold = 2 * time.Second

// locks is done to each clone, from outside.
func locks() Perturbation {
	return Perturbation{
		Name: Locks, Does: "has somebody else lock what is free in the database, for 100 ms at a time, and let go for about as long",
		Means:  "nobody else holding a lock in its database",
		Values: "a duration of up to 2s, such as 500ms: for how long at a time", Usual: "100ms",
		Check: func(value string) error {
			if d, err := time.ParseDuration(value); err != nil || d <= 0 || d > LongestHold {
				return fmt.Errorf("%q is not a duration of up to %v, such as 500ms", value, LongestHold)
			}
			return nil
		},
		Lacks: func(g Ground) string {
			if len(g.Backends) == 0 {
				return "no database is declared"
			}
			return ""
		},
	}
}
