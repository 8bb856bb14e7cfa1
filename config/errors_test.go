package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var known = Known{
	Frameworks: []string{"go", "command", "worker"},
	Backends:   map[string][]string{"sqlite": {"backup", "filecopy"}, "postgres": {"backup"}},
	Servers:    []string{"postgres"},
	CheckFact: func(name, value string) error {
		if value == "" {
			return fmt.Errorf("fact %q is empty", name)
		}
		return nil
	},
}

// Each case is a file, and what ptr says of it.
func TestErrorsNameThePlaceAndAWayOut(t *testing.T) {
	cases := map[string]struct{ file, want string }{
		"an unknown backend": {
			"name = \"shop\"\n\n[database.default]\nbackend = \"postgers\"",
			"4:11: unknown backend \"postgers\"\nuse one of postgres, sqlite",
		},
		"no backend": {
			"[database.default]\nsql = []",
			"1:2: database \"default\" has no backend\nuse one of postgres, sqlite",
		},
		"an unknown strategy": {
			"[database.default]\nbackend = \"sqlite\"\nstrategy = 'copy'",
			"3:12: unknown strategy \"copy\"\nuse one of auto, backup, filecopy",
		},
		"a server of what has none": {
			"[database.default]\nbackend = \"sqlite\"\nserver = 'x'",
			"3:10: sqlite has no servers\nleave server out",
		},
		"a server by a variable that is not set": {
			"[database.default]\nbackend = \"postgres\"\nserver = '$PTR_TEST_NOT_SET'",
			"3:10: the environment variable PTR_TEST_NOT_SET, which server names, is not set\nset it, or leave server out: ptr then starts one of its own",
		},
		"an unknown framework": {`framework = "python"`, "1:13: unknown framework \"python\"\nuse one of go, command, worker"},
		"an unknown isolation": {`isolation = "full"`, "1:13: unknown isolation \"full\"\nuse one of none, verify, restore"},
		"an unknown storage":   {`storage = "tape"`, "1:11: unknown storage \"tape\"\nuse one of auto, memory, disk"},
		"a fact that is none":  {"[facts]\nchecks = \"\"", "2:10: fact \"checks\" is empty"},
		"a misspelt key":       {`workerz = 3`, "1:1: unknown key \"workerz\"\ndid you mean workers?"},
		"a misspelt key of a database": {
			"[database.default]\nbackend = \"sqlite\"\nstragety = \"auto\"",
			"3:1: unknown key \"database.default.stragety\"\ndid you mean strategy?",
		},
		"a key like no other": {
			"[[override]]\nfilter = 'parallel'\nxyzzy = 1",
			"3:1: unknown key \"override.xyzzy\"\nuse one of filter, timeout, retries, group",
		},
		"an unknown table":     {"[databases.default]", "1:2: unknown key \"databases\"\ndid you mean database?"},
		"a number for text":    {"name = 3", "1:8: name: want text in quotes"},
		"text for a list":      {"[database.d]\nsql = 'a.sql'", "2:7: database.d.sql: want a list of texts in quotes"},
		"a list with a number": {"[database.d]\nsql = ['a.sql',\n  2]", "3:3: database.d.sql: want a list of texts in quotes"},
		"text for a table":     {"database = 'sqlite'", "1:12: database: want a table"},
		"one override":         {"override = { filter = 'parallel' }", "1:12: override: want tables, each [[…]]"},
		"a database without an alias": {
			"[database]\nbackend = 'sqlite'",
			"2:11: database.backend: want a table for each database, such as [database.default]",
		},
		"a key twice":         {"name = 'a'\nname = 'b'", "2:1: key name is already defined"},
		"a control character": {"name = 'a\x7f'", "1:10: literal strings cannot have control characters"},
		"no TOML at all":      {"name: shop", "1:5: expected '=' after key"},
		"workers below 1":     {"workers = 0", "1:11: workers \"0\": want a number above 0, or auto"},
		"workers as a list":   {"workers = [2]", "1:1: workers: want a number above 0, or \"auto\""},
		"a timeout that is no time": {
			"# é\ntimeout = \"10 minutes\"",
			"2:11: timeout: \"10 minutes\" is not a duration\nwrite it like \"90s\", \"10m\" or \"1h30m\"; \"0\" means no limit",
		},
		"negative retries": {"retries = -1", "1:11: retries: -1 is below 0"},
		"an alias with a slash": {
			"[database.'a/b']\nbackend = 'sqlite'",
			"1:2: alias \"a/b\": use letters, digits, _, . and -",
		},
		"a pattern of nothing": {
			"[database.d]\nbackend = 'sqlite'\nsql = [\n  'schema.sql', # there is one\n  'missing/*.sql',\n]",
			"5:3: sql: \"missing/*.sql\" matches no file",
		},
		"a malformed pattern": {
			"[database.d]\nbackend = 'sqlite'\nsql = ['[.sql']",
			"3:8: sql: \"[.sql\" is not a pattern of file names",
		},
		"an existing database that is not there": {
			"[database.d]\nbackend = 'sqlite'\nexisting = 'seed.db'",
			"3:12: existing: seed.db: no such file or directory\nname a SQLite database that is there, from the folder of ptr.toml, or make one by sql or command",
		},
		"two ways to make a template": {
			"[database.d]\nbackend = 'sqlite'\nsql = ['schema.sql']\ncommand = ['make', 'db']",
			"4:1: sql and command both make the template\nleave out one of them",
		},
		"inputs without a command": {
			"[database.d]\nbackend = 'sqlite'\ninputs = ['schema.sql']",
			"3:1: inputs are those of a command, and there is none",
		},
		"an empty command": {
			"[database.d]\nbackend = 'sqlite'\ncommand = []",
			"3:1: the command is empty",
		},
		"a variable that is no pattern": {
			"[database.d]\nbackend = 'sqlite'\nenv = ['A={path}', 'DSN']",
			"3:20: \"DSN\" is not NAME=pattern",
		},
		"a placeholder that is none": {
			"[database.d]\nbackend = 'sqlite'\nenv = ['DSN=file:{paht}']",
			"3:8: DSN: unknown placeholder {paht}, there are {alias}, {database}, {dsn}, {host}, {password}, {path}, {port}, {socket}, {url}, {user}, {worker}",
		},
		"a brace left open": {
			"[database.d]\nbackend = 'sqlite'\nenv = ['DSN={path']",
			"3:8: DSN: { without }; write {{ for a brace",
		},
		"a name that no variable has": {"[env]\n'A B' = 'x'", "2:9: \"A B\" is not the name of an environment variable"},
		"one variable for two databases": {
			"[database.a]\nbackend = 'sqlite'\n[database.b]\nbackend = 'sqlite'",
			"3:2: database.a and database.b both set DATABASE_URL\ngive each database variables of its own: env = [\"NAME={url}\"]",
		},
		"a variable of [env] again": {
			"database.a = { backend = 'sqlite', env = ['X={url}'] }\nenv.X = 'x'",
			"1:43: env and database.a both set X\ngive each database variables of its own: env = [\"NAME={url}\"]",
		},
		"the command framework without commands": {
			"framework = 'command'",
			"1:13: framework \"command\" wants a table [command]\nwrite list = \"…\", which prints test IDs, and run = \"… {id}\"",
		},
		"a command that lists nothing": {
			"[command]\nrun = 'x {id}'",
			"1:2: command.list is not set\nit is a command that prints one test ID a line",
		},
		"a command that runs nothing": {
			"[command]\nlist = 'x'\nrun = 'x'",
			"3:7: command.run wants one of {id} and {ids}\n{id} is one test, {ids} are several, such as run = \"prove {ids}\"",
		},
		"the worker framework without a worker": {
			"framework = 'worker'",
			"1:13: framework \"worker\" wants a table [worker]\nwrite command = [\"python3\", \"worker.py\"], a program that speaks ptr's protocol",
		},
		"a worker without a command": {
			"[worker]",
			"1:2: worker.command names no program\nit is a program and its arguments, such as command = [\"python3\", \"worker.py\"]",
		},
		"a worker whose command is empty": {
			"[worker]\ncommand = []",
			"2:1: worker.command names no program\nit is a program and its arguments, such as command = [\"python3\", \"worker.py\"]",
		},
		"a number of workers that is called worker": {
			"worker = 3", "1:10: worker: want a table, with the command of framework \"worker\"; how many there are is workers",
		},
		"a worker's command as one text": {
			"[worker]\ncommand = 'python3 worker.py'",
			"2:11: worker.command: want a list of texts in quotes",
		},
		"an override for no test": {
			"[[override]]\nfilter = 'parallel'\n[[override]]\nretries = 2",
			"3:3: an override has no filter\nsay which tests it is for, such as filter = 'package contains \"orders\"'",
		},
		"an override with a misspelt field": {
			"[[override]]\nfilter = 'parallel and nme == \"x\"'",
			"2:24: unknown field \"nme\"\nuse one of id, name, package, kind, file, parallel, duration, failed",
		},
		"an override with a filter in escapes": {
			"[[override]]\nfilter = \"name == \\\"x\\\" and nme\"",
			"2:10: unknown field \"nme\"\nuse one of id, name, package, kind, file, parallel, duration, failed",
		},
		"an override's timeout": {
			"[[override]]\nfilter = 'failed'\ntimeout = '-2s'",
			"3:11: timeout: \"-2s\" is not a duration\nwrite it like \"90s\", \"10m\" or \"1h30m\"; \"0\" means no limit",
		},
		"an override's retries": {
			"[[override]]\nfilter = 'failed'\nretries = -2",
			"3:11: retries: -2 is below 0",
		},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "schema.sql", "")
			_, err := parse([]byte(tt.file), dir, known)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v, want an *Error", err)
			}
			e.File = "ptr.toml"
			got := strings.TrimSpace(e.Error() + "\n" + e.Hint)
			if diff := cmp.Diff("ptr.toml:"+tt.want, got); diff != "" {
				t.Errorf("%s\n(-want +got):\n%s", tt.file, diff)
			}
		})
	}
}

func TestAFileThatCannotBeReadIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "none.toml")
	_, err := Load(file, known)
	if want := file + ": no such file or directory"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// write makes the file called name, with folders as needed.
func write(t testing.TB, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}
