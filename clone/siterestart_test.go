package clone

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

var errGone = errors.New("connection refused")

// absent is a server that is not there from some time on, and until another, after begin.
func absent(begin time.Time, from, to time.Duration) func() error {
	return func() error {
		if now := time.Since(begin); now >= from && now < to {
			return errGone
		}
		return nil
	}
}

func TestWorkThatAServersRestartDisturbsIsDoneOnceMore(t *testing.T) {
	tests := map[string]struct {
		from, to time.Duration // in which the server is not there
		takes    time.Duration
		works    int
		want     error
	}{
		"it is there":                 {0, 0, time.Second, 1, nil},
		"it comes back":               {0, 5 * time.Second, time.Second, 1, nil},
		"it goes meanwhile":           {time.Second, 5 * time.Second, 2 * time.Second, 2, nil},
		"it never comes back":         {0, time.Hour, time.Second, 0, errGone},
		"it goes and never comes":     {time.Second, time.Hour, 2 * time.Second, 1, errGone},
		"it comes back after so long": {0, Patience + time.Second, time.Second, 0, errGone},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				answer, works := absent(time.Now(), tt.from, tt.to), 0
				err := new(restart).despite(t.Context(), answer, func() error {
					works++
					time.Sleep(tt.takes)
					return answer()
				})
				if works != tt.works || !errors.Is(err, tt.want) {
					t.Errorf("despite() = %v after %d times, want %v after %d", err, works, tt.want, tt.works)
				}
			})
		})
	}
}

func TestWorkThatFailsByItselfIsDoneOnce(t *testing.T) {
	own, works := errors.New("its own"), 0
	err := new(restart).despite(t.Context(), func() error { return nil }, func() error { works++; return own })
	if works != 1 || !errors.Is(err, own) {
		t.Errorf("despite() = %v after %d times", err, works)
	}
}

func TestAServerIsGivenUpOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r restart
		for range 3 {
			_ = r.await(t.Context(), func() error { return errGone })
		}
		if begin := time.Now(); r.await(context.Background(), func() error { return errGone }) == nil || time.Since(begin) > 0 {
			t.Errorf("await() has waited for %v", time.Since(begin))
		}
	})
}
