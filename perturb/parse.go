package perturb

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrUnknown says that there is no perturbation of a name.
var ErrUnknown = errors.New("unknown perturbation")

// All are the perturbations that there are, in the order in which they are listed.
func All() []Perturbation {
	return []Perturbation{
		clock(), ties(), scheduler(), delays(), timezone(), locale(), hashseed(), gomaxprocs(),
		unordered(), sequences(), locks(), disk(), cpu(),
	}
}

// Parse reads what --perturb was given: each text has names, or NAME=VALUE, with commas
// between. The last value of a name counts.
func Parse(texts []string) (Choices, error) {
	chosen := map[string]string{}
	for _, text := range texts {
		for _, word := range strings.Split(text, ",") {
			name, value, err := parse(strings.TrimSpace(word))
			if err != nil {
				return nil, err
			}
			chosen[name] = value
		}
	}
	var choices Choices
	for _, p := range All() {
		if value, ok := chosen[p.Name]; ok {
			choices = append(choices, Choice{p, value})
		}
	}
	return choices, nil
}

func parse(word string) (name, value string, err error) {
	name, value, given := strings.Cut(word, "=")
	all := All()
	i := slices.IndexFunc(all, func(p Perturbation) bool { return p.Name == name })
	switch {
	case i < 0:
		return "", "", fmt.Errorf("%w %q", ErrUnknown, name)
	case given && all[i].Values == "":
		return "", "", fmt.Errorf("perturbation %s takes no value, such as %q", name, value)
	case !given:
		value = all[i].Usual
	}
	if all[i].Check == nil {
		return name, value, nil
	}
	if err := all[i].Check(value); err != nil {
		return "", "", fmt.Errorf("perturbation %s: %w", name, err)
	}
	return name, value, nil
}

// Names are those of [All].
func Names() []string {
	var names []string
	for _, p := range All() {
		names = append(names, p.Name)
	}
	return names
}

// oneOf checks that a value is among some.
func oneOf(values ...string) func(string) error {
	return func(value string) error {
		if !slices.Contains(values, value) {
			return fmt.Errorf("%q is not one of %s", value, strings.Join(values, ", "))
		}
		return nil
	}
}
