package ran

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readGo reads what go test -json prints. Lines that are no JSON are the go command's.
func readGo(r io.Reader) (Report, error) {
	lines := bufio.NewReader(r)
	var g goReader
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return Report{}, err
		}
		if bytes.HasPrefix(line, []byte("{")) {
			if err := g.read(line); err != nil {
				return Report{}, fmt.Errorf("line %d: %w", number, err)
			}
		}
		if err != nil {
			return Report{Processes: []Process{{Tests: g.tests}}}, nil
		}
	}
}

type goReader struct {
	tests []Test
	at    map[[2]string]int // of the last run of each
}

var errNotGo = errors.New("it is neither a line of go test -json nor of ptr's JSON report")

// read takes a test to have run when it began.
func (g *goReader) read(line []byte) error {
	var e struct{ Action, Package, Test string }
	if err := json.Unmarshal(line, &e); err != nil {
		return err
	}
	if e.Action == "" {
		return errNotGo
	}
	if e.Test == "" || strings.Contains(e.Test, "/") {
		return nil
	}
	key := [2]string{e.Package, e.Test}
	switch e.Action {
	case "run":
		if g.at == nil {
			g.at = map[[2]string]int{}
		}
		g.at[key] = len(g.tests)
		g.tests = append(g.tests, Test{Class: e.Package, Name: e.Test})
	case "fail":
		if i, ok := g.at[key]; ok {
			g.tests[i].Failed = true
		}
	}
	return nil
}
