package kill

import (
	"errors"
	"math/rand/v2"
	"os"
	"testing"
)

func TestATargetThatEndsBeforeItIsHitIsNoTarget(t *testing.T) {
	vet, cgo, worker := process{pid: 1, name: "vet"}, process{pid: 2, name: "cgo"}, process{pid: 3, name: "p0.test"}
	for name, tt := range map[string]struct {
		aim    aim
		looks  int
		found  map[aim][][]process // look by look; the last stays
		ended  map[int]bool
		struck string
		err    error
	}{
		"there is one":           {grandchild, 3, map[aim][][]process{grandchild: {{cgo}}}, nil, "cgo", nil},
		"the next is hit":        {grandchild, 3, map[aim][][]process{grandchild: {{vet}, {cgo}}}, map[int]bool{1: true}, "cgo", nil},
		"none is left":           {grandchild, 3, map[aim][][]process{grandchild: {{vet}}}, map[int]bool{1: true}, "vet", os.ErrProcessDone},
		"one that comes late":    {grandchild, 3, map[aim][][]process{grandchild: {nil, {cgo}}}, nil, "cgo", nil},
		"the level above":        {grandchild, 2, map[aim][][]process{child: {{worker}}}, nil, "p0.test", nil},
		"no server, so a worker": {server, 1, map[aim][][]process{child: {{worker}}}, nil, "p0.test", nil},
	} {
		t.Run(name, func(t *testing.T) {
			targets := func(a aim) []process {
				looks := tt.found[a]
				if len(looks) == 0 {
					return nil
				}
				if len(looks) > 1 {
					tt.found[a] = looks[1:]
				}
				return looks[0]
			}
			kill := func(pid int) error {
				if tt.ended[pid] {
					return os.ErrProcessDone
				}
				return nil
			}
			struck, err := strike(tt.aim, tt.looks, targets, kill, rand.New(rand.NewPCG(1, 0)))
			if struck != tt.struck || !errors.Is(err, tt.err) {
				t.Errorf("struck %q, %v; want %q, %v", struck, err, tt.struck, tt.err)
			}
		})
	}
}
