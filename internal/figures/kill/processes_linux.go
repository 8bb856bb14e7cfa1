package kill

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A process is one that runs.
type process struct {
	pid, parent int
	name        string
}

// processes are all that there are.
func processes() ([]process, error) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	var all []process
	for _, file := range stats {
		stat, err := os.ReadFile(file)
		if err != nil {
			continue // it is gone
		}
		if p, alive := parseStat(stat); alive {
			all = append(all, p)
		}
	}
	return all, nil
}

// nameOf is the name that a process has which runs the program at path.
func nameOf(path string) string {
	const longest = 15
	name := filepath.Base(path)
	return name[:min(len(name), longest)]
}

// parseStat reads "pid (name) state parent …", where name may hold anything.
func parseStat(stat []byte) (p process, alive bool) {
	open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if open < 0 || end < open {
		return p, false
	}
	var state string
	p.name = string(stat[open+1 : end])
	_, err := fmt.Sscan(string(stat[end+1:]), &state, &p.parent)
	if err != nil || state == "Z" || state == "X" {
		return p, false
	}
	p.pid, err = strconv.Atoi(strings.TrimSpace(string(stat[:open])))
	return p, err == nil
}

// livesIn reports whether p has anything to do with dir: by its working
// directory, its program, its arguments or its environment.
func (p process) livesIn(dir string) bool {
	proc := fmt.Sprintf("/proc/%d/", p.pid)
	for _, link := range []string{"cwd", "exe"} {
		if path, err := os.Readlink(proc + link); err == nil && strings.HasPrefix(path, dir) {
			return true
		}
	}
	for _, file := range []string{"cmdline", "environ"} {
		if text, err := os.ReadFile(proc + file); err == nil && bytes.Contains(text, []byte(dir)) {
			return true
		}
	}
	return false
}
