package invocation

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/console"
)

func TestDashes(t *testing.T) {
	cases := map[string]struct{ typed, want []string }{
		"flags of go test with one dash": {
			[]string{"run", "-race", "-run=X/y", "-v", "./..."},
			[]string{"run", "--race", "--run=X/y", "-v", "./..."},
		},
		"-json is that of go test, --json is ptr's": {[]string{"-json", "--json", "f"}, []string{"--report=test2json:-", "--json", "f"}},
		"with two":                   {[]string{"--count=1"}, []string{"--count=1"}},
		"ptr's own":                  {[]string{"-j", "--workers=2"}, []string{"-j", "--workers=2"}},
		"behind -args nothing":       {[]string{"-short", "-args", "-race"}, []string{"--short", "--", "-race"}},
		"behind -- nothing":          {[]string{"--", "-race"}, []string{"--", "-race"}},
		"a seed apart from its flag": {[]string{"--shuffle", "5", "shop.tests"}, []string{"--shuffle=5", "shop.tests"}},
		"-shuffle as go takes it":    {[]string{"-shuffle", "on", "./..."}, []string{"--shuffle=on", "./..."}},
		"a label is no seed":         {[]string{"--shuffle", "on", "shop5"}, []string{"--shuffle", "on", "shop5"}},
		"a value that looks like it": {[]string{"--seed", "7"}, []string{"--seed", "7"}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := Dashes(tt.typed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefusedFlagsSayWhy(t *testing.T) {
	for _, flag := range GoFlags() {
		_, err := Dashes([]string{"-" + flag.Name})
		var usage *console.Error
		refused := errors.As(err, &usage) && usage.Status == console.BadUsage && usage.Hint == flag.Why
		if want := flag.Fate == Refused; refused != want {
			t.Errorf("-%s: error %v, refused: %v", flag.Name, err, want)
		}
	}
}
