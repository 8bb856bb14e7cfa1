package clonetest

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

func (b *bench) failures() {
	for _, spoil := range b.Spoils {
		b.sentence("a template that is "+spoil.Name+" is refused", func(b *bench) {
			b.template = b.copyOfTemplate()
			spoil.Do(b.T, b.template)
			dir := b.TempDir()
			_, err := b.strategy.Clone(b.Context(), b.template, dir, "never")
			if !errors.Is(err, spoil.Want) {
				b.Fatalf("Clone: %v, want an error that wraps %q", err, spoil.Want)
			}
			if !strings.Contains(err.Error(), b.template.Path) {
				b.Errorf("the error doesn't name the template: %v", err)
			}
			b.nothingIn(dir)
		})
	}
	b.sentence("a clone that is called off leaves nothing", func(b *bench) {
		ctx, cancel := context.WithCancel(b.Context())
		cancel()
		dir := b.TempDir()
		if _, err := b.strategy.Clone(ctx, b.template, dir, "never"); !errors.Is(err, context.Canceled) {
			b.Errorf("Clone: %v, want %v", err, context.Canceled)
		}
		b.nothingIn(dir)
	})
	b.sentence("a second clone of one name is refused, and the first one stays", func(b *bench) {
		dir := b.TempDir()
		c, err := b.strategy.Clone(b.Context(), b.template, dir, "only")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { b.strategy.Drop(b.Context(), c) })
		if again, err := b.strategy.Clone(b.Context(), b.template, dir, "only"); err == nil {
			b.Errorf("Clone made %+v over %+v", again, c)
		}
		if got := b.value(b.open(c), b.Names); got != "ann" {
			b.Errorf("the first one has %q, want %q", got, "ann")
		}
	})
}

// copyOfTemplate is one that may be spoiled.
func (b *bench) copyOfTemplate() (copied clone.Template) {
	b.Helper()
	copied = b.template
	copied.Path = b.TempDir() + "/spoiled"
	info, err := os.Stat(b.template.Path)
	if err == nil && info.IsDir() {
		err = os.CopyFS(copied.Path, os.DirFS(b.template.Path))
	} else if err == nil {
		err = copyFile(copied.Path, b.template.Path)
	}
	if err != nil {
		b.Fatal(err)
	}
	return copied
}

func copyFile(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}
