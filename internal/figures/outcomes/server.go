package outcomes

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
)

// ErrNoURL says that a server's URL is none of its backend's.
var ErrNoURL = errors.New("not the URL of such a server")

// withServer calls use with the URL of a private server that ptr starts and
// stops.
func withServer(ctx context.Context, ptr, backend string, use func(url string) error) (err error) {
	name := fmt.Sprintf("outcomes-%d", os.Getpid())
	if _, err := server(ctx, ptr, "start", "--backend", backend, "--name", name, "--for", "24h"); err != nil {
		return err
	}
	defer func() {
		_, stopped := server(context.WithoutCancel(ctx), ptr, "stop", name)
		err = errors.Join(err, stopped)
	}()
	address, err := server(ctx, ptr, "dsn", name, "--value", "url")
	if err != nil {
		return err
	}
	return use(strings.TrimSpace(address))
}

// server runs a `ptr server` command and returns what it prints.
func server(ctx context.Context, ptr string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, ptr, append([]string{"server"}, args...)...)
	out, err := c.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "", fmt.Errorf("ptr server %s: %w: %s", args[0], err, strings.TrimSpace(string(exit.Stderr)))
	}
	return string(out), err
}

// djangoDatabase is Django's settings of a database on the server that address
// leads to, but for its NAME.
func djangoDatabase(backend, address string) (map[string]any, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoURL, errors.Unwrap(err))
	}
	d := map[string]any{"HOST": u.Hostname(), "PORT": u.Port(), "USER": u.User.Username()}
	d["PASSWORD"], _ = u.User.Password()
	place := u.Query()
	switch {
	case backend == "postgres" && (u.Scheme == "postgres" || u.Scheme == "postgresql"):
		d["ENGINE"] = "django.db.backends.postgresql"
		for _, value := range []struct{ name, setting string }{{"host", "HOST"}, {"port", "PORT"}} {
			if place.Has(value.name) {
				d[value.setting] = place.Get(value.name)
			}
		}
		if mode := place.Get("sslmode"); mode != "" {
			d["OPTIONS"] = map[string]string{"sslmode": mode}
		}
	case backend == "mysql" && u.Scheme == "mysql":
		d["ENGINE"] = "django.db.backends.mysql"
		if socket := place.Get("socket"); socket != "" {
			d["HOST"] = socket
		}
	default:
		return nil, fmt.Errorf("%w: %s:, for %s", ErrNoURL, u.Scheme, backend)
	}
	return d, nil
}
