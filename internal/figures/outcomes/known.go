package outcomes

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Known is a difference that is expected, with its cause.
type Known struct {
	Test  string // its name, in which a * stands for any text
	Ptr   string // its outcome under ptr; "" is any
	Cause string // why, for people
}

// ReadKnown reads a TOML file with a table [[known]] for each difference that is
// expected.
func ReadKnown(file string) ([]Known, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var document struct{ Known []Known }
	err = toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&document)
	var strict *toml.StrictMissingError
	switch {
	case errors.As(err, &strict):
		line, _ := strict.Errors[0].Position()
		return nil, fmt.Errorf("%s:%d: unknown key %q", file, line, strings.Join(strict.Errors[0].Key(), "."))
	case err != nil:
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for i, k := range document.Known {
		if k.Test == "" || k.Cause == "" {
			return nil, fmt.Errorf("%s: difference %d has no test, or no cause", file, i+1)
		}
	}
	return document.Known, nil
}

// Explain gives differences that are known their causes, and returns the others
// apart. Both are empty lists, and not nil, if there are none.
func Explain(differences []Difference, known []Known) (explained, others []Difference) {
	explained, others = []Difference{}, []Difference{}
	for _, d := range differences {
		for _, k := range known {
			if k.fits(d) {
				d.Cause = k.Cause
				break
			}
		}
		if d.Cause != "" {
			explained = append(explained, d)
		} else {
			others = append(others, d)
		}
	}
	return explained, others
}

func (k Known) fits(d Difference) bool {
	pattern := "(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(k.Test), `\*`, ".*") + "$"
	return (k.Ptr == "" || k.Ptr == d.Ptr.Outcome) && regexp.MustCompile(pattern).MatchString(d.Name)
}
