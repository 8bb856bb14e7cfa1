package figures

import (
	"fmt"
	"strings"
	"time"
)

// Lopsided is a suite of 20 packages, half of whose time is sleep, with one
// package that takes 60 % of it and comes first in `go test`'s order.
type Lopsided struct {
	Total time.Duration // of all tests, one after the other
}

// The shape of the suite.
const (
	smallPackages = 19
	bigShare      = 0.6
	bigTests      = 72
	smallTests    = 6
)

// Write makes the suite's module in dir. A spinning test does a fixed amount of
// work, as much as takes its time on this machine now.
func (l Lopsided) Write(dir string) error {
	perSecond := calibrate()
	big := time.Duration(bigShare*float64(l.Total)) / bigTests
	small := time.Duration((1-bigShare)*float64(l.Total)) / (smallPackages * smallTests)
	files := map[string]string{
		"go.mod":            "module example.com/lopsided\n\ngo 1.26\n",
		"work/work.go":      spinSource,
		"a00/tests_test.go": testSource("a00", bigTests, big, perSecond),
	}
	for i := range smallPackages {
		name := fmt.Sprintf("b%02d", i+1)
		files[name+"/tests_test.go"] = testSource(name, smallTests, small, perSecond)
	}
	return module(dir, files)
}

// testSource is a package of n tests that take d each, every second one
// sleeping, the others spinning.
func testSource(name string, n int, d time.Duration, perSecond float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t\"testing\"\n\t\"time\"\n\n\t\"example.com/lopsided/work\"\n)\n\n", name)
	for i := range n {
		does := fmt.Sprintf("time.Sleep(%d)", d)
		if i%2 == 1 {
			does = fmt.Sprintf("work.Spin(%d)", int64(d.Seconds()*perSecond))
		}
		fmt.Fprintf(&b, "func Test%03d(t *testing.T) { %s }\n", i, does)
	}
	b.WriteString("\nvar _ = time.Sleep\nvar _ = work.Spin\n")
	return b.String()
}

const spinSource = `// Package work is what the tests compute.
package work

// Spin takes n steps of a linear congruential generator. Inlined
// where nobody wants its result, it would take none.
//
//go:noinline
func Spin(n int64) uint64 {
	x := uint64(n)
	for range n {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}
`

// calibrate is how many steps of Spin this machine takes in a second.
func calibrate() float64 {
	const steps = 200_000_000
	begin := time.Now()
	x := uint64(steps)
	for range int64(steps) {
		x = x*6364136223846793005 + 1442695040888963407
	}
	took := time.Since(begin).Seconds()
	if x == 0 { // the sum is needed, so that the loop is
		return 0
	}
	return steps / took
}
