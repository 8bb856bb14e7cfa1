package perturb

import (
	"fmt"
	"time"
)

// timezone sets TZ, as nearly all programs read it. Its usual value is 14 hours from
// UTC: between them and noon there it is yesterday in most of the world.
func timezone() Perturbation {
	return Perturbation{
		Name: "timezone", Does: "runs the suite in the time zone of the island of Kiritimati, 14 hours before UTC",
		Means:  "the time zone of the machine",
		Values: "a time zone, such as Asia/Kolkata", Usual: "Pacific/Kiritimati",
		Check: func(value string) error {
			if _, err := time.LoadLocation(value); err != nil || value == "" || value == "Local" {
				return fmt.Errorf("there is no time zone %q", value)
			}
			return nil
		},
		Lacks: func(g Ground) string {
			if g.System == "windows" {
				return "programs on Windows ask the system for its time zone, not the variable TZ"
			}
			return ""
		},
		Env: func(value string, _ uint64) []string { return []string{"TZ=" + value} },
	}
}
