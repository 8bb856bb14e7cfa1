package mysql

import (
	"errors"
	"slices"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

func TestAServerWithoutAClonePluginIsToldFromOthers(t *testing.T) {
	cases := map[string]string{
		"10.11.19-MariaDB": `strategy "plugin": MariaDB 10.11.19 has no clone plugin, which came with MySQL 8.0.17`,
		"11.4.2-MariaDB":   `strategy "plugin": MariaDB 11.4.2 has no clone plugin, which came with MySQL 8.0.17`,
		"5.7.44":           `strategy "plugin": MySQL 5.7.44 has no clone plugin, which came with MySQL 8.0.17`,
		"8.0.16":           `strategy "plugin": MySQL 8.0.16 has no clone plugin, which came with MySQL 8.0.17`,
		"8.0.17":           "",
		"8.0.43":           "",
		"8.4.0":            "",
		"9.1.0":            "",
	}
	for version, want := range cases {
		t.Run(version, func(t *testing.T) {
			err := noPlugin(server.Installation{Version: version})
			var said *clone.UnfitError
			switch {
			case want == "" && err != nil, want != "" && (!errors.As(err, &said) || err.Error() != want):
				t.Errorf("noPlugin(%s) = %v, want %q", version, err, want)
			case said != nil && said.Hint() != "use copy":
				t.Errorf("the hint is %q", said.Hint())
			}
		})
	}
}

func TestWithoutAServerNothingIsSaidOfPlugins(t *testing.T) {
	b := &backend{find: func() (server.Installation, error) { return server.Installation{}, server.ErrNotInstalled }}
	if err := newPlugin(b).Unfit(clone.Template{}); err != nil {
		t.Errorf("got %v, want that others say what is missing", err)
	}
}

func TestThePathOfACloneIsQuoted(t *testing.T) {
	want := `CLONE LOCAL DATA DIRECTORY = '/tmp/it\'s \\ here'`
	if got := cloning(`/tmp/it's \ here`); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTheServerThatClonesItselfLoadsThePlugin(t *testing.T) {
	if got := ofDonors(server.Installation{Version: "8.0.36"}); !slices.Contains(got, "--plugin-load-add=mysql_clone.so") {
		t.Errorf("its settings are %q", got)
	}
}
