package invocation

import (
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/python"
)

// A PythonHere is a suite in Python that a folder has.
type PythonHere struct {
	Framework string
	Why       string // it is that
	Settings  string // the module of Django's that counts since File names it; "" if there is none
	File      string // of the suite's, in which they are named
}

// FindPython is the suite in Python in dir, if [Detected] takes it for one.
func FindPython(dir string) (here PythonHere, found bool) {
	here.Framework = Detected(dir, false)
	switch python.Face(here.Framework) {
	case python.Pytest:
		here.Why = "pytest is configured here"
		if !usesPytest(dir) {
			here.Why = "pytest is configured in a folder above"
		}
		if exists(dir, "manage.py") {
			here.Why += `, beside a manage.py; "django" runs tests as that does`
		}
	case python.Runtests:
		here.Why = "it is Django's own suite"
	case python.Django:
		here.Why = "Django runs its tests"
		if exists(dir, "manage.py") {
			here.Why = "there is a manage.py"
		}
	case python.Unittest:
		here.Why = "there are files of tests"
	default:
		return PythonHere{}, false
	}
	if c := withWrittenSettings(config.Config{Dir: dir, Framework: here.Framework}, Options{}); len(c.Env) > 0 {
		w := settingsIn(dir)
		here.Settings, here.File = w.module, w.file
	}
	return here, true
}
