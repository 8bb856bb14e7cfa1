package audit_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"example.com/shop/audit"
	"example.com/shop/internal/shoptest"
)

func open(t *testing.T) audit.Log { return audit.Log{DB: shoptest.OpenAudit(t)} }

func record(t *testing.T, l audit.Log, actor, action, subject string) audit.Entry {
	t.Helper()
	e, err := l.Record(t.Context(), actor, action, subject)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func actions(entries []audit.Entry) string {
	var all []string
	for _, e := range entries {
		all = append(all, e.Action)
	}
	return strings.Join(all, " ")
}

func TestRecord(t *testing.T) {
	t.Parallel()
	l, subject := open(t), shoptest.Unique("order")
	want := record(t, l, "ada", "order.place", subject)
	got, err := l.About(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] != want {
		t.Errorf("About = %+v, want only %+v", got, want)
	}
}

func TestRecordRefusesIncompleteEntries(t *testing.T) {
	t.Parallel()
	l := open(t)
	tests := map[string]struct{ actor, action, subject string }{
		"no actor":   {"", "order.place", "order 1"},
		"no action":  {"ada", "", "order 1"},
		"no subject": {"ada", "order.place", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := l.Record(t.Context(), tt.actor, tt.action, tt.subject); !errors.Is(err, audit.ErrIncomplete) {
				t.Errorf("got %v, want ErrIncomplete", err)
			}
		})
	}
}

func TestAboutIsInOrder(t *testing.T) {
	t.Parallel()
	l, subject := open(t), shoptest.Unique("order")
	for _, action := range []string{"place", "pay", "ship", "refund"} {
		record(t, l, "ada", action, subject)
	}
	got, err := l.About(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := actions(got), "place pay ship refund"; got != want {
		t.Errorf("actions %q, want %q", got, want)
	}
}

func TestAboutNothing(t *testing.T) {
	t.Parallel()
	if got, err := open(t).About(t.Context(), shoptest.Unique("nothing")); err != nil || len(got) != 0 {
		t.Errorf("About = %+v, %v", got, err)
	}
}

func TestByIsWhatOneActorDid(t *testing.T) {
	t.Parallel()
	l, ada, bob := open(t), shoptest.Unique("ada"), shoptest.Unique("bob")
	first := record(t, l, ada, "place", "order 1")
	record(t, l, bob, "cancel", "order 1")
	last := record(t, l, ada, "pay", "order 1")
	tests := map[string]struct {
		from, to time.Time
		want     string
	}{
		"all":    {first.At, last.At.Add(time.Millisecond), "place pay"},
		"before": {first.At.Add(-time.Hour), first.At, ""},
		"after":  {last.At.Add(time.Millisecond), last.At.Add(time.Hour), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := l.By(t.Context(), ada, tt.from, tt.to)
			if err != nil {
				t.Fatal(err)
			}
			if got := actions(got); got != tt.want {
				t.Errorf("actions %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNothingIsEverChanged(t *testing.T) {
	l, subject := open(t), shoptest.Unique("order")
	record(t, l, "ada", "place", subject)
	tests := map[string]string{
		"update": `UPDATE entries SET actor = 'bob' WHERE subject = ?`,
		"delete": `DELETE FROM entries WHERE subject = ?`,
	}
	for name, statement := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := l.DB.ExecContext(t.Context(), statement, subject); err == nil {
				t.Errorf("%s succeeded", statement)
			}
			if got, err := l.About(t.Context(), subject); err != nil || len(got) != 1 || got[0].Actor != "ada" {
				t.Errorf("About = %+v, %v", got, err)
			}
		})
	}
}

func TestRollbackLeavesNoEntry(t *testing.T) {
	l, subject := open(t), shoptest.Unique("order")
	tx, err := l.DB.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(`INSERT INTO entries (at, actor, action, subject) VALUES (0, 'ada', 'place', ?)`, subject); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if got, err := l.About(t.Context(), subject); err != nil || len(got) != 0 {
		t.Errorf("About = %+v, %v", got, err)
	}
}

func TestEntriesKnowWhen(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the clock")
	}
	l, subject := open(t), shoptest.Unique("order")
	first := record(t, l, "ada", "place", subject)
	time.Sleep(200 * time.Millisecond)
	second := record(t, l, "ada", "pay", subject)
	if !second.At.After(first.At) {
		t.Errorf("second at %v, first at %v", second.At, first.At)
	}
}
