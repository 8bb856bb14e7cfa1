package mysql_test

import (
	"testing"

	"github.com/ptr-project/ptr/clone/clonetest"
)

func TestConformanceByReflinks(t *testing.T) {
	clonetest.OnReflinks(t)
	clonetest.RunOnly(t, subject(), "reflink")
}
