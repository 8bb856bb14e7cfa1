package evidence_test

import (
	"testing"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

func TestWhoListensOnAnAddressInUseIsTold(t *testing.T) {
	const goes, python = "a_test.go:8080: listen tcp 127.0.0.1:9090: bind: address already in use", "OSError: [Errno 98] Address already in use"
	tests := map[string]struct {
		failure string
		open    []string
		want    string
	}{
		"the port is told":               {goes, []string{"fd 5: listening on 127.0.0.1:80", "fd 7: listening on [::]:9090"}, "[::]:9090"},
		"another port":                   {goes, []string{"fd 7: listening on 127.0.0.1:80"}, ""},
		"no port is told":                {python, []string{"fd 5: /tmp/x", "fd 7: listening on 127.0.0.1:80"}, "127.0.0.1:80"},
		"no port is told, of two":        {python, []string{"fd 5: listening on 127.0.0.1:81", "fd 7: listening on 127.0.0.1:80"}, ""},
		"the path of a socket":           {"listen unix /tmp/s: bind: address already in use", []string{"fd 7: listening on /tmp/s"}, "/tmp/s"},
		"another failure":                {"a_test.go:9: 127.0.0.1:80", []string{"fd 7: listening on 127.0.0.1:80"}, ""},
		"it is connected, and no server": {python, []string{"fd 7: connected to 127.0.0.1:80 from 127.0.0.1:3111"}, ""},
	}
	for name, tt := range tests {
		a := suite.Attempt{Test: "a"}
		for _, what := range tt.open {
			a.Leaks = append(a.Leaks, suite.Leak{Kind: suite.LeakFile, What: what})
		}
		_, got, ok := evidence.InUse(tt.failure, evidence.LeftBy(a))
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s: InUse = %q, %v, want %q", name, got, ok, tt.want)
		}
	}
}
