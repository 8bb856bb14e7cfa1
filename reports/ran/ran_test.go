package ran_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports/ran"
)

// brief is a report in a few words: a failed test has an exclamation mark, one that tells
// how it failed two.
func brief(r ran.Report) []string {
	var all []string
	for _, p := range r.Processes {
		line := fmt.Sprint(p.Worker, ":")
		for _, t := range p.Tests {
			line += " " + strings.TrimPrefix(t.Class+"|"+t.Name, "|")
			if t.Failed {
				line += "!"
			}
			if t.How.Outcome != "" {
				line += "!"
			}
		}
		all = append(all, line)
	}
	if r.Sorted != "" {
		all = append(all, "sorted by "+r.Sorted)
	}
	return all
}

// The files are what those runners wrote, or as their sources say that they write.
func TestReadsWhatRunnersWrite(t *testing.T) {
	cases := map[string][]string{
		"pytest.xml": {`0: tests.test_o.TestRefund|test_all tests.test_o.TestRefund|test_p[a/b.c] tests.test_o.TestRefund|test_p[\xe9]! tests.test_o|test_plain`},
		"gotestsum.xml": {
			"0: example.com/shop/orders|TestRefund! example.com/shop/orders|TestLater example.com/shop/orders|TestAll example.com/shop/orders|TestAll/one",
			"sorted by gotestsum",
		},
		"xmlrunner.xml": {
			"0: shop.tests.OrderTests|test_order shop.tests.OrderTests|test_cancel! shop.tests.OrderTests|test_each (i=1)!",
			"sorted by unittest-xml-reporting",
		},
		"ptr.xml":  {"0: example.com/names/a|TestOne/inner example.com/names/a|TestSame example.com/names/c|TestMine/sub! example.com/names/c|TestPar"},
		"go.jsonl": {"0: example.com/names/a|TestOne example.com/names/a|TestSame example.com/names/c|TestMine! example.com/names/c|TestPar"},
		"ptr.jsonl": {
			"2: example.com/names/c.TestMine!! example.com/names/c.TestPar",
			"1: example.com/names/a.TestOne example.com/names/a.TestSame",
			"2: example.com/names/c.TestMine!!",
		},
	}
	for name, want := range cases {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			r, err := ran.Read(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, brief(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadsByContent(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"a list":                        {"# mine\n\na.TestX\n b.TestY\n", "0: a.TestX b.TestY"},
		"a list from Windows":           {"\ufeffa.TestX\r\nb.TestY", "0: a.TestX b.TestY"},
		"a list that PowerShell wrote":  {"\xff\xfea\x00.\x00T\x00\r\x00\n\x00b\x00.\x00U\x00", "0: a.T b.U"},
		"XML in UTF-16":                 {utf16("<?xml version='1.0' encoding='utf-16'?><testsuite><testcase name='a'/></testsuite>"), "0: a"},
		"words of the go command":       {"go: downloading x v1\n{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"TestA\"}\nFAIL p\n", "0: p|TestA"},
		"a test that begins twice":      {"{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"TestA\"}\n{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"TestA\"}\n{\"Action\":\"fail\",\"Package\":\"p\",\"Test\":\"TestA\"}", "0: p|TestA p|TestA!"},
		"an error of the whole suite":   {"<testsuite><error/><testcase name='a'/><error/></testsuite>", "0: a"},
		"a blank before the XML":        {"\n <testsuites><testsuite><testcase classname='c' name='a'><error/></testcase></testsuite></testsuites>", "0: c|a!"},
		"a comment and a processing":    {"<?xml version='1.0'?><!-- x --><testsuite><testcase name='a'/></testsuite>", "0: a"},
		"an end of a line is no matter": {`{"event":"began","test":"a.TestX","worker":1,"process":1}`, "1: a.TestX"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			r, err := ran.Read(strings.NewReader(tt.text))
			if got := strings.Join(brief(r), "\n"); err != nil || got != tt.want {
				t.Errorf("Read = %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}

func TestWhatIsNoReportIsAnErrorWithItsLine(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"nothing":         {"", "it has no tests"},
		"no tests":        {"<testsuites/>", "it has no tests"},
		"cut short":       {"<testsuite>\n<testcase name='a'>", "XML syntax error on line 2: unexpected EOF"},
		"another charset": {"<?xml version='1.0' encoding='koi8-r'?><testsuite/>", "xml: opening charset \"koi8-r\": the text is koi8-r: UTF-8 and UTF-16 are read"},
		"another XML":     {"<html></html>", "line 1: <html> is not how JUnit XML begins"},
		"another JSON":    {"{\"tests\": []}\n", "line 1: it is neither a line of go test -json nor of ptr's JSON report"},
		"JSON in lines":   {"{\n \"tests\": []}\n", "line 1: unexpected end of JSON input"},
		"a torn line":     {"{\"Action\":\"start\"}\n{\"Action\":\"ru", "line 2: unexpected end of JSON input"},
		"a torn report":   {"{\"event\":\"began\",\"test\":\"a\"}\n{\"event\":", "line 2: unexpected end of JSON input"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			r, err := ran.Read(strings.NewReader(tt.text))
			if err == nil || err.Error() != tt.want {
				t.Errorf("Read = %v, %v, want the error %s", brief(r), err, tt.want)
			}
		})
	}
}

func TestReadsManyLines(t *testing.T) {
	var list, events, xml strings.Builder
	xml.WriteString("<testsuite>")
	for i := range 100_000 {
		fmt.Fprintf(&list, "example.com/shop/u%d.Test%d\n", i%100, i)
		fmt.Fprintf(&events, "{\"Action\":\"run\",\"Package\":\"example.com/shop/u%d\",\"Test\":\"Test%d\"}\n", i%100, i)
		fmt.Fprintf(&xml, "<testcase classname=\"example.com/shop/u%d\" name=\"Test%d\"/>\n", i%100, i)
	}
	xml.WriteString("</testsuite>")
	for _, text := range []string{list.String(), events.String(), xml.String()} {
		r, err := ran.Read(strings.NewReader(text))
		if err != nil || len(r.Processes[0].Tests) != 100_000 {
			t.Errorf("Read of %.40q…: %v", text, err)
		}
	}
}

// Whatever a file holds, what comes out is an error or a report with tests.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*l")
	if err != nil || len(files) == 0 {
		f.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("a.TestX\nb.TestY\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := ran.Read(bytes.NewReader(text))
		n := 0
		for _, p := range r.Processes {
			n += len(p.Tests)
		}
		if (err == nil) != (n > 0) {
			t.Errorf("%d tests, error %v", n, err)
		}
	})
}

// utf16 is a text of ASCII as .NET writes it.
func utf16(text string) string {
	wide := "\xff\xfe"
	for _, b := range []byte(text) {
		wide += string([]byte{b, 0})
	}
	return wide
}
