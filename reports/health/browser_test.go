package health_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/internal/browser"
)

// A page is opened as people open it: from disk, narrow and wide, on white and on
// black. What is wrong with it is an error.

func start(t *testing.T) *browser.Browser {
	t.Helper()
	b, err := browser.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func saved(t *testing.T, page string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report page #1.html")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// check opens a page, uses its controls, and says what does not work. The page stays
// open.
func check(b *browser.Browser, file string, look browser.Look) (*browser.Page, error) {
	p, err := b.Open(file, look)
	if err != nil {
		return nil, err
	}
	_, err = browser.Eval[bool](p, `new Promise(done => {
		const look = n => document.documentElement.dataset.ready || !n ? done(true) : setTimeout(() => look(n - 1), 20);
		look(250);
	})`)
	errs := []error{err}
	for _, one := range []struct {
		what, act, sign string // sign is true once it worked
	}{
		{"the first page of tests", ``, `document.querySelectorAll("#all tbody tr").length === 50`},
		{"sorting by name", `document.querySelector("#all [data-by=name]").click()`, `(() => {
			const names = [...document.querySelectorAll("#all tbody button.name")].map(b => b.textContent);
			return names.length > 1 && names.every((n, i) => !i || names[i - 1] <= n) && document.querySelector("#all th").ariaSort === "ascending" })()`},
		{"sorting the other way", `document.querySelector("#all [data-by=name]").click()`, `document.querySelector("#all th").ariaSort === "descending" && document.querySelector("#all tbody button.name").textContent > "orders.Test0050"`},
		{"sorting by time", `document.querySelector("#all [data-by=median]").click()`, `document.querySelectorAll("#all th[aria-sort=descending]").length === 1`},
		{"paging", `document.querySelector("#on").click()`, `document.querySelector("#where").textContent.startsWith("51 ")`},
		{"the filter", `(f => { f.value = "test0002"; f.dispatchEvent(new Event("input")) })(document.querySelector("#find"))`, `document.querySelectorAll("#all tbody tr").length === 1`},
		{"what a test printed", `(async () => { document.querySelector("#all tbody button.name").click(); document.querySelector("tr.more details summary").click() })()`, `document.querySelector("tr.more pre")?.textContent.includes("state =")`},
		{"the filter's end", `(f => { f.value = ""; f.dispatchEvent(new Event("input")) })(document.querySelector("#find"))`, `document.querySelectorAll("#all tbody tr").length === 50`},
		{"the filter by status", `(s => { s.value = "flaky"; s.dispatchEvent(new Event("change")) })(document.querySelector("#status"))`, `[...document.querySelectorAll("#all tbody .tag")].every(t => t.textContent === "flaky")`},
		{"all tests again", `(s => { s.value = ""; s.dispatchEvent(new Event("change")) })(document.querySelector("#status"))`, `document.querySelectorAll("#all tbody tr").length === 50`},
		{"the heat map and its table", ``, `document.querySelectorAll("#map svg").length === 4 && document.querySelectorAll("#maptable tbody tr").length === 4`},
		{"pictures that have a name", ``, `(() => {
			const all = [...document.querySelectorAll("svg, .bars")].filter(e => !e.closest("[aria-hidden=true]") && !e.parentElement.closest("svg"));
			return all.length > 4 && all.every(e => e.getAttribute("role") === "img" && e.getAttribute("aria-label")) })()`},
		{"tables whose columns have a name", ``, `[...document.querySelectorAll("th")].every(e => e.scope === "col" && e.textContent.trim())`},
		{"controls that have a name", ``, `[...document.querySelectorAll("button, input, select")].every(e => e.textContent.trim() || e.labels.length)`},
		{"what is unfolded on paper", `dispatchEvent(new Event("beforeprint"))`, `[...document.querySelectorAll("details")].every(d => d.open)`},
		{"what is folded again", `dispatchEvent(new Event("afterprint"))`, `document.querySelectorAll("details:not([open])").length > 4`},
		{"a page that is no wider than the window", ``, `document.documentElement.scrollWidth <= window.innerWidth`},
		{"nothing that was executed", ``, `!document.querySelector("img")`},
	} {
		errs = append(errs, expect(p, one.what, one.act, one.sign))
	}
	if wrong := p.Complaints(); len(wrong) > 0 {
		errs = append(errs, fmt.Errorf("console: %s", strings.Join(wrong, "; ")))
	}
	if asked := p.Requests(); len(asked) > 0 {
		errs = append(errs, fmt.Errorf("requests: %s", strings.Join(asked, " ")))
	}
	return p, errors.Join(errs...)
}

// expect does something, and waits for a second at most for its sign.
func expect(p *browser.Page, what, act, sign string) error {
	worked, err := browser.Eval[bool](p, fmt.Sprintf(`(async () => {
		%s;
		for (let n = 100; n; n--) {
			if (%s) return true;
			await new Promise(done => setTimeout(done, 20));
		}
		return false;
	})()`, act, sign))
	if err == nil && !worked {
		err = errors.New("does not work")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func TestThePageWorksInABrowser(t *testing.T) {
	b := start(t)
	file := saved(t, written(t, "html", example(160, 40)))
	for name, look := range map[string]browser.Look{
		"wide": {Width: 1280, Height: 900}, "wide-dark": {Width: 1280, Height: 900, Dark: true},
		"narrow": {Width: 390, Height: 844}, "narrow-dark": {Width: 390, Height: 844, Dark: true},
	} {
		p, err := check(b, file, look)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if p == nil {
			continue
		}
		picture, err := p.Screenshot()
		if err != nil {
			t.Fatal(err)
		}
		p.Close()
		if err := os.WriteFile(filepath.Join(t.ArtifactDir(), name+".png"), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The check would notice.
func TestTheCheckFailsOnPlantedFaults(t *testing.T) {
	b := start(t)
	page := written(t, "html", example(160, 40))
	for name, tt := range map[string]struct{ old, new, want string }{
		"a thrown error":     {"</body>", "<script>throw new Error('planted')</script></body>", "planted"},
		"an external image":  {"</main>", `<img src="https://example.com/planted.png" alt="" /></main>`, "planted.png"},
		"a dead sort button": {`button.addEventListener("click", () => {` + "\n        down", `button.addEventListener("dblclick", () => {` + "\n        down", "sorting by name: does not work"},
		"a dead filter":      {`$("find").addEventListener("input"`, `$("find").addEventListener("planted"`, "the filter: does not work"},
		"a page too wide":    {"</main>", `<p style="width: 200rem">wide</p></main>`, "no wider than the window"},
	} {
		broken := strings.Replace(page, tt.old, tt.new, 1)
		if broken == page {
			t.Errorf("%s: nothing was planted", name)
			continue
		}
		p, err := check(b, saved(t, broken), browser.Look{Width: 1280, Height: 900})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
		if p != nil {
			p.Close()
		}
	}
}
