package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/backends"
)

// TestMain lets this binary be the processes that ptrbench starts of its own.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && slices.Contains([]string{visitCommand, backends.LaunchCommand, app.SuperviseCommand}, os.Args[1]) {
		main()
	}
	os.Exit(underOwnCache(m.Run))
}

// underOwnCache keeps what is measured here from the user's own runs. What servers
// begin with stays for the next test.
func underOwnCache(run func() int) int {
	cache, err := os.UserCacheDir()
	if err == nil {
		err = os.Setenv("XDG_CACHE_HOME", filepath.Join(cache, "ptr-test"))
	}
	if err != nil {
		panic(err)
	}
	return run()
}

// small are arguments that measure clones of a small database, once.
func small(more ...string) []string {
	return append([]string{"clone", "--backend", "sqlite", "--size", "1MB", "--rounds", "1"}, more...)
}

func TestWhatUsersType(t *testing.T) {
	cases := map[string]struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		"help shows an example":   {[]string{"schedule", "--help"}, 0, "ptrbench schedule --total 60s", ""},
		"an unknown command":      {[]string{"fly"}, 2, "", `ptr: error: unknown command "fly" for "ptrbench"`},
		"an unknown flag":         {[]string{"million", "--test", "3"}, 2, "", "unknown flag: --test"},
		"a ptr that isn't there":  {[]string{"overhead", "--ptr", "nowhere/ptr"}, 2, "", "ptr: hint: --ptr names a ptr command"},
		"no rounds":               {[]string{"clone", "--rounds", "0"}, 2, "", `"0" is no number from 1`},
		"an unknown phase":        {[]string{"kill", "--phase", "lunch"}, 2, "", "ptr: hint: use one of build, template, clone, first-test, steady-state, report"},
		"a small million":         {[]string{"million", "--tests", "2000", "--units", "3"}, 0, "running and storing", ""},
		"detection":               {[]string{"detection", "orders", "--suites", "40", "--repetitions", "30"}, 0, "a polluter and 5 cleaners, 10 orders: revealed", ""},
		"detection as JSON":       {[]string{"detection", "kinds", "--seeds", "2", "--json", "-"}, 0, `"what": "brittle: classified"`, ""},
		"an unknown part of it":   {[]string{"detection", "smells"}, 2, "", "ptr: error: unknown part \"smells\"\nptr: hint: use kinds, alarms, orders or intervals"},
		"ways of cloning":         {small("--strategy", "vacuum", "--strategy", "backup"), 0, "in too few rounds to be sure.", ""},
		"several at a time":       {small("--clones", "4", "--parallel", "2"), 0, " filecopy ", ""},
		"clones as JSON":          {small("--json", "-"), 0, `"name": "filecopy"`, ""},
		"clones as CSV":           {small("--report", "csv:-"), 0, "backend,size,parallel,strategy,round,seconds\nsqlite,1MB,1,", ""},
		"clones for benchstat":    {small("--report", "benchstat:-"), 0, "BenchmarkClone/size=1MB/parallel=1/strategy=cp-", ""},
		"clones as Markdown":      {small("--report", "markdown:-"), 0, "\n| filecopy | ", ""},
		"clones as a picture":     {small("--report", "svg:-"), 0, ">filecopy</text>", ""},
		"clones as a page":        {small("--report", "html:-"), 0, "<p class=\"answer\">Use ", ""},
		"clones of sizes":         {[]string{"clone", "--backend", "sqlite", "--rounds", "1", "--strategy", "filecopy", "--against", "size=1MB,2MB"}, 0, "The fastest is filecopy (1MB, ", ""},
		"clones at a time":        {small("--strategy", "filecopy", "--against", "parallel=1,2", "--report", "svg:-"), 0, ">clones at a time</text>", ""},
		"no such points":          {small("--against", "weather"), 2, "", "ptr: error: --against weather: no such points\nptr: hint: write --against size"},
		"no points":               {small("--against", "size="), 2, "", "ptr: error: --against size=: no such points"},
		"none at a time":          {small("--against", "parallel=0"), 2, "", "\"0\" is no number from 1\nptr: hint: write --against parallel=1,2,4"},
		"a size among them":       {small("--against", "size=1MB,big"), 2, "", "ptr: error: size big: no size \"big\", and no such file"},
		"clones of no size":       {[]string{"clone", "--backend", "sqlite", "--size", "big"}, 2, "", "ptr: error: no size \"big\", and no such file\nptr: hint: write --size small"},
		"no backend":              {[]string{"clone"}, 2, "", "ptr: error: unknown backend \"\"\nptr: hint: use one of mysql, postgres, sqlite"},
		"an unknown strategy":     {small("--strategy", "tar"), 2, "", "ptr: error: unknown strategy \"tar\""},
		"clones by reflinks":      {[]string{"clone", "--backend", "postgres", "--strategy", "reflink"}, 2, "", "ptr: error: strategy \"reflink\": /dev/shm/"},
		"clones of PostgreSQL":    {[]string{"clone", "--backend", "postgres", "--rounds", "2", "--strategy", "copy", "--strategy", "wal_log", "--json", "-"}, 0, `"name": "wal_log"`, ""},
		"clones of MariaDB":       {[]string{"clone", "--backend", "mysql", "--rounds", "1", "--strategy", "copy"}, 0, "Use copy: ", ""},
		"clones without routines": {[]string{"clone", "--backend", "mysql", "--size", "testdata/routine.sql", "--rounds", "1", "--strategy", "mysqldump"}, 1, "routines differs", ""},
		"the same at a time":      {[]string{"clone", "--backend", "mysql", "--size", "testdata/routine.sql", "--rounds", "1", "--strategy", "mysqldump", "--against", "parallel=1,2"}, 1, "None of these is a way of cloning this database.", ""},
		"a server's own file":     {[]string{"clone", "--backend", "mysql", "--size", "nowhere.sql"}, 2, "", "ptr: error: no size \"nowhere.sql\", and no such file"},
		"nobody's database":       {[]string{"clone", "--backend", "postgres", "--size", "postgres://u:secret@127.0.0.1:1/x"}, 2, "", "Connection refused"},
		"until it is precise":     {append(small("--precision", "50%"), "--rounds", "12"), 0, "Use ", ""},
		"no percentage":           {small("--precision", "much"), 2, "", "ptr: hint: write --precision 5%"},
		"an unknown format":       {small("--report", "pdf:x"), 2, "", "ptr: hint: write FORMAT:FILE"},
		"an unknown place":        {small("--storage", "tape"), 2, "", "ptr: hint: use one of memory, disk"},
		"a hook that fails":       {small("--prepare", "echo no >&2; exit 4"), 2, "", "exit status 4\nno"},
		"setting up":              {[]string{"setup", "--backend", "sqlite", "--size", "1MB", "--rounds", "1"}, 0, " Preparing takes ", ""},
		"setting up as JSON":      {[]string{"setup", "--backend", "sqlite", "--size", "1MB", "--rounds", "1", "--json", "-"}, 0, `"kind": "CREATE TABLE"`, ""},
		"setting up as Markdown":  {[]string{"setup", "--backend", "sqlite", "--size", "1MB", "--rounds", "1", "--report", "markdown:-"}, 0, "\n| INSERT | 20 | ", ""},
		"setting up as a page":    {[]string{"setup", "--backend", "sqlite", "--size", "1MB", "--rounds", "1", "--report", "html:-"}, 0, "<p class=\"answer\">Preparing takes ", ""},
		"setting a project up":    {[]string{"setup", "-C", "../../framework/python/testdata/clinic", "--python", "/usr/bin/python3", "--backend", "sqlite", "--rounds", "1"}, 0, "clinic/default: ", ""},
		"set up of a Go suite":    {[]string{"setup", "-C", "../../examples/shop", "--backend", "sqlite"}, 2, "", "is a suite of the framework go: only those of Django"},
		"set up of two things":    {[]string{"setup", "-C", ".", "--backend", "sqlite", "--size", "small"}, 2, "", "ptr: error: -C and --size are both what is to be measured"},
		"set up of no backend":    {[]string{"setup", "--backend", "oracle"}, 2, "", "ptr: error: unknown backend \"oracle\"\nptr: hint: use one of mysql, postgres, sqlite"},
		"bisection of nothing":    {[]string{"bisection"}, 2, "", "ptr: error: which Django?\nptr: hint: name its source tree by --django"},
		"bisection of one app":    {[]string{"bisection", "--django", ".", "queries"}, 2, "", "ptr: error: one app is too few"},
		"set up of no script":     {[]string{"setup", "--backend", "mysql", "--size", "nowhere.sql"}, 2, "", "ptr: error: no size \"nowhere.sql\", and no such file\nptr: hint: write --size small"},
		"a script that is wrong":  {[]string{"setup", "--backend", "mysql", "--size", "testdata/wrong.sql"}, 2, "", "ptr: error: wrong.sql:3: Error 1064 (42000): You have an error in your SQL syntax"},
		"a client's command":      {[]string{"setup", "--backend", "postgres", "--size", "testdata/wrong.sql"}, 2, "", "ptr: error: wrong.sql:6: \\include is a command of psql's, which no server understands\nptr: hint: mend it"},
		"an unknown setting":      {[]string{"setup", "--backend", "postgres", "--setting", "luck"}, 2, "", "ptr: error: unknown setting \"luck\": there are fsync, "},
		"outcomes of nothing":     {[]string{"outcomes", "--framework", "command"}, 2, "", "ptr: error: framework \"command\": its own run cannot be recorded\nptr: hint: use one of go, "},
		"Go in Python's order":    {[]string{"outcomes", "--reverse", "strconv"}, 2, "", "ptr: error: --reverse is of suites in Python, and this is one in Go"},
		"pytest in reverse":       {[]string{"outcomes", "--framework", "pytest", "--reverse"}, 2, "", "ptr: error: --reverse: pytest has no such order of its own"},
		"outcomes on a backend":   {[]string{"outcomes", "--framework", "django", "--backend", "oracle"}, 2, "", "ptr: hint: use one of postgres, mysql"},
		"a server of no backend":  {[]string{"outcomes", "--framework", "django", "--server", "mysql://h/"}, 2, "", "ptr: error: --server: of which backend?"},
		"no such baseline":        {[]string{"outcomes", "--baseline", "nowhere", "strconv"}, 2, "", "ptr: error: open nowhere: no such file or directory\nptr: hint: name a file that --record wrote"},
		"two baselines":           {[]string{"outcomes", "--baseline", "a", "--record", "b", "strconv"}, 2, "", "ptr: error: --baseline and --record"},
		"nothing known":           {[]string{"outcomes", "--known", "nowhere", "strconv"}, 2, "", "ptr: hint: write a table [[known]]"},
		"the same as JSON":        {[]string{"million", "--tests", "2000", "--units", "3", "--json", "-"}, 0, `"Passed": 2000`, ""},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			status := ptrbench(tt.args, &stdout, &stderr)
			if status != tt.status {
				t.Errorf("ptrbench %v = %d, want %d\n%s", tt.args, status, tt.status, stderr.String())
			}
			if strings.Contains(stderr.String(), "secret") {
				t.Errorf("ptrbench %v shows a password: %s", tt.args, stderr.String())
			}
			if !strings.Contains(stdout.String(), tt.stdout) || !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("ptrbench %v printed %q and %q", tt.args, stdout.String(), stderr.String())
			}
		})
	}
}
