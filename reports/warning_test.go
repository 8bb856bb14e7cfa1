package reports_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// What a suite says of itself keeps its lines, and ptr's own words are broken to fit.
func TestLinesThatAWarningQuotesAreNotBroken(t *testing.T) {
	var out bytes.Buffer
	r := reports.NewText(&out, reports.TextOptions{Width: 30})
	quoted := "the checks have found this:\n\n?: (shop.W001) This is one long line\n\tHINT: leave it as it is"
	for _, text := range []string{"no test has used the clone of \"other\"", quoted} {
		if err := r.Event(suite.Warned{Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	want := `warning: no test has used the
         clone of "other"
warning: the checks have found
         this:

  ?: (shop.W001) This is one long line
      HINT: leave it as it is

`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatControlsATerminalIsNotShown(t *testing.T) {
	for text, want := range map[string]string{
		"\x1b[31mred\x1b[0m":      "red",
		"a\x07b\x00c\x9bd\u0085e": "a�b�c�d�e",
		"evil\u202egnp.exe":       "evil�gnp.exe",
		"one\u2028two\u2029three": "one�two�three",
		"\xff\xfe":                "��",
		"tab\tand\r\nline":        "tab\tand\nline",
		"שלום, 你好, é and emoji 👩‍👩‍👧": "שלום, 你好, é and emoji 👩‍👩‍👧",
	} {
		if got := reports.Printable(text); got != want {
			t.Errorf("Printable(%q) = %q, want %q", text, got, want)
		}
	}
}
