package evidence_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

// A world is a polluter that leaves things changed, and a victim that minds some of them.
type world struct {
	left    []suite.Thing
	minds   func(changed map[suite.Thing]bool) bool
	works   float64 // how often the victim fails if it minds
	stuck   []suite.Thing
	hidden  bool // what it is in the database, if it is, ptr does not see
	frozen  bool // databases cannot be restored
	fragile bool // of many things put back at once the victim skips
	nervous bool // a pause alone has the victim pass
	random  *rand.Rand
	mu      sync.Mutex
}

func (w *world) probe(_ context.Context, t suite.Trial) ([]suite.Attempt, error) {
	changed := map[suite.Thing]bool{}
	for _, thing := range w.left {
		inDatabase := thing.Kind == suite.ThingDatabase
		changed[thing] = !slices.Contains(t.Pause.PutBack, thing) && !(t.Pause.Databases && inDatabase) && !(t.Pause.Fresh && !inDatabase)
	}
	for _, s := range w.stuck {
		if slices.Contains(t.Pause.PutBack, s) {
			return nil, fmt.Errorf("%s %w", s, suite.ErrNotPutBack)
		}
	}
	if w.frozen && t.Pause.Databases && !t.Pause.Fresh {
		return nil, fmt.Errorf("the database %w", suite.ErrNotPutBack)
	}
	if w.fragile && len(t.Pause.PutBack) > 10 {
		return []suite.Attempt{{Outcome: suite.Pass}, {Outcome: suite.Skip}}, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	outcome := suite.Pass
	if w.minds(changed) && !w.nervous && !(w.hidden && t.Pause.Fresh && t.Pause.Databases) && w.random.Float64() < w.works {
		outcome = suite.Fail
	}
	return []suite.Attempt{{Outcome: suite.Pass}, {Outcome: outcome}}, nil
}

func TestWhatMattersIsFoundByPuttingThingsBack(t *testing.T) {
	table, other := suite.Thing{Kind: suite.ThingDatabase, Alias: "default", Name: "table people"}, suite.Thing{Kind: suite.ThingDatabase, Alias: "default", Name: "table log"}
	variable, env := suite.Thing{Kind: suite.ThingVariable, Name: "shop.cache"}, suite.Thing{Kind: "environment", Name: "LANG"}
	all := []suite.Thing{table, other, variable, env}
	var many []suite.Thing
	for i := range 40 {
		many = append(many, suite.Thing{Kind: suite.ThingDatabase, Alias: "default", Name: fmt.Sprint("table t", i)})
	}
	var libraries []suite.Thing
	for i := range 20 {
		libraries = append(libraries, suite.Thing{Kind: suite.ThingVariable, Name: fmt.Sprint("library.cache", i)})
	}
	minds := func(things ...suite.Thing) func(map[suite.Thing]bool) bool {
		return func(changed map[suite.Thing]bool) bool {
			return !slices.ContainsFunc(things, func(t suite.Thing) bool { return !changed[t] })
		}
	}
	either := func(changed map[suite.Thing]bool) bool { return changed[table] || changed[other] }
	always := func(map[suite.Thing]bool) bool { return true }
	things := func(t ...suite.Thing) []suite.Thing { return t }
	tests := map[string]struct {
		left    []suite.Thing
		minds   func(map[suite.Thing]bool) bool
		stuck   []suite.Thing
		hidden  bool
		frozen  bool
		fragile bool
		nervous bool
		want    evidence.Weighed // Matters, How and Through
	}{
		"one of four":                          {left: all, minds: minds(table), want: evidence.Weighed{Matters: things(table), How: evidence.ByItself, Through: evidence.ByDatabase}},
		"a variable of four":                   {left: all, minds: minds(variable), want: evidence.Weighed{Matters: things(variable), How: evidence.ByItself, Through: evidence.ByProcess}},
		"the only one":                         {left: things(env), minds: minds(env), want: evidence.Weighed{Matters: things(env), How: evidence.ByItself, Through: evidence.ByProcess}},
		"two needed together":                  {left: all, minds: minds(table, variable), want: evidence.Weighed{Matters: things(table, variable), How: evidence.AnyOf, Through: evidence.ByBoth}},
		"either suffices":                      {left: all, minds: either, want: evidence.Weighed{Matters: things(table, other), How: evidence.Together, Through: evidence.ByDatabase}},
		"something else":                       {left: all, minds: always, want: evidence.Weighed{How: evidence.NothingSeen, Through: evidence.Elsewhere}},
		"the only one is not it":               {left: things(table), minds: always, want: evidence.Weighed{How: evidence.NothingSeen, Through: evidence.Elsewhere}},
		"one of forty":                         {left: many, minds: minds(many[23]), want: evidence.Weighed{Matters: things(many[23]), How: evidence.ByItself, Through: evidence.ByDatabase}},
		"it cannot be put back":                {left: things(table, env), minds: minds(env), stuck: things(env), want: evidence.Weighed{Through: evidence.ByProcess}},
		"it is hidden in the database":         {left: all, minds: always, hidden: true, want: evidence.Weighed{How: evidence.NothingSeen, Through: evidence.ByDatabase}},
		"the database cannot be restored":      {left: things(env), minds: always, hidden: true, frozen: true, want: evidence.Weighed{How: evidence.NothingSeen, Through: evidence.ByDatabase}},
		"nor be restored, and it is no matter": {left: things(env), minds: minds(env), frozen: true, want: evidence.Weighed{Matters: things(env), How: evidence.ByItself}},
		"many that do harm, put back together": {left: append(libraries, table), minds: minds(table), fragile: true, want: evidence.Weighed{Matters: things(table), How: evidence.Alone, Through: evidence.ByDatabase}},
		"a pause changes it":                   {left: all, minds: always, nervous: true},
		"nothing was seen":                     {minds: always, want: evidence.Weighed{Through: evidence.Elsewhere}},
	}
	for name, tt := range tests {
		for _, works := range []float64{1, 0.4} {
			t.Run(fmt.Sprintf("%s, works at %g", name, works), func(t *testing.T) {
				w := &world{left: tt.left, minds: tt.minds, works: works, stuck: tt.stuck, hidden: tt.hidden, frozen: tt.frozen, fragile: tt.fragile, nervous: tt.nervous, random: rand.New(rand.NewPCG(7, 7))}
				got, err := evidence.Weigh(t.Context(), caseOf(w, works), tt.left, true)
				if err != nil {
					t.Fatal(err)
				}
				short := evidence.Weighed{Matters: got.Matters, How: got.How, Through: got.Through}
				if diff := cmp.Diff(tt.want, short); diff != "" {
					t.Errorf("Weigh (-want +got):\n%s%+v", diff, got)
				}
			})
		}
	}
}

func caseOf(w *world, works float64) evidence.Case {
	return evidence.Case{
		Set: []suite.ID{"polluter"}, Victim: "victim", Probe: w.probe, Workers: 1, // so that chance is the same each time
		With: evidence.Cell{Effect: int(50 * works), Of: 50}, Without: evidence.Cell{Of: 50},
		Shows: func(a suite.Attempt) (effect, told bool) { return a.Outcome == suite.Fail, a.Outcome != suite.Skip },
	}
}
