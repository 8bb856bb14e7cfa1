package spoken

import (
	"bytes"
	"io"
	"strconv"

	"github.com/ptr-project/ptr/worker"
)

// intro begins every mark, which is a line of its own that may begin anywhere.
const intro = "\x16=== "

// longestMark is how many bytes a mark has at most.
const longestMark = 200

// readOutput enters all that the process prints, until its end.
func (b *book) readOutput(r io.Reader) {
	piece := make([]byte, 64<<10)
	var rest []byte // what may be the beginning of a mark
	for {
		n, err := r.Read(piece)
		b.mu.Lock()
		rest = b.scan(append(rest, piece[:n]...))
		if err != nil {
			b.print(rest)
			b.muted = true
		}
		news := len(b.events) > 0 || b.synced || b.muted
		b.mu.Unlock()
		if news {
			b.poke()
		}
		if err != nil {
			return
		}
	}
}

// scan enters text with its marks, and returns what may be the beginning of one.
func (b *book) scan(text []byte) (rest []byte) {
	for {
		i := bytes.IndexByte(text, intro[0])
		if i < 0 {
			b.print(text)
			return nil
		}
		b.print(text[:i])
		text = text[i:]
		end := bytes.IndexByte(text, '\n')
		switch {
		case end >= 0 && end < longestMark && b.mark(text[:end]):
			text = text[end+1:]
		case end < 0 && len(text) < longestMark && bytes.HasPrefix(text, []byte(intro)[:min(len(intro), len(text))]):
			return bytes.Clone(text)
		default: // somebody printed that byte
			b.print(text[:1])
			text = text[1:]
		}
	}
}

// mark enters a line that may be a mark such as "\x16=== TEST  NONCE 12", and
// reports whether it is one of this process.
func (b *book) mark(line []byte) bool {
	word, number, ok := b.parse(line)
	if !ok {
		return false
	}
	switch word {
	case "TEST":
		b.current = b.stretch(number)
		b.current.from = b.recent.Len()
	case "END":
		p := b.stretch(number)
		p.over, b.current = true, nil
		if p.of != nil && p.of.ended {
			b.close(p.of)
		}
	case "SYNC":
		b.synced = b.synced || number == b.batch
	}
	return true
}

func (b *book) parse(line []byte) (word string, number int, ok bool) {
	text, ok := bytes.CutPrefix(line, []byte(intro))
	if !ok {
		return "", 0, false
	}
	fields := bytes.Fields(text)
	if len(fields) != 3 || string(fields[1]) != b.nonce {
		return "", 0, false
	}
	number, err := strconv.Atoi(string(fields[2]))
	return string(fields[0]), number, err == nil
}

// stretch is what test number n of the process prints.
func (b *book) stretch(n int) *stretch {
	if b.printed[n] == nil {
		b.printed[n] = &stretch{}
	}
	return b.printed[n]
}

// print enters what a test, or somebody outside of tests, printed.
func (b *book) print(text []byte) {
	if len(text) == 0 {
		return
	}
	b.recent.Write(text)
	if b.current == nil {
		b.outside.Write(text)
		return
	}
	if b.current.output == nil {
		b.current.output = &worker.Excerpt{Limit: excerptLimit}
	}
	b.current.output.Write(text)
}
