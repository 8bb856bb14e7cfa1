package app

import (
	"testing"
	"time"

	"github.com/ptr-project/ptr/suite"
)

func TestATestIsGivenWhatItTakesManyTimesOver(t *testing.T) {
	const limit = 10 * time.Minute
	pass, hang := suite.Attempt{Test: "t", Outcome: suite.Pass, Duration: time.Second}, suite.Attempt{Test: "t", Outcome: suite.Timeout}
	tests := map[string]struct {
		seen  []suite.Attempt
		limit time.Duration
		want  time.Duration
	}{
		"of which nothing is known":     {nil, limit, limit},
		"that only failed":              {[]suite.Attempt{{Test: "t", Outcome: suite.Fail}}, limit, limit},
		"that passed":                   {[]suite.Attempt{pass}, limit, 80 * time.Second},
		"that passed, and hung":         {[]suite.Attempt{pass, hang}, limit, 25 * time.Second},
		"that hung, and never passed":   {[]suite.Attempt{hang}, limit, time.Minute},
		"that has a limit of its own":   {[]suite.Attempt{pass, hang}, time.Second, time.Second},
		"that hangs, and has no limit":  {[]suite.Attempt{hang}, 0, time.Minute},
		"that passed, and has no limit": {[]suite.Attempt{pass}, 0, 80 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var p Patience
			for _, a := range tt.seen {
				p.see(a)
			}
			if got := p.Of("t", tt.limit); got != tt.want {
				t.Errorf("it is given %v, want %v", got, tt.want)
			}
		})
	}
}
