package figures

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/bench"
)

// Overhead is what ptr costs for each test: how much longer many no-op tests in
// one package take under it than few, less the same of the built test binary
// with -test.v. What both pay once, such as ptr's look at the build, cancels
// out.
type Overhead struct {
	Few, Many int // tests
	Rounds    int
	Seed      uint64
}

// An OverheadResult is in microseconds a test.
type OverheadResult struct{ Wall, CPU bench.Estimate }

// Run measures with the ptr command at path.
func (o Overhead) Run(ctx context.Context, ptr string, progress func(int)) (OverheadResult, error) {
	dir, err := os.MkdirTemp("", "ptr-overhead-")
	if err != nil {
		return OverheadResult{}, err
	}
	defer os.RemoveAll(dir)
	arms, err := o.arms(ctx, dir, ptr)
	if err != nil {
		return OverheadResult{}, err
	}
	series, err := bench.Interleave(ctx, arms, o.Rounds, o.Seed, progress)
	if err != nil {
		return OverheadResult{}, err
	}
	return o.result(series), nil
}

// arms are the binary and ptr with few tests, and then with many, in suites below dir.
func (o Overhead) arms(ctx context.Context, dir, ptr string) ([]bench.Arm, error) {
	var arms []bench.Arm
	for _, n := range []int{o.Few, o.Many} {
		suite := filepath.Join(dir, fmt.Sprint("tests", n))
		binary, err := noops(ctx, suite, n)
		if err != nil {
			return nil, err
		}
		arms = append(arms,
			command("binary", suite, nil, binary, "-test.v"),
			command("ptr", suite, nil, ptr, "run", "--workers", "1"))
	}
	return arms, nil
}

// result is that of the series of o's arms.
func (o Overhead) result(series []bench.Series) OverheadResult {
	return OverheadResult{o.each(series, bench.Wall), o.each(series, bench.CPU)}
}

// each is the difference for each test, round by round, of the series of o's arms.
func (o Overhead) each(series []bench.Series, measure func(bench.Sample) float64) bench.Estimate {
	tests := float64(o.Many - o.Few)
	var micros []float64
	for i := range o.Rounds {
		at := func(arm int) float64 { return measure(series[arm].Samples[i]) }
		micros = append(micros, 1e6*((at(3)-at(1))-(at(2)-at(0)))/tests)
	}
	return bench.Of(micros)
}

// noops makes a package of n tests that do nothing, and its test binary.
func noops(ctx context.Context, dir string, n int) (binary string, err error) {
	var tests strings.Builder
	tests.WriteString("package noop\n\nimport \"testing\"\n\n")
	for i := range n {
		fmt.Fprintf(&tests, "func Test%05d(t *testing.T) {}\n", i)
	}
	err = module(dir, map[string]string{"go.mod": "module example.com/noop\n\ngo 1.26\n", "noop_test.go": tests.String()})
	if err != nil {
		return "", err
	}
	binary = filepath.Join(dir, "noop.test")
	c := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go test -c: %w\n%s", err, out)
	}
	return binary, nil
}
