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

// used is what history tells of how long processes ran, how much CPU time they took
// meanwhile, and how many workers there were at the same time.
type used struct {
	wall, cpu time.Duration
	workers   int
}

// workers is how many workers w means here.
func workers(w config.Workers, past used, perCore int) int {
	cores := runtime.GOMAXPROCS(0)
	switch w {
	case config.PerCPU:
		return cores
	case config.Auto:
		return autoWorkers(cores, perCore, past)
	}
	return int(w)
}

// busy is which share of all cores is as much as workers can be expected to use: what is
// left is ptr's own, and of the beginning and the end.
const busy = 0.85

// autoWorkers is as many workers as keep all cores busy. If those of the past did, the time
// for which they waited was for each other, and more of them would wait longer.
func autoWorkers(cores, perCore int, past used) int {
	if past.wall <= 0 || past.cpu <= 0 {
		return cores
	}
	wanted := math.Ceil(float64(cores) * past.wall.Seconds() / past.cpu.Seconds())
	if n := float64(past.workers); n >= float64(cores) && n*past.cpu.Seconds() >= busy*float64(cores)*past.wall.Seconds() {
		wanted = n
	}
	return int(min(max(wanted, float64(cores)), float64(perCore*cores)))
}
