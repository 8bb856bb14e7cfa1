// Package environment has a test that sets an environment variable for good,
// and one that minds.
package environment

import (
	"os"
	"testing"
)

func greeting() string {
	if os.Getenv("PITFALLS_LANGUAGE") == "de" {
		return "Guten Tag"
	}
	return "Good day"
}

func TestSetAndRestored(t *testing.T) {
	t.Setenv("PITFALLS_LANGUAGE", "de")
	if got := greeting(); got != "Guten Tag" {
		t.Errorf("greeting %q", got)
	}
}

func TestGerman(t *testing.T) {
	os.Setenv("PITFALLS_LANGUAGE", "de") // and not t.Setenv
	if got := greeting(); got != "Guten Tag" {
		t.Errorf("greeting %q", got)
	}
}

func TestEnglishIsTheDefault(t *testing.T) {
	if got := greeting(); got != "Good day" {
		t.Errorf("greeting %q, want %q", got, "Good day")
	}
}
