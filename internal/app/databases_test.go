package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/server"
)

func TestWhoeverKeepsATemplateFromBeingMadeIsSaidByTheStatus(t *testing.T) {
	cases := map[string]struct {
		err  error
		want int
	}{
		"a corrupt source":     {&clone.SourceError{Err: clone.ErrCorrupt}, BadUsage},
		"a command that ends":  {&clone.SourceError{Err: errors.New("exit status 1")}, BadUsage},
		"a full disk":          {clone.ErrSpace, PtrFailed},
		"a disk that fills":    {fmt.Errorf("%w: %w", clone.ErrSpace, &clone.SourceError{Err: errors.New("psql: No space left on device")}), PtrFailed},
		"no right to write":    {fs.ErrPermission, PtrFailed},
		"ports that are taken": {server.ErrNoPort, PtrFailed},
		"a server that ends":   {server.ErrUnstarted, PtrFailed},
		"a collation":          {&clone.SourceError{Err: clone.ErrCollation}, BadUsage},
		"the user":             {&clone.SourceError{Err: context.Canceled}, Interrupted},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			var got *Error
			err := unprepared(fmt.Errorf("preparing: %w", tt.err), set{databases: []config.Database{{Existing: "seed.db"}}})
			if !errors.As(err, &got) || got.Status != tt.want || got.Hint == "" && got.Status != Interrupted {
				t.Errorf("unprepared(%v) = %#v, want status %d, and a hint", tt.err, got, tt.want)
			}
		})
	}
}
