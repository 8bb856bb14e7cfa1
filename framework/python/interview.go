package python

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
)

// An interview is a process that describes the suite and lists its tests, with what it
// has said of them so far.
type interview struct {
	worker *spoken.Worker
	known  knowledge
	loan   loan
}

// interview starts a process and has it describe the suite. It is lent a database of each backend.
func (f *Framework) interview(ctx context.Context, labels, backends []string) (q interview, err error) {
	// A process is set up for its labels, also where it is only to describe the suite.
	inventory, err := json.Marshal(map[string][]string{"labels": append([]string{}, labels...)})
	if err != nil {
		return q, err
	}
	if q.loan, err = f.lend(ctx, backends); err != nil {
		return q, err
	}
	place := worker.Place{Env: q.loan.env, TempDir: f.o.Temp}
	if q.worker, err = f.spawn(place, f.options("", place, string(inventory))); err != nil {
		return q, err
	}
	project, err := q.worker.Describe(ctx)
	if err != nil {
		return q, setUp(ctx, err)
	}
	q.known = knowledge{Project: project.Name, Versions: project.Settings["versions"]}
	if text := project.Settings["databases"]; text != "" {
		if err := json.Unmarshal([]byte(text), &q.known.Databases); err != nil {
			return q, fmt.Errorf("the worker's databases: %w", err)
		}
	}
	return q, nil
}

// list has the process find the tests that labels name.
func (q *interview) list(ctx context.Context, labels []string) error {
	listing, err := q.worker.Select(ctx, labels)
	if err != nil {
		return setUp(ctx, err)
	}
	q.known.Tests, q.known.Inventory = listing.Tests, listing.Inventory
	for _, p := range listing.Problems {
		switch p.What {
		case "option":
			q.known.Ignored = append(q.known.Ignored, p.Name)
		case "settings":
			return &NoSettingsError{p.Text, p.Like}
		}
	}
	return nil
}

func (q *interview) close(ctx context.Context) {
	if q.worker != nil {
		// How it ends tells nothing that what it has said does not.
		_, _ = q.worker.Close(context.WithoutCancel(ctx))
	}
	q.loan.end()
	q.worker = nil
}

// serversOf are the backends of databases that are on servers.
func serversOf(databases []database) []string {
	var backends []string
	for _, d := range databases {
		backends = append(backends, d.Backend)
	}
	slices.Sort(backends)
	return withServers(slices.Compact(backends)...)
}

// withServers are those of backends that have servers.
func withServers(backends ...string) []string {
	return slices.DeleteFunc(backends, func(b string) bool { return b == "" || b == "sqlite" })
}

// setUp says that err is the suite's, unless a label is wrong or ptr was
// interrupted.
func setUp(ctx context.Context, err error) error {
	var label *spoken.LabelError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &label):
		return err
	}
	return &SetUpError{err}
}

// serverLines say where a database on a server is, as patterns of its values.
func serverLines(backend string) []string {
	return []string{"backend=" + backend, "socket={socket}", "user={user}", "password={password}", "database={database}"}
}

// filled are the lines with the values in place.
func filled(lines []string, values map[string]string) string {
	text := strings.Join(lines, "\n")
	for name, value := range values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}
