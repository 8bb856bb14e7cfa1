package mysql_test

import (
	"testing"

	"github.com/ptr-project/ptr/clone/clonetest"
)

func TestTheTablesInDocsHaveAllStrategies(t *testing.T) { clonetest.Documented(t, subject()) }
