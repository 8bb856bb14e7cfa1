package app

import (
	"testing"
	"time"
)

func TestAutoWorkers(t *testing.T) {
	cases := map[string]struct {
		wall, cpu time.Duration
		want      int
	}{
		"no history: one per core":             {0, 0, 2},
		"tests that compute: one per core":     {time.Minute, time.Minute, 2},
		"tests that wait half of the time":     {time.Minute, 30 * time.Second, 4},
		"parallel tests use more than a core":  {time.Minute, 2 * time.Minute, 2},
		"tests that only wait: four per core":  {time.Minute, time.Second, 8},
		"tests that wait for two fifths of it": {time.Minute, 36 * time.Second, 4},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			if got := autoWorkers(2, mostPerCore, tt.wall, tt.cpu); got != tt.want {
				t.Errorf("autoWorkers(2, %v, %v) = %d, want %d", tt.wall, tt.cpu, got, tt.want)
			}
		})
	}
}
