package perturb

import (
	"fmt"
	"time"
)

// Disk is the name of the perturbation of how long it takes until what was written is safe.
// Its value is how long each commit, and each synced file, has to wait.
const Disk = "disk"

// LongestCommit is the most that PostgreSQL lets a commit wait.
const LongestCommit = 100 * time.Millisecond

// disk is done by servers of ptr's own, which can hold commits back, and else in the
// processes of tests, where SQLite is. What is only written, and not synced, goes to
// memory on slow disks, too.
func disk() Perturbation {
	return Perturbation{
		Name: Disk, Does: "has each commit, and each file that is synced, wait for 50 ms, as on a slow disk",
		Means:  "what it writes being safe at once",
		Values: "a duration of up to 100ms", Usual: "50ms",
		Check: func(value string) error {
			if d, err := time.ParseDuration(value); err != nil || d < time.Millisecond || d > LongestCommit {
				return fmt.Errorf("%q is not a duration from 1ms to %v", value, LongestCommit)
			}
			return nil
		},
		Lacks: func(g Ground) string {
			switch {
			case g.has("postgres", "mysql") && !g.Own:
				return "clones of a database share a server"
			case g.has("postgres", "mysql") && !g.has("sqlite"):
				return ""
			}
			return inside(g)
		},
	}
}
