package postgres

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

func TestAServerThatIsTooOldForAStrategyIsToldFromOthers(t *testing.T) {
	cases := map[string]struct {
		strategy string
		major    int
		want     string
	}{
		"17 cannot share blocks":         {fileCopyClone, 17, `strategy "file_copy_clone": PostgreSQL 17 does not have it, it came with 18`},
		"18 can":                         {fileCopyClone, 18, ""},
		"later ones can":                 {fileCopyClone, 21, ""},
		"14 copies files alone":          {walLog, 14, `strategy "wal_log": PostgreSQL 14 does not have it, it came with 15`},
		"15 knows another way":           {walLog, 15, ""},
		"files can be copied everywhere": {fileCopy, 11, ""},
		"nothing is installed":           {fileCopyClone, 0, ""},
		"a dump needs no version":        {"dump", 11, ""},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			err := tooOld(tt.strategy, tt.major)
			var said *clone.UnfitError
			switch {
			case tt.want == "" && err != nil, tt.want != "" && (!errors.As(err, &said) || err.Error() != tt.want):
				t.Errorf("tooOld(%s, %d) = %v, want %q", tt.strategy, tt.major, err, tt.want)
			case said != nil && said.Hint() != "use file_copy":
				t.Errorf("the hint is %q", said.Hint())
			}
		})
	}
}

func TestStatementsAreThoseOfTheServersVersion(t *testing.T) {
	cases := map[string]struct {
		strategy string
		major    int
		want     []string
	}{
		"before there were strategies": {fileCopy, 14, []string{`CREATE DATABASE "to" TEMPLATE "from"`}},
		"files":                        {fileCopy, 15, []string{`CREATE DATABASE "to" TEMPLATE "from" STRATEGY file_copy`}},
		"the log":                      {walLog, 18, []string{`CREATE DATABASE "to" TEMPLATE "from" STRATEGY wal_log`}},
		"blocks that are shared":       {fileCopyClone, 18, []string{"SET file_copy_method = clone", `CREATE DATABASE "to" TEMPLATE "from" STRATEGY file_copy`}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			got := copying{major: tt.major, from: "from", to: "to"}.templating(tt.strategy)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("statements:\n%s", diff)
			}
		})
	}
}

func TestTheVersionOfABetaIsKnown(t *testing.T) {
	for version, want := range map[string]int{"15.18": 15, "18beta1": 18, "": 0} {
		b := backend{find: func() (server.Installation, error) { return server.Installation{Version: version}, nil }}
		if got := b.major(); got != want {
			t.Errorf("the version %q is %d, want %d", version, got, want)
		}
	}
}
