package clone

import "fmt"

// A Choosy strategy cannot be used everywhere.
type Choosy interface {
	// Unfit returns an [*UnfitError] if the strategy cannot make clones of t here;
	// Clone then returns the same. It is nil as far as is known: t may lack what is
	// not known yet.
	Unfit(t Template) error
}

// Unfit is what s says of t, if it is choosy.
func Unfit(s Strategy, t Template) error {
	if c, ok := s.(Choosy); ok {
		return c.Unfit(t)
	}
	return nil
}

// An UnfitError says that a strategy needs what is not here.
type UnfitError struct {
	Strategy string
	Lacks    string // who lacks what, such as "PostgreSQL 15 cannot tell its system to share blocks"
	Instead  string // the strategy to use
	Err      error  // the cause; nil if Lacks is all
}

func (e *UnfitError) Error() string {
	text := fmt.Sprintf("strategy %q: %s", e.Strategy, e.Lacks)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *UnfitError) Unwrap() error { return e.Err }

// Hint is a way out.
func (e *UnfitError) Hint() string { return "use " + e.Instead }
