package app

import (
	"context"
	"fmt"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/suite"
)

// What ptr takes of the sessions that a server lets it have.
const (
	ownSessions    = 2 // its own beside those that it has already, whatever the number of workers
	workerSessions = 2 // for each: one that its tests have, one that makes its next clone
	watchSessions  = 2 // for each of its databases, if changes are watched: there, and in the original
)

// crowded is the way out.
const crowded = "let others end theirs, or raise the limit, which is the server's or that of the user"

// fit bounds the workers so that servers that others run let them all in, and says so.
func (s *Session) fit(ctx context.Context, all []housing.Set) error {
	for i := range all {
		l, ok := all[i].Backend.(clone.Lodger)
		if !ok {
			continue
		}
		free, err := l.Sessions(ctx)
		if err != nil {
			return unprepared(err, all[i])
		}
		wanted, err := s.workers(ctx)
		if err != nil {
			return err
		}
		each := workerSessions
		if s.watches() {
			each += watchSessions * len(all[i].Databases)
		}
		if s.limit = (free - ownSessions) / each; s.limit < 1 {
			return console.Usage(fmt.Errorf("%s lets in %s more, and ptr needs %d", l.Server(), console.Plural(max(free, 0), "session"), ownSessions+each), crowded)
		}
		if s.limit < wanted {
			all[i].Template.Warnings = append(all[i].Template.Warnings, suite.Warned{
				Text: fmt.Sprintf("%s lets in %s more: enough for %s, and not %d", l.Server(), console.Plural(free, "session"), console.Plural(s.limit, "worker"), wanted),
				Hint: crowded,
			})
		}
		s.limit = min(s.limit, wanted)
	}
	return nil
}
