// Package locale has a test that takes the user for one who reads English.
package locale

import (
	"os"
	"strings"
	"testing"
	"unicode"
)

// upper is text in capitals, as whom the variables describe would write it.
func upper(text, language string) string {
	if strings.HasPrefix(language, "tr") {
		return strings.ToUpperSpecial(unicode.TurkishCase, text)
	}
	return strings.ToUpper(text)
}

// Fails in Turkey.
func TestTitle(t *testing.T) {
	if got := upper("title", os.Getenv("LC_ALL")); got != "TITLE" {
		t.Errorf("upper = %q, want TITLE", got)
	}
}

// The robust twin: it says in which language.
func TestTitleInEnglish(t *testing.T) {
	if got := upper("title", "en"); got != "TITLE" {
		t.Errorf("upper = %q, want TITLE", got)
	}
}
