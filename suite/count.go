package suite

// A Count is how often a test failed and passed.
type Count struct {
	Failed int `json:"failed"`
	Passed int `json:"passed"`
}

// Of is how often it ran.
func (c Count) Of() int { return c.Failed + c.Passed }

// Add counts what one run of a test says.
func (c *Count) Add(s Saying) {
	switch s {
	case Fails:
		c.Failed++
	case Passes:
		c.Passed++
	}
}

// A Saying is what one run of a test says of it.
type Saying int

// What runs say.
const (
	Nothing Saying = iota // it was not run, was skipped, or failed for a reason that is not looked for
	Passes
	Fails
)

// SayingOf is what an attempt says, where any failure counts.
func SayingOf(a Attempt) Saying {
	switch {
	case a.Outcome == Pass || a.Outcome == ExpectedFailure:
		return Passes
	case a.Outcome.Bad():
		return Fails
	}
	return Nothing
}
