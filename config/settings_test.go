package config

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFlagsBeatTheEnvironmentWhichBeatsTheFile(t *testing.T) {
	file, err := parse([]byte("workers = 2\nstorage = 'disk'\n[database.d]\nbackend = 'sqlite'"), t.TempDir(), known)
	if err != nil {
		t.Fatal(err)
	}
	environment, err := Environment(getenv("PTR_WORKERS", "3", "PTR_SEED", "7"))
	if err != nil {
		t.Fatal(err)
	}
	flags := Settings{Workers: "auto", Isolation: "restore", Strategy: "filecopy", Timeout: time.Second}
	got := file
	for _, s := range []Settings{environment, flags} {
		if got, err = got.With(s, known); err != nil {
			t.Fatal(err)
		}
	}
	want := file
	want.Workers, want.Isolation, want.Timeout, want.Seed = Auto, "restore", time.Second, 7
	want.Databases = []Database{file.Databases[0]}
	want.Databases[0].Strategy = "filecopy"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if file.Databases[0].Strategy != "auto" {
		t.Error("With changed the Config that it was called on")
	}
}

func TestSettingsErrors(t *testing.T) {
	cases := map[string]struct {
		settings Settings
		want     Error
	}{
		"framework": {Settings{Framework: "rust"}, Error{Text: `unknown framework "rust"`, Hint: "use one of go, command, worker"}},
		"workers":   {Settings{Workers: "-2"}, Error{Text: `workers "-2": want a number above 0, or auto`}},
		"strategy":  {Settings{Strategy: "cp"}, Error{Text: `unknown strategy "cp"`, Hint: "use one of auto, backup, filecopy"}},
		"timeout":   {Settings{Timeout: -time.Second}, Error{Text: "timeout -1s is below 0"}},
	}
	for _, databases := range [][]Database{{{Alias: "d", Backend: "sqlite"}}, nil} {
		c := Config{Databases: databases}
		for name, tt := range cases {
			_, err := c.With(tt.settings, known)
			if diff := cmp.Diff(error(&tt.want), err); diff != "" {
				t.Errorf("%s, %d databases (-want +got):\n%s", name, len(databases), diff)
			}
		}
	}
}

func TestEnvironmentErrors(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"PTR_WORKERS", "many", `PTR_WORKERS: workers "many": want a number above 0, or auto`},
		{"PTR_SEED", "0", `PTR_SEED: "0" is not a number above 0`},
	} {
		if _, err := Environment(getenv(tt.name, tt.value)); err == nil || err.Error() != tt.want {
			t.Errorf("%s=%s: error %v, want %s", tt.name, tt.value, err, tt.want)
		}
	}
}

func TestWorkersAreWhatTheyArePrintedAs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Workers(rapid.IntRange(1, 1<<30).Draw(t, "workers"))
		if got, err := ParseWorkers(want.String()); err != nil || got != want {
			t.Errorf("ParseWorkers(%q) = %d, %v", want, got, err)
		}
	})
	if got, err := ParseWorkers(Auto.String()); err != nil || got != Auto {
		t.Errorf("ParseWorkers(%q) = %d, %v", Auto, got, err)
	}
}

// getenv is an environment of names and values in turn.
func getenv(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}
