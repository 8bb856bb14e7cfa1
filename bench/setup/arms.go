package setup

import (
	"context"
	"time"

	"github.com/ptr-project/ptr/bench"
)

// arms are recipes in the making, with all that was seen of them.
type arms struct {
	all     []bench.Arm
	counted map[string]pass   // by recipe: that of the round that isn't counted
	passes  map[string][]pass // by recipe, in the order of the rounds
}

// newArms makes an arm of each recipe. The first two are what others are compared
// with: in the first round, which isn't counted, it is looked at what their statements
// wait for.
func newArms(l *laboratory, recipes []recipe) *arms {
	a := &arms{counted: map[string]pass{}, passes: map[string][]pass{}}
	for i, r := range recipes {
		a.all = append(a.all, bench.Arm{Name: r.name, Run: func(ctx context.Context) (bench.Sample, error) {
			_, again := a.counted[r.name]
			p, err := l.prepare(ctx, r, manner{finish: i == 1, counted: i < 2 && !again})
			if err != nil {
				return bench.Sample{}, err
			}
			l.done++
			if !again {
				a.counted[r.name] = p
			} else {
				a.passes[r.name] = append(a.passes[r.name], p)
			}
			return bench.Sample{Wall: time.Duration(p.life() * float64(time.Second)), CPU: p.cpu}, nil
		}})
	}
	return a
}
