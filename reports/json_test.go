package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

func readJSON(text string) (events []suite.Event, err error) {
	for e, err := range reports.ReadJSON(strings.NewReader(text)) {
		if err != nil {
			return events, err
		}
		events = append(events, e)
	}
	return events, nil
}

// What a test says is kept, but for bytes that JSON cannot hold: what it prints
// is kept to the byte.
func TestJSONGivesTheEventsBack(t *testing.T) {
	for name, want := range map[string][]suite.Event{"everything": everything(), "all well": allWell(), "nothing": nothing()} {
		t.Run(name, func(t *testing.T) {
			got, err := readJSON(string(show(t, reports.NewJSON, want)))
			if err != nil {
				t.Fatal(err)
			}
			valid := cmp.Transformer("valid", func(a suite.Attempt) suite.Attempt {
				a.Failure = strings.ToValidUTF8(a.Failure, "�")
				return a
			})
			once := cmp.FilterPath(func(p cmp.Path) bool { return p.Index(-2).Type() != p.Last().Type() }, valid)
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), once); diff != "" {
				t.Errorf("events (-written +read):\n%s", diff)
			}
		})
	}
}

func TestReadJSONPassesOverWhatALaterPtrMayAdd(t *testing.T) {
	got, err := readJSON(`{"event":"dreamt","of":1}` + "\n" + `{"event":"warned","text":"a","loud":true}` + "\n\n")
	want := []suite.Event{suite.Warned{Text: "a"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestReadJSONNamesTheLineThatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		`{"event":"warned"}` + "\nnonsense\n":                              "line 2: invalid character 'o' in literal null (expecting 'u')",
		`{"event":"run_started","schema":2}`:                               "line 1: its schema is that of a newer ptr",
		`{"event":"began","test":"a","worker":"two"}`:                      "line 1: json: cannot unmarshal string into Go struct field wireBegan.worker of type int",
		`{"event":"warned"}` + "\n" + `{"event":"warned"}` + "\n" + `{"ev`: "line 3: unexpected end of JSON input",
	} {
		if _, err := readJSON(text); err == nil || err.Error() != want {
			t.Errorf("ReadJSON(%q): %v, want %s", text, err, want)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(`{"event":"ended","test":"a","output_base64":"/w=="}`))
	f.Add([]byte(`{"event":"run_started","tests":[{"test":"a"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var events []suite.Event
		for e, err := range reports.ReadJSON(bytes.NewReader(text)) {
			if err != nil {
				return
			}
			events = append(events, e)
		}
		again, err := readJSON(string(show(t, reports.NewJSON, events)))
		if diff := cmp.Diff(events, again, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("%v (-read +written and read):\n%s", err, diff)
		}
	})
}
