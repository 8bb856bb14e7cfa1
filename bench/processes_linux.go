package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// childrenCPU is what the descendants of this process that are alive have computed,
// and those of theirs that are over: to a nanosecond, or to 10 ms for the latter.
func childrenCPU() (sum time.Duration) {
	for _, pid := range descendants(os.Getpid()) {
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
		for _, task := range tasks {
			sum += time.Duration(firstNumber(task))
		}
		sum += over(pid)
	}
	return sum
}

// over is what children of pid that are gone have computed.
//
// Source: proc_pid_stat(5), cutime and cstime.
func over(pid int) time.Duration {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	const cutime, cstime, tick = 13, 14, 10 * time.Millisecond // counted from the state, the first field
	if len(fields) <= cstime {
		return 0
	}
	user, _ := strconv.Atoi(fields[cutime])
	system, _ := strconv.Atoi(fields[cstime])
	return time.Duration(user+system) * tick
}

// Written is how many bytes this process and its descendants have had written, by
// the calls that do so: what the kernel copies by itself, as overlays have it do, is not
// among them.
//
// Source: proc_pid_io(5), wchar, which has the children that were waited for, too.
func Written() (sum int64) {
	for _, pid := range append(descendants(os.Getpid()), os.Getpid()) {
		sum += labelled(fmt.Sprintf("/proc/%d/io", pid), "wchar:")
	}
	return sum
}

// Memory is how many bytes of memory this process and its descendants have.
func Memory() (sum int64) {
	for _, pid := range append(descendants(os.Getpid()), os.Getpid()) {
		sum += share(pid)
	}
	return sum
}

// MemoryOf is how many bytes of memory the server of the clone at path has to itself,
// with its share of what it shares; 0 if there is none.
func MemoryOf(path string) (sum int64) {
	for _, pid := range descendants(os.Getpid()) {
		command, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if !bytes.Contains(command, []byte(path+"/")) {
			continue
		}
		for _, each := range append(descendants(pid), pid) {
			sum += share(each)
		}
		return sum
	}
	return 0
}

// share is a process's proportional set size in bytes.
func share(pid int) int64 {
	return 1024 * labelled(fmt.Sprintf("/proc/%d/smaps_rollup", pid), "Pss:")
}

// labelled is the number behind a word of the file; 0 if it is not there.
func labelled(file, word string) int64 {
	text, _ := os.ReadFile(file)
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == word {
			n, _ := strconv.ParseInt(fields[1], 10, 64)
			return n
		}
	}
	return 0
}

// descendants are the processes below pid.
func descendants(pid int) (all []int) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for _, field := range strings.Fields(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				all = append(append(all, child), descendants(child)...)
			}
		}
	}
	return all
}

func firstNumber(file string) int64 {
	text, _ := os.ReadFile(file)
	fields := strings.Fields(string(text))
	if len(fields) == 0 {
		return 0
	}
	n, _ := strconv.ParseInt(fields[0], 10, 64)
	return n
}
