package gotest

import (
	"regexp"
	"slices"
	"strings"
)

// A dump is what the Go runtime prints of a process that dies.
type dump struct {
	before string   // what was printed before it
	head   string   // such as "panic: boom", and an empty line
	stacks []string // of goroutines, the one that matters first
}

// readDump finds the dump at the end of what a process printed. It moves the
// goroutines that run test to the front, where there is a test, and leaves out
// what a process that was told to quit has more than one that panics: registers,
// and the runtime's inner functions. Frames of ptr's own files go, too.
func readDump(output []byte, test string) (d dump, found bool) {
	text := "\n" + string(output)
	at := -1
	for _, head := range []string{"\npanic: ", "\nfatal error: ", "\nSIGQUIT: quit"} {
		at = max(at, strings.LastIndex(text, head))
	}
	if at < 0 || !strings.Contains(text[at:], "\n\ngoroutine ") {
		return dump{}, false
	}
	d.before = strings.TrimPrefix(text[:at+1], "\n")
	blocks := strings.Split(text[at+1:], "\n\n")
	quit := strings.HasPrefix(blocks[0], "SIGQUIT")
	if d.head = blocks[0] + "\n\n"; quit {
		d.head = "" // it was ptr that told it to
	}
	for _, block := range blocks[1:] {
		if block = strings.Trim(block, "\n"); !strings.HasPrefix(block, "goroutine ") {
			continue
		}
		if stack := tidy(block, quit); stack != "" {
			d.stacks = append(d.stacks, stack)
		}
	}
	if len(d.stacks) == 0 {
		return dump{}, false
	}
	if test != "" {
		slices.SortStableFunc(d.stacks, func(a, b string) int { return strangeness(a, test) - strangeness(b, test) })
	}
	return d, true
}

// strangeness is 0 if a stack is of test, 1 if it isn't.
func strangeness(stack, test string) int {
	if strings.Contains(stack, "."+test+"(") || strings.Contains(stack, "."+test+".") {
		return 0
	}
	return 1
}

// registers is what a runtime that was told to quit adds to a stack's lines.
var registers = regexp.MustCompile(` (fp=0x[0-9a-f]+ sp=0x[0-9a-f]+ pc=0x[0-9a-f]+$|gp=0x[0-9a-f]+ m=\S+( mp=0x[0-9a-f]+)?)`)

// inner is a frame of a function that the runtime keeps to itself.
var inner = regexp.MustCompile(`^(created by )?(runtime|internal/runtime/\w+)\.(\(\*?)?[a-z]`)

// tidy leaves frames out of a stack, and registers. A frame is two lines: a
// function, and the indented place. It is "" if none is left.
func tidy(stack string, quit bool) string {
	lines := strings.Split(stack, "\n")
	kept := lines[:1]
	for frame := range slices.Chunk(lines[1:], 2) {
		own := len(frame) == 2 && strings.Contains(frame[1], "/zz_ptr_")
		if !own && !(quit && inner.MatchString(frame[0])) {
			kept = append(kept, frame...)
		}
	}
	if len(kept) == 1 {
		return ""
	}
	for i := range kept {
		kept[i] = registers.ReplaceAllString(kept[i], "")
	}
	return strings.Join(kept, "\n")
}

// text is the whole dump again.
func (d dump) text() []byte {
	return []byte(d.before + d.head + strings.Join(d.stacks, "\n\n") + "\n")
}
