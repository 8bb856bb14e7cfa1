package ran

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readJUnit takes all cases, in the order of the file, as those of one process.
func readJUnit(r io.Reader) (Report, error) {
	d := xml.NewDecoder(r)
	d.CharsetReader = ofCharset
	var j junitReader
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return Report{Processes: []Process{{Tests: j.tests}}, Sorted: j.sorted}, nil
		case err != nil:
			return Report{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := j.start(token); err != nil {
				line, _ := d.InputPos()
				return Report{}, fmt.Errorf("line %d: %w", line, err)
			}
		case xml.EndElement:
			j.depth--
		}
	}
}

// ofCharset reads what is said to be UTF-16, which [Read] has decoded by its byte order mark.
func ofCharset(name string, r io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(name), "utf-16") {
		return r, nil
	}
	return nil, fmt.Errorf("the text is %s: UTF-8 and UTF-16 are read", name)
}

type junitReader struct {
	tests  []Test
	sorted string
	depth  int
	within int // the depth of the case that has begun last
}

func (j *junitReader) start(e xml.StartElement) error {
	j.depth++
	name := e.Name.Local
	switch {
	case j.depth == 1 && name != "testsuites" && name != "testsuite":
		return fmt.Errorf("<%s> is not how JUnit XML begins", name)
	case name == "testcase":
		j.within = j.depth
		j.tests = append(j.tests, Test{Class: attribute(e, "classname"), Name: attribute(e, "name")})
		if attribute(e, "timestamp") != "" {
			j.sorted = "unittest-xml-reporting" // within each class, what passed comes first
		}
	case name == "property" && attribute(e, "name") == "go.version":
		j.sorted = "gotestsum" // what failed comes first
	case (name == "failure" || name == "error") && j.depth == j.within+1 && len(j.tests) > 0:
		j.tests[len(j.tests)-1].Failed = true
	}
	return nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
