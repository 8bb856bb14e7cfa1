package flakes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/suite"
)

// perturb sets the suite up once more, under what text says. What cannot be done here is
// left out, aloud.
func (h *hunt) perturb(ctx context.Context, text string) error {
	o := h.Session.Options
	o.Perturb, o.Seed, o.Python.Hatch = []string{text}, h.Config.Seed, false
	s, err := app.Open(h.Streams, o)
	if err != nil {
		return err
	}
	h.others = append(h.others, s)
	p, _, err := s.Prober(ctx)
	if err != nil {
		return err
	}
	for _, e := range s.Unperturbed() {
		fmt.Fprintln(h.Streams.Err, "ptr: warning:", e.(suite.Warned).Text)
	}
	condition := s.Condition()
	if condition == "" {
		return nil
	}
	var means []string
	for _, c := range s.Perturbed() {
		means = append(means, c.Means)
	}
	sweeper := &sweeper{Prober: p, condition: condition}
	h.sweepers = append(h.sweepers, sweeper)
	h.perturbed = append(h.perturbed, flaky.Condition{Name: condition, Means: strings.Join(means, ", "), Probe: sweeper.probe})
	return nil
}

func (h *hunt) close() error {
	var errs []error
	for _, s := range h.others {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// dealt is the suite as it is, but that all its processes have the n-th seed of hashes.
func (h *hunt) dealt(n int) flaky.Condition {
	seed := perturb.Hashseed(n)
	one := &sweeper{Prober: h.sweeper.Prober, condition: seed.String(), env: seed.Env(seed.Value, 0)}
	return flaky.Condition{Name: one.condition, Means: seed.Means, Probe: one.probe}
}
