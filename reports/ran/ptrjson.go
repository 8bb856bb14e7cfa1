package ran

import (
	"io"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// readPtr reads ptr's own JSON report, which tells processes apart.
func readPtr(r io.Reader) (Report, error) {
	var report Report
	processes := map[[2]int]int{}
	for e, err := range reports.ReadJSON(r) {
		if err != nil {
			return Report{}, err
		}
		switch e := e.(type) {
		case suite.Began:
			key := [2]int{e.Worker, e.Process}
			i, ok := processes[key]
			if !ok {
				i = len(report.Processes)
				processes[key] = i
				report.Processes = append(report.Processes, Process{Worker: e.Worker})
			}
			p := &report.Processes[i]
			p.Tests = append(p.Tests, Test{Name: string(e.Test)})
		case suite.Ended:
			if i, ok := processes[[2]int{e.Worker, e.Process}]; ok && e.Parent == "" && e.Outcome.Bad() {
				report.Processes[i].failed(e.Attempt)
			}
		}
	}
	return report, nil
}

// failed marks the latest run of a test.
func (p *Process) failed(a suite.Attempt) {
	for i := len(p.Tests) - 1; i >= 0; i-- {
		if t := &p.Tests[i]; t.Name == string(a.Test) {
			t.Failed, t.How = true, suite.SignatureOf(a)
			return
		}
	}
}
