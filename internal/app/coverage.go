package app

import "context"

// A coverer merges what processes that were built for coverage left.
type coverer interface {
	MergeCoverage(ctx context.Context, file string) error
}

// mergeCoverage writes the profile of all processes that -coverprofile asked
// for.
func (s *Session) mergeCoverage(ctx context.Context) error {
	if c, ok := s.Framework.(coverer); ok {
		return c.MergeCoverage(ctx, s.Go.CoverProfile)
	}
	return nil
}
