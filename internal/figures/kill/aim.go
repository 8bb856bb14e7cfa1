package kill

import (
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"time"
)

// An aim is the level of a process below ptr.
type aim int

const (
	ptr        aim = iota
	child          // a worker; before there are any, the go command or what prepares a template
	grandchild     // of a test; before there are any, of one of those
	server         // that has a template or clones
)

func (a aim) String() string { return [...]string{"ptr", "worker", "child of a test", "server"}[a] }

// targets are the processes that can be killed for an aim.
func (s *shot) targets(a aim, spared string) []process {
	if a == server {
		return s.serverProcesses()
	}
	return s.generation(a, spared)
}

// serverProcesses are those of servers, wherever below ptr.
func (s *shot) serverProcesses() (found []process) {
	all, err := processes()
	if err != nil {
		return nil // newLab has seen that it can be done
	}
	below := map[int]bool{s.pid(): true}
	for grown := true; grown; {
		grown = false
		for _, p := range all {
			if below[p.parent] && !below[p.pid] {
				below[p.pid], grown = true, true
				if slices.Contains(s.backend.servers, p.name) {
					found = append(found, p)
				}
			}
		}
	}
	return found
}

// generation are the processes at a level below ptr, but those called spared and
// what is below them. Ptr's supervisor, which has its name, is none of them; nor is a
// process that has the name of its parent, since it has yet to become what that starts.
func (s *shot) generation(level aim, spared string) []process {
	all, err := processes()
	if err != nil {
		return nil // newLab has seen that it can be done
	}
	own := nameOf(s.ptr)
	found := []process{{pid: s.pid(), name: own}}
	for range level {
		var next []process
		for _, p := range all {
			isChild := slices.ContainsFunc(found, func(parent process) bool { return parent.pid == p.parent && parent.name != p.name })
			if isChild && p.name != own && p.name != spared {
				next = append(next, p)
			}
		}
		found = next
	}
	return found
}

// strike kills a process at the level that is aimed at, and returns its name. If
// none comes for a while, it takes one at the nearest level above.
func (s *shot) strike(p phase, chance *rand.Rand) (struck string, err error) {
	looks := 100
	if p.brief {
		looks = 1
	}
	targets := func(level aim) []process { return s.targets(level, p.spared) }
	return strike(s.aim, looks, targets, kill, chance)
}

// strike looks so often. A target that has ended before it is hit is no target, such as
// a compiler that was quick: only if there is no other, the error is [os.ErrProcessDone].
func strike(level aim, looks int, targets func(aim) []process, kill func(pid int) error, chance *rand.Rand) (struck string, err error) {
	for ; ; looks-- {
		if found := targets(level); len(found) > 0 {
			target := found[chance.IntN(len(found))]
			if err := kill(target.pid); !errors.Is(err, os.ErrProcessDone) || looks <= 1 {
				return target.name, err
			}
		}
		switch {
		case looks > 1:
			time.Sleep(poll)
		case level == server:
			level = child
		default:
			level--
		}
	}
}

func kill(pid int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return p.Kill()
}
