package gotest

import (
	"bytes"
	"flag"
	"testing"
)

func TestUsageHasThePackagesOwnFlags(t *testing.T) {
	var out bytes.Buffer
	flags := flag.NewFlagSet("/tmp/x.test", flag.ContinueOnError)
	flags.SetOutput(&out)
	flags.String("dsn", "", "where the database\nis")
	flags.Bool("test.v", false, "verbose")
	flags.Int("test.count", 1, "run tests `n` times")
	flags.Bool("update", false, "rewrite golden files")
	out.WriteString("connected\n")
	if err := flags.Parse([]string{"-nosuch"}); err == nil {
		t.Fatal("-nosuch was parsed")
	}
	want := "connected\nflag provided but not defined: -nosuch\nUsage of /tmp/x.test:\n  -dsn string\n    \twhere the database\n    \tis\n  -update\n    \trewrite golden files\n"
	if got := string(withoutTestFlags(out.Bytes())); got != want {
		t.Errorf("withoutTestFlags = %q, want %q", got, want)
	}
	if other := []byte("--- FAIL\n  -test.v mentioned\n"); !bytes.Equal(withoutTestFlags(other), other) {
		t.Errorf("withoutTestFlags changed %q", other)
	}
}
