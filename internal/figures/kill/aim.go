package kill

import (
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
)

func aims() []aim { return []aim{ptr, child, grandchild} }

func (a aim) String() string { return [...]string{"ptr", "worker", "child of a test"}[a] }

// generation are the processes at a level below ptr. Its supervisor, which is
// ptr by name, is none of them.
func (s *shot) generation(a aim) []process {
	all, err := processes()
	if err != nil {
		return nil // newLab has seen that it can be done
	}
	own := nameOf(s.ptr)
	found := []process{{pid: s.pid(), name: own}}
	for range a {
		var next []process
		for _, p := range all {
			if p.name != own && slices.ContainsFunc(found, func(parent process) bool { return parent.pid == p.parent }) {
				next = append(next, p)
			}
		}
		found = next
	}
	return found
}

// strike kills a process at the level that is aimed at. If none comes for a
// while, it takes one at the nearest level above.
func (s *shot) strike(chance *rand.Rand, brief bool) (struck string, err error) {
	looks := 100
	if brief {
		looks = 1
	}
	for look := 1; ; look++ {
		a := s.aim
		found := s.generation(a)
		for look >= looks && len(found) == 0 {
			a--
			found = s.generation(a)
		}
		if len(found) == 0 {
			time.Sleep(poll)
			continue
		}
		target := found[chance.IntN(len(found))]
		p, err := os.FindProcess(target.pid)
		if err != nil {
			return "", err
		}
		return target.name, p.Kill()
	}
}
