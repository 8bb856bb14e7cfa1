package health

import (
	"time"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// The report as docs/reports.md describes it.
type (
	wire struct {
		Schema      int              `json:"schema"`
		Suite       string           `json:"suite"`
		Framework   string           `json:"framework"`
		Written     time.Time        `json:"written"`
		Verdict     wireVerdict      `json:"verdict"`
		Warnings    []string         `json:"warnings"`
		Runs        []wireRun        `json:"runs"`
		Causes      []wireCause      `json:"causes"`
		Tests       []wireTest       `json:"tests"`
		Dependences []wireDependence `json:"dependences"`
		Timeline    *wireTimeline    `json:"timeline,omitempty"`
		Changes     []wireChange     `json:"changes,omitempty"`
	}
	wireVerdict struct {
		Level Level  `json:"level"`
		Text  string `json:"text"`
		More  string `json:"more"`
	}
	wireRun struct {
		Run       string      `json:"run"`
		Revision  string      `json:"revision,omitempty"`
		Started   time.Time   `json:"started"`
		Duration  int64       `json:"duration_ns"`
		State     string      `json:"state"`
		Order     string      `json:"order"`
		Seed      uint64      `json:"seed"`
		Workers   int         `json:"workers"`
		Condition string      `json:"condition,omitempty"`
		Red       bool        `json:"red"`
		Summary   wireSummary `json:"summary"`
		SetUp     []wirePhase `json:"set_up"`
	}
	wireSummary struct {
		Passed  int `json:"passed"`
		Failed  int `json:"failed"`
		Flaky   int `json:"flaky"`
		Skipped int `json:"skipped"`
		Broken  int `json:"broken"`
		NotRun  int `json:"not_run"`
		Units   int `json:"failed_units"`
	}
	wirePhase struct {
		Phase    string `json:"phase"`
		Duration int64  `json:"duration_ns"`
	}
	wireCount struct {
		Bad  int     `json:"bad"`
		Of   int     `json:"of"`
		Low  float64 `json:"low"`
		High float64 `json:"high"`
	}
	wireRate struct {
		Condition string `json:"condition"`
		wireCount
	}
	wireCause struct {
		Name    string       `json:"name"`
		Kind    Kind         `json:"kind"`
		Tests   []suite.ID   `json:"tests"`
		Owners  []string     `json:"owners"`
		Red     []string     `json:"red_runs"`
		Saves   int          `json:"saves"`
		Since   string       `json:"since"`
		Before  int          `json:"runs_before"`
		Latest  string       `json:"latest"`
		Rates   []wireRate   `json:"rates"`
		Clean   int          `json:"clean_runs"`
		Again   wireAgain    `json:"again"`
		Failing wireEvidence `json:"failing"`
		Passing wireEvidence `json:"passing"`
		Notes   []string     `json:"notes"`
		Details []wireDetail `json:"details"`
	}
	wireAgain struct {
		Command string `json:"command"`
		Hits    int    `json:"hits"`
		Tries   int    `json:"tries"`
		Why     string `json:"why"`
	}
	wireEvidence struct {
		Where string `json:"where"`
		Text  string `json:"text"`
	}
	wireDetail struct {
		Name string `json:"name"`
		Text string `json:"text"`
	}
	wireTest struct {
		Test     suite.ID      `json:"test"`
		Unit     string        `json:"unit"`
		Whole    bool          `json:"whole_unit,omitempty"`
		File     string        `json:"file,omitempty"`
		Line     int           `json:"line,omitempty"`
		Owners   []string      `json:"owners,omitempty"`
		Excused  string        `json:"excused,omitempty"`
		Status   string        `json:"status"`
		Passed   int           `json:"passed"`
		Failed   int           `json:"failed"`
		Flaky    int           `json:"flaky"`
		Skipped  int           `json:"skipped"`
		NotRun   int           `json:"not_run"`
		Rate     wireCount     `json:"rate"`
		Median   int64         `json:"median_ns"`
		High     int64         `json:"p95_ns"`
		Failures []wireFailure `json:"failures,omitempty"`
	}
	wireFailure struct {
		Run     string        `json:"run"`
		Outcome suite.Outcome `json:"outcome"`
		Said    string        `json:"said"`
		Worker  int           `json:"worker"`
		Before  int           `json:"before"`
		Took    int64         `json:"duration_ns"`
		Alone   suite.Outcome `json:"alone,omitempty"`
	}
	wireDependence struct {
		Polluter string `json:"polluter"`
		Victim   string `json:"victim"`
		What     string `json:"what"`
		Seen     int    `json:"runs"`
		Command  string `json:"command"`
	}
	wireTimeline struct {
		Run     string     `json:"run"`
		Length  int64      `json:"length_ns"`
		Workers []wireLane `json:"workers"`
	}
	wireLane struct {
		Worker int        `json:"worker"`
		Spans  []wireSpan `json:"spans"`
	}
	wireSpan struct {
		Activity Activity      `json:"activity"`
		Test     suite.ID      `json:"test,omitempty"`
		Outcome  suite.Outcome `json:"outcome,omitempty"`
		Begin    int64         `json:"begin_ns"`
		Length   int64         `json:"length_ns"`
	}
	wireChange struct {
		Test   suite.ID        `json:"test"`
		What   Difference      `json:"change"`
		Before wireCount       `json:"failed_before"`
		After  wireCount       `json:"failed_after"`
		Ratio  float64         `json:"ratio,omitempty"`
		Limits *stats.Interval `json:"ratio_interval,omitempty"`
	}
)
