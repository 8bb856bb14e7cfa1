package scratch

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/process"
)

// A journal is what a folder's journal file says. The file is only ever
// appended to, a line at a time, so that it can be read whenever its writer was
// killed. It needs no sync: what a power cut takes, it takes with all processes.
type journal struct {
	owner   process.Mark // zero if the run died before it could say
	run     string
	adopted []process.Mark       // not released
	kept    map[string]time.Time // until when, by name
}

func ownerLine(m process.Mark, run string) string { return fmt.Sprintf("owner %v %q\n", m, run) }

func adoptLine(m process.Mark) string { return fmt.Sprintf("adopt %v\n", m) }

func releaseLine(m process.Mark) string { return fmt.Sprintf("release %v\n", m) }

func keepLine(until time.Time, name string) string {
	return fmt.Sprintf("keep %d %q\n", until.Unix(), name)
}

// parseJournal reads what the functions above write. Lines that are torn or
// unknown say nothing.
func parseJournal(text string) journal {
	j := journal{kept: map[string]time.Time{}}
	adopted := map[process.Mark]bool{}
	for line := range strings.Lines(text) {
		verb, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !strings.HasSuffix(line, "\n") {
			break
		}
		switch first, quoted, _ := strings.Cut(rest, " "); verb {
		case "owner":
			j.readOwner(first, quoted)
		case "keep":
			j.readKeep(first, quoted)
		case "adopt", "release":
			if mark, err := process.ParseMark(first); err == nil {
				adopted[mark] = verb == "adopt"
			}
		}
	}
	maps.DeleteFunc(adopted, func(_ process.Mark, held bool) bool { return !held })
	j.adopted = slices.SortedFunc(maps.Keys(adopted), func(a, b process.Mark) int {
		return strings.Compare(a.String(), b.String())
	})
	return j
}

func (j *journal) readOwner(mark, run string) {
	owner, err := process.ParseMark(mark)
	name, err2 := strconv.Unquote(run)
	if err == nil && err2 == nil {
		j.owner, j.run = owner, name
	}
}

func (j *journal) readKeep(seconds, quoted string) {
	until, err := strconv.ParseInt(seconds, 10, 64)
	name, err2 := strconv.Unquote(quoted)
	if err == nil && err2 == nil && isName(name) {
		j.kept[name] = time.Unix(until, 0)
	}
}
