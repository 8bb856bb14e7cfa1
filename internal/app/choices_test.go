package app

import (
	"slices"
	"testing"
)

func TestEveryFlagThatTakesOneOfAFewNamesListsThem(t *testing.T) {
	for flag, one := range map[string]string{
		"backend": "mysql", "flaky": "fail", "framework": "runtests", "isolation": "restore", "order": "reverse",
		"perturb": "clock", "start-method": "fork", "storage": "memory", "strategy": "overlay",
	} {
		if !slices.Contains(ChoiceFlags(), flag) || !slices.Contains(Choices(flag), one) {
			t.Errorf("Choices(%q) = %q, want %s among them", flag, Choices(flag), one)
		}
	}
	if len(ChoiceFlags()) != 9 {
		t.Errorf("%q: a flag is not tested", ChoiceFlags())
	}
}
