package figures

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// byDjango has Django's runner bisect. What its runs take before and after their tests is
// not in DjangoTests.
func (b Bisection) byDjango(ctx context.Context, dir string, candidates []string, row *BisectionRow) error {
	args := append([]string{"runtests.py", "--bisect", row.Victim}, candidates...)
	env := append(os.Environ(), "DJANGO_TEST_PROCESSES=1", "PYTHONPATH="+dir)
	begin := time.Now()
	out, err := output(ctx, filepath.Join(dir, "tests"), env, b.Python, args...)
	row.DjangoWhole = time.Since(begin).Seconds()
	if err != nil {
		return err
	}
	named := ""
	if found := djangoSource.FindSubmatch(out); found != nil {
		named = string(found[1])
	}
	row.Django = answer(named, row.Polluter)
	for _, found := range djangoRan.FindAllSubmatch(out, -1) {
		seconds, err := strconv.ParseFloat(string(found[1]), 64)
		if err != nil {
			return err
		}
		row.DjangoTests += seconds
	}
	return nil
}

// byPtr has ptrbisect search in the order in which Django's runner got the tests.
func (b Bisection) byPtr(ctx context.Context, tests string, candidates []string, row *BisectionRow) error {
	order := filepath.Join(tests, "ptrbench.txt")
	defer os.Remove(order)
	text := strings.Join(append(slices.Clone(candidates), row.Victim), "\n") + "\n"
	if err := os.WriteFile(order, []byte(text), 0o644); err != nil {
		return err
	}
	if err := b.runOnce(ctx, tests); err != nil {
		return err
	}
	args := append([]string{"--python", b.Python, "--start-method", "fork", "--workers", strconv.Itoa(b.Workers),
		"--failing", row.Victim, "--in-order", order, "--json", "-"}, b.Apps...)
	begin := time.Now()
	out, err := output(ctx, tests, nil, b.Ptrbisect, args...)
	row.PtrWhole = time.Since(begin).Seconds()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == noAnswer) {
		return err
	}
	var answers []struct {
		Finding struct{ Causes []struct{ Tests []string } }
		Search  time.Duration `json:"search_nanoseconds"`
	}
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != 1 {
		return fmt.Errorf("ptrbisect said %q: %w", tail(out, 2000), err)
	}
	var named []string
	for _, c := range answers[0].Finding.Causes {
		named = append(named, c.Tests...)
	}
	row.Ptr = answer(strings.Join(named, " "), row.Polluter)
	row.PtrSearch = answers[0].Search.Seconds()
	return nil
}

// runOnce has ptr run the suite, as it has wherever a failure is known: it then knows how
// long tests take, and what system checks find.
func (b Bisection) runOnce(ctx context.Context, tests string) error {
	args := append([]string{"run", "--python", b.Python, "--start-method", "fork", "--workers", strconv.Itoa(b.Workers)}, b.Apps...)
	_, err := output(ctx, tests, nil, b.Ptr, args...)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil // the victim fails, or doesn't
	}
	return err
}

// noAnswer is ptrbisect's status where it found nothing.
const noAnswer = 4

// output is what a command prints. Its error has what it says of it.
func output(ctx context.Context, dir string, env []string, name string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Env = dir, env
	var out, failed bytes.Buffer
	c.Stdout, c.Stderr = &out, &failed
	if slices.Contains(args, "--bisect") {
		c.Stderr = &out // the runner says there how long tests took
	}
	err := c.Run()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", name, err, tail(failed.Bytes(), 2000))
	}
	return out.Bytes(), err
}
