package history_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/history"
)

func TestTheLatestExplanationIsKept(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	if e, ok, err := db.Explained(t.Context(), "shop", "a.TestV"); ok || err != nil {
		t.Errorf("before any: %+v, %v", e, err)
	}
	first := history.Explanation{Suite: "shop", Test: "a.TestV", At: time.Unix(1, 0).UTC(), Text: "a.TestP makes a.TestV fail"}
	second := first
	second.At, second.Run, second.Text = time.Unix(2, 5).UTC(), "3f2", "a.TestQ makes a.TestV fail"
	other := first
	other.Suite = "stock"
	for _, e := range []history.Explanation{first, other, second} {
		if err := db.Explain(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []history.Explanation{second, other} {
		got, ok, err := db.Explained(t.Context(), want.Suite, want.Test)
		if diff := cmp.Diff(want, got); diff != "" || !ok || err != nil {
			t.Errorf("%t, %v\n%s", ok, err, diff)
		}
	}
}
