package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/server"
)

func TestWhoeverKeepsATemplateFromBeingMadeIsSaidByTheStatus(t *testing.T) {
	cases := map[string]struct {
		err  error
		want int
	}{
		"a corrupt source":     {&clone.SourceError{Err: clone.ErrCorrupt}, console.BadUsage},
		"a command that ends":  {&clone.SourceError{Err: errors.New("exit status 1")}, console.BadUsage},
		"a full disk":          {clone.ErrSpace, console.PtrFailed},
		"a disk that fills":    {fmt.Errorf("%w: %w", clone.ErrSpace, &clone.SourceError{Err: errors.New("psql: No space left on device")}), console.PtrFailed},
		"no right to write":    {fs.ErrPermission, console.PtrFailed},
		"ports that are taken": {server.ErrNoPort, console.PtrFailed},
		"a server that ends":   {server.ErrUnstarted, console.PtrFailed},
		"a collation":          {&clone.SourceError{Err: clone.ErrCollation}, console.BadUsage},
		"the user":             {&clone.SourceError{Err: context.Canceled}, console.Interrupted},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			var got *console.Error
			err := unprepared(fmt.Errorf("preparing: %w", tt.err), housing.Set{Databases: []config.Database{{Existing: "seed.db"}}})
			if !errors.As(err, &got) || got.Status != tt.want || got.Hint == "" && got.Status != console.Interrupted {
				t.Errorf("unprepared(%v) = %#v, want status %d, and a hint", tt.err, got, tt.want)
			}
		})
	}
}
