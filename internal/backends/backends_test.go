package backends

import (
	"errors"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/console"
)

func TestAURLOfAnotherBackendIsToldBySayingWhich(t *testing.T) {
	tests := map[string]struct {
		database config.Database
		want     string
	}{
		"MariaDB's for PostgreSQL": {config.Database{Backend: "postgres", Server: "mariadb://u:secret@h/"}, `backend = "mysql"`},
		"PostgreSQL's for MySQL":   {config.Database{Backend: "mysql", Server: "postgresql://u:secret@h/d"}, `backend = "postgres"`},
		"nobody's":                 {config.Database{Backend: "mysql", Server: "u:secret@tcp(h)/"}, "without server"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := On(nil, []config.Database{tt.database}, false, nil)
			var e *console.Error
			if !errors.As(err, &e) || e.Status != console.BadUsage || !strings.Contains(e.Hint, tt.want) || strings.Contains(e.Error()+e.Hint, "secret") {
				t.Errorf("On = %v, want the hint %q", err, tt.want)
			}
		})
	}
}
