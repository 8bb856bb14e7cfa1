package app

import (
	"testing"
	"time"
)

func TestAutoWorkers(t *testing.T) {
	cases := map[string]struct {
		past used
		want int
	}{
		"no history: one per core":             {used{0, 0, 2}, 2},
		"tests that compute: one per core":     {used{time.Minute, time.Minute, 2}, 2},
		"tests that wait half of the time":     {used{time.Minute, 30 * time.Second, 2}, 4},
		"parallel tests use more than a core":  {used{time.Minute, 2 * time.Minute, 2}, 2},
		"tests that only wait: four per core":  {used{time.Minute, time.Second, 2}, 8},
		"tests that wait for two fifths of it": {used{time.Minute, 36 * time.Second, 2}, 4},
		"two that nearly fill two cores":       {used{time.Minute, 53 * time.Second, 2}, 2},
		"four that fill two cores":             {used{time.Minute, 27 * time.Second, 4}, 4},
		"four that do not":                     {used{time.Minute, 20 * time.Second, 4}, 6},
		"one that computes":                    {used{time.Minute, time.Minute, 1}, 2},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			if got := autoWorkers(2, mostPerCore, tt.past); got != tt.want {
				t.Errorf("autoWorkers(2, %+v) = %d, want %d", tt.past, got, tt.want)
			}
		})
	}
}
