package reports_test

import (
	"io"
	"testing"

	"github.com/ptr-project/ptr/reports"
)

// BenchmarkPassing is what one test that passes costs.
func BenchmarkPassing(b *testing.B) {
	const tests = 20_000
	events := many(tests)
	for name, open := range map[string]func(io.Writer) reports.Reporter{
		"text": text(reports.TextOptions{}), "verbose": text(reports.TextOptions{Verbose: true}),
		"json": reports.NewJSON, "test2json": reports.NewTest2JSON, "junit": reports.NewJUnit,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := open(io.Discard)
				for _, e := range events {
					if err := r.Event(e); err != nil {
						b.Fatal(err)
					}
				}
				if err := r.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/tests, "ns/test")
		})
	}
}
