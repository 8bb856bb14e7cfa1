package polluter

import (
	"testing"

	"example.com/zoo/polluter/inner"
)

var registry = map[string][]int{}

func TestNothing(t *testing.T) {}

func TestRegister(t *testing.T) { registry["x"] = append(registry["x"], 7) }

func TestInner(t *testing.T) { inner.Raise() }

func TestTidy(t *testing.T) {
	registry["y"] = nil
	t.Cleanup(func() { delete(registry, "y") })
}

func TestParallel(t *testing.T) {
	t.Parallel()
	registry = nil
}

func TestParallelToo(t *testing.T) { t.Parallel() }
