package app

import (
	"fmt"
	"math"
	"runtime"
	"strconv"
	"time"
)

// mostPerCore bounds how many workers `auto` starts, since each has a process
// and clones of its own.
const mostPerCore = 4

// workers is how many workers "text" means: a number, "" for one per CPU, or
// "auto" for as many as keep all CPUs busy, given what history tells of how
// long processes ran and how much CPU time they took meanwhile.
func workers(text string, wall, cpu time.Duration) (int, error) {
	cores := runtime.GOMAXPROCS(0)
	switch text {
	case "":
		return cores, nil
	case "auto":
		return autoWorkers(cores, wall, cpu), nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, Usage(fmt.Errorf("--workers %q is neither a number from 1 nor auto", text), "leave it out for one worker per CPU")
	}
	return n, nil
}

func autoWorkers(cores int, wall, cpu time.Duration) int {
	if wall <= 0 || cpu <= 0 {
		return cores
	}
	wanted := math.Ceil(float64(cores) * wall.Seconds() / cpu.Seconds())
	return int(min(max(wanted, float64(cores)), float64(mostPerCore*cores)))
}
