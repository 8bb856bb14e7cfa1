package comparing

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Errors of files that cannot be compared.
var (
	ErrNoFiles = errors.New("no such runs")
	ErrForeign = errors.New("not what ptrbench clone --json writes")
)

// Read reads the runs that a text names: a file; a folder, for all files in it
// whose names end in .json; a pattern as of [filepath.Match]; or several of these with
// commas between them.
func Read(text string) ([]Run, error) {
	files, err := find(text)
	if err != nil {
		return nil, err
	}
	var runs []Run
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoFiles, err)
		}
		run, err := Parse(file, content)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// find lists the files that text names, without looking into them.
func find(text string) ([]string, error) {
	info, err := os.Stat(text)
	switch {
	case err == nil && info.IsDir():
		return match(filepath.Join(escape(text), "*.json"))
	case err == nil:
		return []string{text}, nil
	case !strings.Contains(text, ","):
		return match(text)
	}
	var files []string
	for part := range strings.SplitSeq(text, ",") {
		more, err := find(part)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

func match(pattern string) ([]string, error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNoFiles, pattern, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrNoFiles, pattern)
	}
	slices.Sort(files)
	return files, nil
}

// escape keeps a folder's name from being a pattern, where that is possible: a
// backslash is no escape on Windows.
func escape(dir string) string {
	if filepath.Separator == '\\' {
		return dir
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
}

// Parse reads one run. Each strategy in it is disqualified, or has a sample in each
// round.
func Parse(name string, content []byte) (Run, error) {
	run := Run{Name: name}
	foreign := func(why error) error { return fmt.Errorf("%s: %w: %w", name, ErrForeign, why) }
	if err := json.Unmarshal(content, &run.Result); err != nil {
		return run, foreign(err)
	}
	names := measured(run)
	if run.Backend == "" || len(names) == 0 {
		return run, foreign(errors.New("it has no samples"))
	}
	rounds := len(samples(run, names[0]))
	for _, row := range run.Rows {
		if row.Disqualified != "" {
			continue
		}
		if len(row.Samples) != rounds {
			return run, foreign(fmt.Errorf("%d samples of %s, and %d of %s", len(row.Samples), row.Name, rounds, names[0]))
		}
		if i := slices.IndexFunc(row.Samples, isNoTime); i >= 0 {
			return run, foreign(fmt.Errorf("sample %d of %s is %v seconds", i+1, row.Name, row.Samples[i]))
		}
	}
	return run, nil
}

func isNoTime(seconds float64) bool { return !(seconds > 0) || math.IsInf(seconds, 0) }
