package ptrtest_test

import (
	"fmt"
	"testing"

	"github.com/ptr-project/ptr/ptrtest"
)

func ExampleFact() {
	if err := ptrtest.SetFact("example", "known"); err != nil {
		fmt.Println(err)
	}
	value, known, err := ptrtest.Fact("example")
	fmt.Println(value, known, err)
	// Output: known true <nil>
}

func TestWhatNobodyHasSetIsNotKnown(t *testing.T) {
	if value, known, err := ptrtest.Fact("nobody-sets-this"); value != "" || known || err != nil {
		t.Errorf("Fact = %q, %v, %v", value, known, err)
	}
}

func TestAFactThatIsSetIsKnown(t *testing.T) {
	if err := ptrtest.SetFact("own", "1"); err != nil {
		t.Fatal(err)
	}
	if value, known, err := ptrtest.Fact("own"); value != "1" || !known || err != nil {
		t.Errorf("Fact = %q, %v, %v", value, known, err)
	}
}

func TestARunThatIsGoneIsAnError(t *testing.T) {
	t.Setenv("PTR_FACTS", "/nowhere/run")
	if err := ptrtest.SetFact("a", "1"); err == nil {
		t.Error("SetFact: no error")
	}
	if _, _, err := ptrtest.Fact("a"); err == nil {
		t.Error("Fact: no error")
	}
}
