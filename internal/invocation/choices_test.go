package invocation

import (
	"slices"
	"testing"
)

func TestEveryFlagThatTakesOneOfAFewNamesListsThem(t *testing.T) {
	all := Choices()
	tested := map[string]string{
		"backend": "mysql", "flaky": "fail", "framework": "runtests", "isolation": "restore", "order": "reverse",
		"perturb": "clock", "start-method": "fork", "storage": "memory", "strategy": "overlay",
	}
	for flag, one := range tested {
		if !slices.Contains(all[flag], one) {
			t.Errorf("--%s takes %q, want %s among them", flag, all[flag], one)
		}
	}
	if len(all) != len(tested) {
		t.Errorf("of %v one is not tested", all)
	}
}
