package flaky

import (
	"testing"

	"github.com/ptr-project/ptr/suite"
)

// A test that needs another is of another cause than one that fails after it.
func TestWhatNeedsATestIsAnotherCause(t *testing.T) {
	by := suite.Order{"a"}
	victims := []Result{{Test: "v", Kind: OrderDependent, By: by}, {Test: "w", Kind: OrderDependent, By: by}, {Test: "b", Kind: Brittle, By: by}}
	if groups := clusters(nil, victims); len(groups) != 2 || len(groups[0]) != 2 {
		t.Errorf("groups are %v, want the victims and the brittle one", groups)
	}
}
