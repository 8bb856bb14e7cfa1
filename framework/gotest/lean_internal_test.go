package gotest

import "testing"

func TestBinariesAreLeanUnlessSomebodyReadsTheRest(t *testing.T) {
	for name, test := range map[string]struct {
		Options
		GOFLAGS string
		want    bool
	}{
		"as go test links":          {want: true},
		"other flags":               {Options: Options{Build: []string{"-race", "-tags=ldflags"}}, want: true},
		"flags of the linker":       {Options: Options{Build: []string{"-ldflags=-X main.a=b"}}},
		"the same with two dashes":  {Options: Options{Build: []string{"--ldflags", "-w"}}},
		"the same in GOFLAGS":       {GOFLAGS: "-mod=mod -ldflags=-w"},
		"variables are looked at":   {Options: Options{Variables: true}},
		"variables that are hidden": {Options: Options{Variables: true, Build: []string{"-race"}}, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := Framework{o: test.Options, tool: toolchain{GOFLAGS: test.GOFLAGS}}
			if got := f.lean(); got != test.want {
				t.Errorf("lean: %v, want %v", got, test.want)
			}
		})
	}
}
