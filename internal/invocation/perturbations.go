package invocation

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/perturb"
)

// ListPerturbations prints the perturbations that there are: what each does, and what a
// failure under it means.
func ListPerturbations(w io.Writer) error {
	table := console.Table(w, 3)
	table.Header("perturbation", "what it does", "a test that fails relies on")
	for _, p := range perturb.All() {
		name := p.Name
		if p.Values != "" {
			name += "[=…]"
		}
		if err := table.Append(name, p.Does, p.Means); err != nil {
			return err
		}
	}
	if err := table.Render(); err != nil {
		return err
	}
	for _, p := range perturb.All() {
		if p.Values == "" {
			continue
		}
		usual := ""
		if p.Usual != "" {
			usual = "; by itself " + p.Usual
		}
		if _, err := fmt.Fprintf(w, "%s=…  is %s%s\n", p.Name, p.Values, usual); err != nil {
			return err
		}
	}
	return nil
}

// Perturbations are those that o asks for.
func Perturbations(o Options) (perturb.Choices, error) {
	choices, err := perturb.Parse(o.Perturb)
	switch {
	case errors.Is(err, perturb.ErrUnknown):
		return nil, console.Usage(err, useOne(perturb.Names())+"; ptr run --perturb help says what they do")
	case err != nil:
		return nil, console.Usage(err, "ptr run --perturb help says what it takes")
	}
	return choices, nil
}

func useOne(names []string) string { return "use one of " + strings.Join(names, ", ") }
