package backends

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
)

// A plain strategy is a name, and what its clones lack.
type plain struct {
	clone.Strategy
	name  string
	reach clone.Reach
	lacks []clone.Feature
}

func (p plain) Name() string               { return p.name }
func (p plain) Reach() clone.Reach         { return p.reach }
func (p plain) LeavesOut() []clone.Feature { return p.lacks }

// A menu is a backend of which only its strategies matter.
type menu struct {
	clone.Backend
	strategies []clone.Strategy
}

func (menu) Name() string    { return "menu" }
func (menu) Version() string { return "1" }

func (m menu) Strategies(clone.Template) ([]clone.Strategy, string) {
	return m.strategies, "it comes first"
}

func TestAutoTakesWhatWasMeasuredIfItCarriesAsMuch(t *testing.T) {
	b := menu{strategies: []clone.Strategy{
		plain{name: "first", reach: clone.ByAddress},
		plain{name: "other", reach: clone.ByAddress},
		plain{name: "lossy", reach: clone.ByAddress, lacks: []clone.Feature{clone.Settings}},
		plain{name: "recipe", reach: clone.ByRecipe},
	}}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	const size = 3 << 20
	known := func(strategy string) Fastest {
		return Fastest{Backend: "menu", Version: "1", Class: SizeClass(size), Strategy: strategy, When: now}
	}
	otherVersion, otherSize := known("other"), known("other")
	otherVersion.Version, otherSize.Class = "2", SizeClass(5<<20)
	for name, tt := range map[string]struct {
		known     []Fastest
		want, why string
	}{
		"nothing":                 {nil, "first", "it comes first"},
		"another":                 {[]Fastest{known("other")}, "other", "ptrbench clone measured it as the fastest on 2026-01-02"},
		"what it would take":      {[]Fastest{known("first")}, "first", "it comes first"},
		"one that lacks things":   {[]Fastest{known("lossy")}, "first", "it comes first"},
		"one that is not reached": {[]Fastest{known("recipe")}, "first", "it comes first"},
		"one that is no more":     {[]Fastest{known("gone")}, "first", "it comes first"},
		"of another version":      {[]Fastest{otherVersion}, "first", "it comes first"},
		"of another size":         {[]Fastest{otherSize}, "first", "it comes first"},
		"the latest counts":       {[]Fastest{known("other"), known("first")}, "first", "it comes first"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "below", "fastest.json")
			for _, f := range tt.known {
				if err := writeFastest(file, f); err != nil {
					t.Fatal(err)
				}
			}
			strategies, why := measured(file, b, clone.Template{Size: size})
			if got := strategies[0].Name(); got != tt.want || why != tt.why || len(strategies) != len(b.strategies) {
				t.Errorf("%q because %q, of %d", got, why, len(strategies))
			}
		})
	}
}

func TestWhatCannotBeReadIsMeasuredAnew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fastest.json")
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := Fastest{Backend: "menu", Strategy: "other"}
	if err := writeFastest(file, f); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Fastest{f}, readFastest(file)); diff != "" {
		t.Error(diff)
	}
}
