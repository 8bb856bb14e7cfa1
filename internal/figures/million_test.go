package figures_test

import (
	"testing"

	"github.com/ptr-project/ptr/internal/figures"
)

func TestEveryTestOfAMillionIsStored(t *testing.T) {
	got, err := figures.Million{Tests: 3000, Units: 7, Workers: 2}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Passed != 3000 {
		t.Errorf("%d of 3000 passed", got.Passed)
	}
}
