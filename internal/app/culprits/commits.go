package culprits

import (
	"context"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
)

// A commit is a revision.
type commit struct {
	ID      string `json:"id"`
	Short   string `json:"short"`
	Author  string `json:"author"`
	Date    string `json:"date"`
	Subject string `json:"subject"`
}

// commitsSince are the commits from a revision to HEAD, along first parents.
func commitsSince(ctx context.Context, dir, since string) ([]commit, error) {
	text, err := app.Git(ctx, dir, "log", "--first-parent", "--reverse", "--date=short", "--format=%H%x00%h%x00%an%x00%ad%x00%s", since+"..HEAD")
	if err != nil {
		return nil, console.Usage(fmt.Errorf("--since %s: %w", since, err), "name a revision that git log knows, such as v1.2 or HEAD~50")
	}
	first, err := app.Git(ctx, dir, "log", "-1", "--date=short", "--format=%H%x00%h%x00%an%x00%ad%x00%s", since)
	if err != nil {
		return nil, err
	}
	var commits []commit
	for line := range strings.Lines(first + text) {
		if f := strings.Split(strings.TrimRight(line, "\n"), "\x00"); len(f) == 5 {
			commits = append(commits, commit{f[0], f[1], f[2], f[3], f[4]})
		}
	}
	if len(commits) < 2 {
		return nil, console.Usage(fmt.Errorf("--since %s: no revision follows it", since), "name one from before the test was flaky")
	}
	return commits, nil
}
