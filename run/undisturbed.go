package run

import "context"

const (
	mostAside  = 20 // how many tests are run once more with nothing beside them
	mostInVain = 3  // how many of these may fail, until the others are taken to do so
)

// undisturbed runs what failed alone, too, once all other lanes have ended, and
// their processes.
func (l *lane) undisturbed(ctx context.Context) error {
	for l.ledger.vain() < mostInVain {
		a, ok := l.schedule.takeAside()
		if !ok {
			return nil
		}
		if _, err := l.runApart(ctx, a); err != nil {
			return err
		}
	}
	return nil
}
