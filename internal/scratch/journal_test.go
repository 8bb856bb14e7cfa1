package scratch

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/internal/process"
)

func TestJournalTellsWhatWasWritten(t *testing.T) {
	ptr, one, two := process.Mark{PID: 10, Started: "5"}, process.Mark{PID: 11, Started: "6"}, process.Mark{PID: 12, Started: "6"}
	until := time.Unix(1_800_000_000, 0)
	text := ownerLine(ptr, "3f2") + adoptLine(one) + adoptLine(two) + keepLine(until, "w1") +
		"a later version may say more\n" + releaseLine(one)
	want := journal{ptr, "3f2", []process.Mark{two}, map[string]time.Time{"w1": until}}
	got := parseJournal(text)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(journal{})); diff != "" {
		t.Errorf("parseJournal(%q) (-want +got):\n%s", text, diff)
	}
}

func TestJournalLosesOnlyTheLineThatWasTorn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOf(rapid.Custom(anyLine)).Draw(t, "lines")
		text := strings.Join(lines, "")
		cut := rapid.IntRange(0, len(text)).Draw(t, "cut")
		whole := text[:strings.LastIndexByte(text[:cut], '\n')+1]
		if diff := cmp.Diff(parseJournal(whole), parseJournal(text[:cut]), cmp.AllowUnexported(journal{})); diff != "" {
			t.Errorf("parseJournal(%q) (-want +got):\n%s", text[:cut], diff)
		}
	})
}

func anyLine(t *rapid.T) string {
	mark := process.Mark{PID: rapid.IntRange(1, 9).Draw(t, "pid"), Started: "7"}
	name := rapid.String().Draw(t, "name")
	until := time.Unix(rapid.Int64Range(0, 1e10).Draw(t, "until"), 0)
	return rapid.SampledFrom([]string{
		ownerLine(mark, name), adoptLine(mark), releaseLine(mark), keepLine(until, name),
	}).Draw(t, "line")
}

func FuzzJournalKeepsPlainNamesOnly(f *testing.F) {
	f.Add("owner 1@2 \"3f2\"\nadopt 3@4\nkeep 1800000000 \"w1\"\n")
	f.Add("keep 1800000000 \"../../etc\"\n")
	f.Add("keep 1 \"\\x2elock\"\nadopt 3@")
	f.Fuzz(func(t *testing.T, text string) {
		for name := range parseJournal(text).kept {
			if !isName(name) {
				t.Errorf("parseJournal(%q) keeps %q", text, name)
			}
		}
	})
}
