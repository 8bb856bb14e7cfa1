package health_test

import (
	"strings"
	"testing"
)

// A test that is broken since half of the runs has one change, at its revision; one that
// fails in every fifth has none.
func TestThePageTellsWhereRatesChange(t *testing.T) {
	page := written(t, "html", example(8, 40))
	for _, want := range []string{
		"0 of 20 since 0abc000<br>20 of 20 since 0abc00a", `aria-label="orders.Test0002: 0 of 20, then 20 of 20"`, "the suite: red runs",
		"The rate of 1 of 4 tests that ever failed has changed.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if few := written(t, "html", example(8, 7)); strings.Contains(few, `id="rates"`) {
		t.Error("of seven runs a page tells where rates change")
	}
}

// Dependences with both ends are drawn by component, and said to who cannot see them.
func TestThePageDrawsWhoAffectsWhom(t *testing.T) {
	page := written(t, "html", example(8, 12))
	for _, want := range []string{
		"orders.Test0005 affects orders.Test0001; orders.Test0005 affects orders.Test0000; orders.Test0001 affects orders.Test",
		`aria-label="orders.Test0006 affects orders.Test0002"`, "<figcaption>4 tests, 3 dependences</figcaption>", "<figcaption>2 tests, 1 dependence</figcaption>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %q", want)
		}
	}
	if strings.Count(page, `<svg class="web"`) != 2 {
		t.Errorf("the page has %d webs, want 2", strings.Count(page, `<svg class="web"`))
	}
}
