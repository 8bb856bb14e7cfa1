package detect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Settings of any suite, as comments.
const (
	common = `# workers   = 4        # default: the number of CPUs; "auto": more where tests wait
# isolation = "none"   # between two tests: none, verify or restore
# timeout   = "10m"    # of each test
`
	env = `
# [env]                # set for every worker
# APP_ENV = "test"
`
	overrides = `
# [[override]]         # for tests that match the filter
# filter  = 'name matches "Slow"'
# timeout = "2m"
# group   = "slow"     # tests of one group never run at the same time
`
)

// render is p as a file.
func (p *proposal) render() string {
	var file strings.Builder
	fmt.Fprintf(&file, "# How ptr runs this suite. Written by ptr init: check what it guessed.\n\n")
	fmt.Fprintf(&file, "name = %s\n\n", quoted(p.name))
	file.WriteString(common)
	for _, d := range p.databases {
		file.WriteString("\n" + p.comment(d.table()))
	}
	file.WriteString(env)
	file.WriteString(overrides)
	return file.String()
}

// comment is text, in comments if databases are only that.
func (p *proposal) comment(text string) string {
	if !p.comments {
		return text
	}
	var commented strings.Builder
	for line := range strings.Lines(text) {
		commented.WriteString("# " + line)
	}
	return commented.String()
}

// table is [database.ALIAS].
func (d database) table() string {
	var t strings.Builder
	fmt.Fprintf(&t, "[database.%s]\n", key(d.alias))
	fmt.Fprintf(&t, "backend = %s\n", quoted(d.backend))
	t.WriteString(d.source())
	example := map[string]string{
		"sqlite":   "file:{path}?_fk=1",
		"postgres": "{dsn} search_path=app",
		"mysql":    "{user}:{password}@tcp({host}:{port})/{database}?parseTime=true",
	}[d.backend]
	fmt.Fprintf(&t, "env     = %s  # or such as NAME=%s\n", quotedList(d.env), example)
	return t.String()
}

// source is how the template is prepared.
func (d database) source() string {
	if d.folder == nil {
		return "# sql   = [\"migrations/*.sql\"]  # without it the template is empty\n"
	}
	f := *d.folder
	switch f.layout {
	case goose:
		driver, dsn := gooseDriver(d.backend)
		return byCommand(f, []string{"goose", "-dir", f.path, "up"}, "GOOSE_DRIVER="+driver, "GOOSE_DBSTRING="+dsn)
	case dbmate:
		url := "{url}"
		if d.backend == "sqlite" {
			url = "sqlite:{path}"
		}
		return byCommand(f, []string{"dbmate", "--migrations-dir", f.path, "--no-dump-schema", "up"}, "DATABASE_URL="+url)
	}
	return fmt.Sprintf("sql     = %s\n", quotedList([]string{f.pattern()}))
}

func byCommand(f folder, command []string, env ...string) string {
	return fmt.Sprintf("command = %s\ninputs  = %s  # without it the command runs every time\ncommand_env = %s\n",
		quotedList(command), quotedList([]string{f.pattern()}), quotedList(env))
}

// gooseDriver is what goose is to be told of a backend.
func gooseDriver(backend string) (name, dsn string) {
	switch backend {
	case "sqlite":
		return "sqlite3", "{dsn}"
	case "mysql":
		return "mysql", "{dsn}?parseTime=true"
	}
	return backend, "{dsn}"
}

func quotedList(texts []string) string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = quoted(text)
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// key is s as a key of TOML.
func key(s string) string {
	if regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(s) {
		return s
	}
	return quoted(s)
}

// quoted is s as a text of TOML, whose escapes JSON's are among. Unlike JSON it
// wants one for DEL, too.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // strings always encode
	}
	return strings.ReplaceAll(strings.TrimSpace(b.String()), "\x7f", `\u007f`)
}
