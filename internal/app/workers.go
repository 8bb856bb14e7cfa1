package app

import (
	"math"
	"runtime"
	"time"

	"github.com/ptr-project/ptr/config"
)

// mostPerCore bounds how many workers `auto` starts, since each has a process
// and clones of its own. Where their databases are on servers of ptr's own it is less: a
// test that waits for one of these is not idle, the server works in its place.
const (
	mostPerCore            = 4
	mostPerCoreWithServers = 2
)

// workers is how many workers w means here, given what history tells of how
// long processes ran and how much CPU time they took meanwhile.
func workers(w config.Workers, wall, cpu time.Duration, perCore int) int {
	cores := runtime.GOMAXPROCS(0)
	switch w {
	case config.PerCPU:
		return cores
	case config.Auto:
		return autoWorkers(cores, perCore, wall, cpu)
	}
	return int(w)
}

// autoWorkers is as many workers as keep all cores busy.
func autoWorkers(cores, perCore int, wall, cpu time.Duration) int {
	if wall <= 0 || cpu <= 0 {
		return cores
	}
	wanted := math.Ceil(float64(cores) * wall.Seconds() / cpu.Seconds())
	return int(min(max(wanted, float64(cores)), float64(perCore*cores)))
}
