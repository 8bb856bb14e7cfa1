package bisect

import "slices"

// cleaners adds, to the first cause of a victim, tests that make it pass if they run
// between that and the victim.
func (s *search) cleaners(f *Finding) error {
	if !s.lab.Cleaners || f.Kind != Victim || len(f.Causes) == 0 {
		return nil
	}
	cause := &f.Causes[0]
	h := s.hunt(passed, without(append(slices.Clone(s.lab.Order), s.lab.Others...), cause.Tests))
	lanes := h.lanes(cause.Tests, h.candidates, s.lab.Workers)
	readings, err := s.lab.run("chains behind the cause, for what undoes it", h.trials(lanes))
	if err != nil {
		return err
	}
	r := newChase(h)
	if err := r.follow(lanes, readings); err != nil {
		return err
	}
	for _, c := range r.causes {
		cause.Cleaners = append(cause.Cleaners, c.Tests...)
	}
	return nil
}
