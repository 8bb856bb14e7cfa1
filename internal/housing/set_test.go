package housing_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/postgres"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
)

func TestDatabasesThatShareAServerAreASet(t *testing.T) {
	of := func(alias, backend, strategy string) config.Database {
		return config.Database{Alias: alias, Backend: backend, Strategy: strategy}
	}
	tests := map[string]struct {
		databases []config.Database
		want      []string // aliases of each set
	}{
		"none":                     {nil, nil},
		"files":                    {[]config.Database{of("a", "sqlite", "auto"), of("b", "sqlite", "auto")}, []string{"a", "b"}},
		"of one server":            {[]config.Database{of("a", "postgres", "auto"), of("b", "postgres", "auto")}, []string{"a+b"}},
		"cloned in different ways": {[]config.Database{of("a", "postgres", "auto"), of("b", "postgres", "copy")}, []string{"a", "b"}},
		"with a file between them": {[]config.Database{of("a", "postgres", "auto"), of("b", "sqlite", "auto"), of("c", "postgres", "auto")}, []string{"a+c", "b"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range housing.Divide(tt.databases, kinds()) {
				var aliases []string
				for _, d := range s.Databases {
					aliases = append(aliases, d.Alias)
				}
				got = append(got, strings.Join(aliases, "+"))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got the sets %q, want %q", got, tt.want)
			}
		})
	}
}

// kinds are two backends, whose servers nobody starts.
func kinds() map[backends.Kind]clone.Backend {
	return map[backends.Kind]clone.Backend{
		backends.KindOf(config.Database{Backend: "sqlite"}):   sqlite.New(),
		backends.KindOf(config.Database{Backend: "postgres"}): postgres.New(postgres.Options{}),
	}
}

func TestAStrategyThatDoesNotExistIsRefusedWithThoseThatDo(t *testing.T) {
	s := housing.Divide([]config.Database{{Alias: "default", Backend: "sqlite", Strategy: "magic"}}, kinds())[0]
	_, err := s.Chosen()
	var said *console.Error
	if !errors.As(err, &said) || said.Status != console.BadUsage {
		t.Fatalf("got %v, want a user's error", err)
	}
	if !strings.Contains(said.Error(), `"default"`) || !strings.Contains(said.Error(), `"magic"`) || !strings.Contains(said.Hint, "auto") {
		t.Errorf("%v (%s): want the database, the strategy, and what else there is", said, said.Hint)
	}
}

func TestFilesCanBeKept(t *testing.T) {
	s := housing.Divide([]config.Database{{Alias: "default", Backend: "sqlite", Strategy: "auto"}}, kinds())[0]
	if err := s.Keepable(); err != nil {
		t.Error(err)
	}
}
