package reports_test

import (
	"fmt"
	"strconv"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// The fixture is a run in which all happens that can happen.
const (
	orders = "example.com/shop/orders"
	stock  = "example.com/shop/stock"
	broken = "example.com/shop/broken"
	empty  = "example.com/shop/empty"
	idle   = "example.com/shop/idle"
)

func at(ms int) time.Time {
	return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).Add(time.Duration(ms) * time.Millisecond)
}

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

func started() suite.RunStarted {
	e := suite.RunStarted{
		Run: "3f2", Name: "shop", Framework: "go", Root: "/src/shop", Time: at(0), Seed: 7281, Workers: 2, Estimate: 14 * time.Second,
		Units: []suite.Unit{{Name: orders, Dir: "/src/shop/orders"}, {Name: stock, Dir: "/src/shop/stock"}, {Name: broken}, {Name: empty}, {Name: idle}},
		SetUp: []suite.Phase{{Name: "build", Duration: ms(800)}, {Name: "databases", Duration: ms(300)}},
	}
	add := func(unit, file string, names ...string) {
		for i, name := range names {
			e.Tests = append(e.Tests, suite.Test{ID: suite.ID(unit + "." + name), Unit: unit, Kind: suite.KindTest, File: file, Line: 10 * (i + 1)})
		}
	}
	add(orders, "orders/orders_test.go", "TestRefund", "TestCancelTwice", "TestFlaky", "TestSkip", "TestHang", "TestTable")
	add(stock, "stock/stock_test.go", "TestReserve", "TestPanic", "TestInnocent", "TestLeaky", "ExampleStock", "TestBytes", "Test'quote|pipe")
	add(idle, "idle/idle_test.go", "TestNever")
	return e
}

// attempt is one at a test; change it as needed.
func attempt(unit, name string, outcome suite.Outcome, change ...func(*suite.Attempt)) suite.Ended {
	a := suite.Attempt{
		Test: suite.ID(unit + "." + name), Unit: unit, Cause: suite.Planned, Number: 1, Worker: 1, Process: 1,
		Outcome: outcome, Start: at(1000), Duration: ms(20),
	}
	if unit == stock {
		a.Worker = 2
	}
	for _, c := range change {
		c(&a)
	}
	return suite.Ended{Attempt: a}
}

func said(failure, output string) func(*suite.Attempt) {
	return func(a *suite.Attempt) { a.Failure, a.Output = failure, []byte(output) }
}

// issued gives an attempt the last 22 of n statements.
func issued(n int) func(*suite.Attempt) {
	return func(a *suite.Attempt) {
		for i := n - 22; i < n-2; i++ {
			a.Statements = append(a.Statements, suite.Statement{
				Number: i + 1, Text: "UPDATE orders\n\tSET state = ?", Args: []string{`"open"`, strconv.Itoa(i)}, Where: "orders_test.go:80",
				After: ms(i), Duration: 30 * time.Microsecond,
			})
		}
		a.Statements = append(a.Statements,
			suite.Statement{Number: n - 1, Text: "SELECT 1", Where: "helpers_test.go:9", After: ms(n), Duration: 12 * time.Millisecond, Result: "no rows"},
			suite.Statement{Number: n, Text: "COMMIT", After: ms(n + 12), Error: "database is locked"},
		)
	}
}

func because(cause suite.Cause) func(*suite.Attempt) {
	return func(a *suite.Attempt) { a.Cause, a.Number, a.Process = cause, 2, 2 }
}

func below(unit, parent string) func(*suite.Attempt) {
	return func(a *suite.Attempt) { a.Parent = suite.ID(unit + "." + parent) }
}

func began(unit, name string) suite.Began {
	b := suite.Began{Test: suite.ID(unit + "." + name), Worker: 1, Process: 1, Time: at(990), Usual: ms(400)}
	if unit == stock {
		b.Worker = 2
	}
	return b
}

func ordersEvents() []suite.Event {
	const message = "orders_test.go:88: state after second cancel = \"open\", want \"cancelled\""
	return []suite.Event{
		suite.WorkerStarted{Worker: 1, Process: 1, Unit: orders, Clones: map[string]string{"default": "c1"}, Waited: ms(3)},
		began(orders, "TestRefund"),
		attempt(orders, "TestRefund", suite.Pass, said("", "    orders_test.go:12: refunding\n")),
		began(orders, "TestCancelTwice"),
		attempt(orders, "TestCancelTwice", suite.Fail, said(message, "before\n    "+message+"\n"), func(a *suite.Attempt) { a.Position = 41 }, issued(34)),
		began(orders, "TestFlaky"),
		attempt(orders, "TestFlaky", suite.Fail, said("orders_test.go:20: too late", "    orders_test.go:20: too late\n")),
		began(orders, "TestSkip"),
		attempt(orders, "TestSkip", suite.Skip, said("", "    orders_test.go:30: no network\n")),
		began(orders, "TestHang"),
		attempt(orders, "TestHang", suite.Timeout, said("still running after 10 s", ""), func(a *suite.Attempt) { a.Duration = 10 * time.Second }),
		attempt(orders, "TestTable/good", suite.Pass, below(orders, "TestTable")),
		attempt(orders, "TestTable/bad/worse", suite.Fail, below(orders, "TestTable/bad"), said("orders_test.go:61: got 1", "        orders_test.go:61: got 1\n        and more\n")),
		attempt(orders, "TestTable/bad", suite.Fail, below(orders, "TestTable"), said("worse failed", "")),
		attempt(orders, "TestTable", suite.Fail, said("bad failed", "")),
		attempt(orders, "TestCancelTwice", suite.Pass, because(suite.Diagnosis)),
		attempt(orders, "TestFlaky", suite.Pass, because(suite.Retry)),
		attempt(orders, "TestTable", suite.Fail, because(suite.Diagnosis), said("bad failed", "")),
		suite.UnitEnded{UnitResult: suite.UnitResult{Unit: orders, Outcome: suite.Pass, Duration: 11 * time.Second, Output: []byte("set up\n")}},
	}
}

// raised is what a worker tells of an exception as fields.
func raised(a *suite.Attempt) {
	a.Raised = []suite.Exception{
		{Type: "stock.models.SoldOut", Message: "no <bed> left", Frames: []suite.Frame{
			{File: "stock/tests.py", Line: 31, Function: "test_quote", Code: "book(1)"},
			{File: "stock/booking.py", Line: 7, Function: "book", Locals: map[string]string{"beds": "[]"}},
			{File: "/usr/lib/python3/queue.py", Line: 5, Function: "get"},
		}},
		{Type: "KeyError", Message: "1", Link: "cause", Frames: []suite.Frame{}, LeftOut: 900},
	}
}

func stockEvents() []suite.Event {
	return []suite.Event{
		suite.WorkerStarted{Worker: 2, Process: 1, Unit: stock},
		began(stock, "TestReserve"), attempt(stock, "TestReserve", suite.Pass),
		began(stock, "TestPanic"), began(stock, "TestInnocent"),
		suite.WorkerDied{Worker: 2, Process: 1, Unit: stock, Reason: "signal: killed", UnderWay: []suite.ID{stock + ".TestPanic", stock + ".TestInnocent"}},
		attempt(stock, "TestPanic", suite.Unfinished, said("its process died", "")),
		attempt(stock, "TestInnocent", suite.Unfinished, said("its process died", "")),
		attempt(stock, "TestPanic", suite.Crash, because(suite.Suspect), said("panic: boom", "panic: boom\n\ngoroutine 7 [running]:\n")),
		attempt(stock, "TestInnocent", suite.Pass, because(suite.Suspect)),
		began(stock, "TestLeaky"),
		attempt(stock, "TestLeaky", suite.Pass, func(a *suite.Attempt) {
			a.Leaks = []suite.Leak{{Kind: suite.LeakFile, What: "fd 9: /tmp/x"}}
			a.Changes = []suite.Change{
				{Alias: "default", Where: "table orders", Old: "(1, open)", New: "(1, cancelled)"},
				{Where: "stock.cache", New: "[x:[7]]"},
			}
		}),
		attempt(stock, "ExampleStock", suite.Pass),
		began(stock, "TestBytes"),
		attempt(stock, "TestBytes", suite.Fail, said("got \xff\x00 ]]> <b> & \"", "\x1b[31mred\xff\r\n")),
		attempt(stock, "Test'quote|pipe", suite.Fail, said("a | b\n`c`: 100 %, d", ""), raised),
		suite.Stolen{From: 1, To: 2, Tests: []suite.ID{stock + ".TestBytes"}},
		suite.UnitEnded{UnitResult: suite.UnitResult{Unit: stock, Outcome: suite.Pass, Duration: 900 * time.Millisecond, CPU: ms(80), Left: []suite.Leftover{{Of: "setUpClass (stock.Tests)", Kind: suite.LeakEnv, What: "COLOUR=blue (was not set)"}}}},
	}
}

// everything is the fixture, with its last event.
func everything() []suite.Event {
	all := append([]suite.Event{started()}, ordersEvents()...)
	all = append(all, stockEvents()...)
	return append(all,
		suite.UnitEnded{UnitResult: suite.UnitResult{
			Unit: broken, Outcome: suite.Fail, Reason: "build failed",
			Output: []byte("# " + broken + "\nbroken/a.go:3:1: syntax error\n"),
		}},
		suite.UnitEnded{UnitResult: suite.UnitResult{Unit: empty, Outcome: suite.Skip, Reason: "no test files"}},
		suite.Warned{Text: "w1 never used its clone of \"other\"", Hint: "look for a checked-in .env"},
		suite.RunFinished{
			Time: at(14200), Duration: ms(14200), Interrupted: true,
			Summary: suite.Summary{Passed: 5, Failed: 6, Flaky: 1, Skipped: 1, NotRun: 1, Units: 1},
			Notes:   []suite.Note{{Topic: "balance", Text: "last worker waited 0.2 s"}},
		},
	)
}

// allWell is a run that nobody needs to read.
func allWell() []suite.Event {
	e := started()
	e.Units, e.Tests = e.Units[:1], e.Tests[:1]
	return []suite.Event{
		e,
		suite.WorkerStarted{Worker: 1, Process: 1, Unit: orders},
		began(orders, "TestRefund"),
		attempt(orders, "TestRefund", suite.Pass, said("", "refunding\n")),
		suite.UnitEnded{UnitResult: suite.UnitResult{Unit: orders, Outcome: suite.Pass, Duration: ms(30)}},
		suite.RunFinished{Time: at(31), Duration: ms(31), Summary: suite.Summary{Passed: 1}},
	}
}

// nothing is a run without tests.
func nothing() []suite.Event {
	return []suite.Event{
		suite.RunStarted{Run: "3f3", Name: "shop", Framework: "go", Time: at(0), Seed: 1, Workers: 1},
		suite.RunFinished{Time: at(3), Duration: ms(3)},
	}
}

// cutShort is a run whose end nobody recorded.
func cutShort() []suite.Event {
	return append([]suite.Event{started()}, ordersEvents()[:6]...)
}

// many is a run of n tests that pass.
func many(n int) []suite.Event {
	e := suite.RunStarted{Run: "3f2", Name: "shop", Framework: "go", Time: at(0), Workers: 1}
	all := []suite.Event{nil, suite.WorkerStarted{Worker: 1, Process: 1, Unit: orders}}
	for i := range n {
		name := fmt.Sprintf("TestNumber%d", i)
		e.Tests = append(e.Tests, suite.Test{ID: suite.ID(orders + "." + name), Unit: orders, Kind: suite.KindTest})
		all = append(all, began(orders, name), attempt(orders, name, suite.Pass))
	}
	all[0] = e
	return append(all, suite.UnitEnded{UnitResult: suite.UnitResult{Unit: orders, Outcome: suite.Pass}}, suite.RunFinished{})
}

// perturbed is a run that was asking for it.
func perturbed() []suite.Event {
	e := started()
	e.Flags = "--settings shop.settings"
	e.Tests = e.Tests[:2]
	e.Perturbed = []suite.Perturbed{{By: "clock=15ms", Means: "times being distinct"}, {By: "ties", Means: "the order of rows that ORDER BY does not tell apart"}}
	failed := attempt(orders, "TestRefund", suite.Fail, said("orders_test.go:12: members [bob jim]", ""), func(a *suite.Attempt) {
		a.Statements = []suite.Statement{{
			Number: 1, Text: "SELECT name FROM members ORDER BY joined", Where: "orders_test.go:11", Duration: ms(1),
			Result: "2 rows have joined = 7, so that nothing says which is first: (bob), (jim)",
		}}
	})
	again := failed
	again.Cause, again.Number = suite.Diagnosis, 2
	return []suite.Event{
		e, failed, again, attempt(orders, "TestCancelTwice", suite.Pass),
		suite.RunFinished{Time: at(3000), Duration: ms(3000), Summary: suite.Summary{Passed: 1, Failed: 1}},
	}
}
