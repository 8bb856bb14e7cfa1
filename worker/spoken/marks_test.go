package spoken

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What is printed by tests comes out as theirs, whatever is in it and wherever
// the pipe cuts it.
func TestMarksAreFoundWhereverOutputIsCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		printed := rapid.SliceOfN(text(), 1, 6).Draw(t, "printed by tests")
		between := text()
		b := newBook("K3N7")
		b.batch = 1
		var all, outside []byte
		for i, p := range printed {
			gap := between.Draw(t, "printed between tests")
			outside = append(outside, gap...)
			all = fmt.Appendf(all, "%s\x16=== TEST  K3N7 %d\n%s\x16=== END  K3N7 %d\n", gap, i+1, p, i+1)
		}
		all = append(all, "\x16=== SYNC  K3N7 1\n"...)
		cut(t, b, all)
		for i, p := range printed {
			got := ""
			if o := b.printed[i+1].output; o != nil {
				got = string(o.Bytes())
			}
			if got != p || !b.printed[i+1].over {
				t.Errorf("test %d printed %q, want %q", i+1, got, p)
			}
		}
		if got := b.outside.Bytes(); !bytes.Equal(got, outside) {
			t.Errorf("printed outside of tests: %q, want %q", got, outside)
		}
		if !b.synced {
			t.Error("the end of the batch was not seen")
		}
	})
}

// text is what somebody prints: anything but a mark, and much that is like one.
func text() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{
		"a line\n", "half a line", "\n", "\x16", "\x16\x16=", "\x16===", "\x16=== ", "\x16=== TEST", "\x16=== TEST  K3N7", "\x16=== TEST  K3N7 1",
		"\x16=== TEST  OTHER 1\n", "\x16=== SYNC  K3N7 x\n", "\x16=== END  K3N7\n", "--- PASS: TestA\n", "\xff\x00é", strings.Repeat("x", 300),
	})
	join := func(all []string) string { return strings.Join(all, "") }
	whole := rapid.Map(rapid.SliceOfN(pieces, 0, 5), join)
	return whole.Filter(func(s string) bool {
		// What a piece begins, the next may have made a mark of; and so may ptr's own.
		return !marked([]byte(s + "\n"))
	})
}

// marked reports whether there is a mark in text.
func marked(text []byte) bool {
	b := newBook("K3N7")
	for _, line := range bytes.SplitAfter(text, []byte("\n")) {
		for i := range line {
			if _, _, ok := b.parse(bytes.TrimSuffix(line[i:], []byte("\n"))); ok {
				return true
			}
		}
	}
	return false
}

// cut has b scan all in pieces.
func cut(t *rapid.T, b *book, all []byte) {
	var rest []byte
	for len(all) > 0 {
		n := rapid.IntRange(1, min(len(all), 40)).Draw(t, "piece")
		rest = b.scan(append(rest, all[:n]...))
		all = all[n:]
	}
	b.print(rest)
}

func TestWhatIsNoMarkIsOutput(t *testing.T) {
	for name, forged := range map[string]string{
		"of another process":       "\x16=== TEST  OTHER 1\n",
		"without a number":         "\x16=== TEST  K3N7\n",
		"with a word too many":     "\x16=== TEST  K3N7 1 2\n",
		"with a number that isn't": "\x16=== TEST  K3N7 one\n",
		"never ended":              "\x16=== TEST  K3N7 1" + strings.Repeat(" ", longestMark),
		"cut off by the end":       "\x16=== TES",
		"of package testing":       "\x16=== RUN   TestA\n",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBook("K3N7")
			b.print(b.scan([]byte("before" + forged)))
			if diff := cmp.Diff("before"+forged, string(b.outside.Bytes())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(b.printed) > 0 {
				t.Error("it was taken for a mark")
			}
		})
	}
}

// Whatever is printed, and however it is cut, every byte is kept or is part of a
// mark, and where it is cut makes no difference.
func FuzzMarks(f *testing.F) {
	f.Add([]byte("a\x16=== TEST  K3N7 1\nb\x16=== END  K3N7 1\n\x16=== SYNC  K3N7 1\nc"), 3)
	f.Add([]byte("\x16\x16=== TEST  K3N7 99999999999999999999\n\x16=== "), 1)
	f.Add([]byte("\x16=== TEST  K3N7 1"+strings.Repeat(" ", longestMark)+"\n"), 50)
	f.Add([]byte("\x16=== TEST  K3N7 -1\nx\x16===  K3N7 1\n"), 8)
	f.Fuzz(func(t *testing.T, all []byte, size int) {
		whole, pieces := newBook("K3N7"), newBook("K3N7")
		whole.print(whole.scan(bytes.Clone(all)))
		var rest []byte
		for piece := range chunks(all, max(1, size)) {
			rest = pieces.scan(append(rest, piece...))
		}
		pieces.print(rest)
		if diff := cmp.Diff(account(whole), account(pieces)); diff != "" {
			t.Errorf("in pieces of %d (-whole +pieces):\n%s", size, diff)
		}
	})
}

func chunks(all []byte, size int) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(all) > 0 {
			n := min(size, len(all))
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

// account is all that b knows of the output.
func account(b *book) map[string]string {
	all := map[string]string{"outside": string(b.outside.Bytes()), "recent": string(b.recent.Bytes())}
	for n, s := range b.printed {
		if s.output != nil {
			all[fmt.Sprint(n)] = fmt.Sprintf("%v %q", s.over, s.output.Bytes())
		}
	}
	return all
}
