package reports

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// emit writes one event. It is written by hand, since each test takes four and
// encoding/json would take most of the time. Errors come back from Flush.
func (t *test2json) emit(p *goPackage, e event) {
	b := t.line[:0]
	if strings.HasPrefix(e.action, "build-") {
		b = append(b, `{"ImportPath":`...)
		b = append(append(b, p.key...), `,"Action":"`...)
		b = append(append(b, e.action...), '"')
	} else {
		b = append(b, `{"Time":"`...)
		b = t.now.UTC().AppendFormat(b, time.RFC3339Nano)
		b = append(append(b, `","Action":"`...), e.action...)
		b = append(append(b, `","Package":`...), p.key...)
	}
	if e.test != "" {
		b = appendString(append(b, `,"Test":`...), e.test)
	}
	if e.ended {
		b = append(b, `,"Elapsed":`...)
		b = strconv.AppendFloat(b, math.Round(e.elapsed.Seconds()*1000)/1000, 'f', -1, 64)
	}
	if e.output != "" {
		b = appendString(append(b, `,"Output":`...), e.output)
	}
	if e.failedBuild != "" {
		b = appendString(append(b, `,"FailedBuild":`...), e.failedBuild)
	}
	t.line = append(b, "}\n"...)
	_, _ = t.w.Write(t.line)
}

// appendString appends s as JSON. What isn't UTF-8 becomes U+FFFD, as with
// encoding/json.
func appendString(b []byte, s string) []byte {
	plain := s
	if strings.HasSuffix(s, "\n") {
		plain = s[:len(s)-1]
	}
	for i := range len(plain) {
		if c := plain[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(s) // strings cannot fail
			return append(b, quoted...)
		}
	}
	b = append(append(b, '"'), plain...)
	if len(plain) < len(s) {
		b = append(b, `\n`...)
	}
	return append(b, '"')
}
