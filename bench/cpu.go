package bench

import "time"

// Computed is the CPU time, user and system, of this process and of its descendants,
// those that are over included; on systems other than Linux, without the descendants
// that are alive. It is 0 where nothing is known.
func Computed() time.Duration { return cpu() + childrenCPU() }
