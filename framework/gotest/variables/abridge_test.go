package variables_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/framework/gotest/variables"
)

func TestAbridgedShowsOfLongTextsWhatDiffers(t *testing.T) {
	entries := func(from, to int) string {
		var all []string
		for i := from; i < to; i++ {
			all = append(all, fmt.Sprintf("%d:&{next:%d}", i, i+1))
		}
		return strings.Join(all, " ")
	}
	for name, tt := range map[string]struct{ old, now, wantOld, wantNow string }{
		"short":     {"[a]", "[a b]", "[a]", "[a b]"},
		"an entry":  {"[" + entries(0, 20) + "]", "[" + entries(0, 8) + " x:7 " + entries(8, 20) + "]", "without x:7", "with x:7"},
		"gone":      {"[" + entries(0, 20) + "]", "[" + entries(0, 8) + " " + entries(9, 20) + "]", "with 8:&{next:9}", "without 8:&{next:9}"},
		"a value":   {"[" + entries(0, 20) + "]", "[" + strings.Replace(entries(0, 20), "next:8", "next:9", 1) + "]", "… 7:&{next:8} 8:&{next:9} 9:&{next:10} …", "… 7:&{next:9} 8:&{next:9} 9:&{next:10} …"},
		"how many":  {"[" + entries(0, 20) + " … 80 in all]", "[" + entries(0, 20) + " … 81 in all]", "… 80 in all]", "… 81 in all]"},
		"made":      {"nil", "&{" + entries(0, 200) + "}", "nil", "&{" + entries(0, 12) + " 12:&{next …"},
		"not ASCII": {"nil", strings.Repeat("ß", 200), "nil", strings.Repeat("ß", 80) + " …"},
	} {
		t.Run(name, func(t *testing.T) {
			old, now := variables.Abridged(tt.old, tt.now)
			if old != tt.wantOld || now != tt.wantNow {
				t.Errorf("Abridged(%q, %q) = %q, %q; want %q, %q", tt.old, tt.now, old, now, tt.wantOld, tt.wantNow)
			}
		})
	}
}
