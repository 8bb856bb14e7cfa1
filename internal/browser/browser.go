// Package browser opens pages in headless Chromium, to see that they work: what they
// complain of, what they ask the network for, how long they take to appear.
package browser

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Find is where Chromium is, or an error that says what to install.
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium: install chromium (Debian, Homebrew)")
}

// A Browser is one process of Chromium, with nothing in its caches.
type Browser struct {
	ctx    context.Context
	cancel context.CancelFunc
}

// Start starts a browser with a profile of its own.
func Start(ctx context.Context) (*Browser, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // which Chromium cannot have as root
	}
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	ctx, cancel := chromedp.NewContext(ctx)
	b := &Browser{ctx, func() { cancel(); stop() }}
	if err := chromedp.Do(ctx); err != nil {
		b.Close()
		return nil, fmt.Errorf("starting Chromium: %w", err)
	}
	return b, nil
}

// Close ends the browser.
func (b *Browser) Close() { b.cancel() }

// A Look is how a page is looked at.
type Look struct {
	Width, Height int64 // CSS pixels
	Dark          bool
}

// A Page is a page that was loaded.
type Page struct {
	ctx    context.Context
	cancel context.CancelFunc

	mu       sync.Mutex
	errors   []string
	requests []string
}

// Open loads the file, in a tab of its own. Requests for anything but files and data
// are answered with an error.
func (b *Browser) Open(file string, look Look) (*Page, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	ctx, cancel := chromedp.NewContext(b.ctx)
	p := &Page{ctx: ctx, cancel: cancel}
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
	if err := p.open(address, look); err != nil {
		p.Close()
		return nil, fmt.Errorf("opening %s: %w", file, err)
	}
	return p, nil
}

func (p *Page) open(address string, look Look) error {
	if err := chromedp.Do(p.ctx); err != nil {
		return err
	}
	if err := chromedp.Listen(p.ctx, func(event any) { p.listen(event, address) }); err != nil {
		return err
	}
	scheme := "light"
	if look.Dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(p.ctx, log.Enable, cdp.Empty{})
	if err == nil {
		_, err = chromedp.Call(p.ctx, network.Enable, network.EnableParams{})
	}
	if err == nil {
		_, err = chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
	}
	if err != nil {
		return err
	}
	return chromedp.Do(p.ctx, chromedp.EmulateViewport(look.Width, look.Height), chromedp.Navigate(address))
}

// Close closes the page's tab.
func (p *Page) Close() { p.cancel() }

func (p *Page) listen(event any, address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.errors = append(p.errors, thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			p.errors = append(p.errors, fmt.Sprintf("console.%s: %v", e.Type, arguments(e.Args)))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.errors = append(p.errors, e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		if e.Request.URL != address {
			p.requests = append(p.requests, e.Request.URL)
		}
	}
}

func thrown(e *runtime.ExceptionDetails) string {
	if e.Exception != nil && e.Exception.Description != "" {
		return e.Exception.Description
	}
	return e.Text
}

func arguments(args []*runtime.RemoteObject) (all []string) {
	for _, a := range args {
		all = append(all, string(a.Value)+a.Description)
	}
	return all
}

// Complaints are what the page threw, and wrote to the console as an error or a warning.
func (p *Page) Complaints() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.errors...)
}

// Requests are the addresses that the page asked for, beside its own.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.requests...)
}

// Eval is what an expression comes to on p, or what its promise does.
func Eval[T any](p *Page, expression string) (T, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Click clicks the element that a CSS selector finds first.
func (p *Page) Click(selector string) error {
	return chromedp.Do(p.ctx, chromedp.Click(selector))
}

// Type types text into the element that a CSS selector finds first.
func (p *Page) Type(selector, text string) error {
	return chromedp.Do(p.ctx, chromedp.SendKeys(selector, text))
}

// Screenshot is a picture of the whole page as PNG.
func (p *Page) Screenshot() ([]byte, error) {
	return chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
}

// FirstPaint is how many milliseconds after the start of navigation anything was to be
// seen.
func (p *Page) FirstPaint() (float64, error) {
	return Eval[float64](p, `new Promise((resolve, reject) => {
		const at = () => performance.getEntriesByName("first-contentful-paint")[0];
		const look = n => at() ? resolve(at().startTime) : n ? setTimeout(() => look(n - 1), 20) : reject(new Error("nothing was painted"));
		look(500);
	})`)
}
