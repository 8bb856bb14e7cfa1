package setup

import (
	"fmt"
	"regexp"
	"strings"
)

// A syntax is what tells where statements of a backend end.
type syntax struct {
	backslash bool // within quotes it takes away the next character's meaning
	hash      bool // it begins a comment
	dollar    bool // $tag$ is a quote
	nested    bool // comments are
	client    string
}

func syntaxOf(backend string) syntax {
	if backend == "postgres" {
		return syntax{dollar: true, nested: true, client: "psql"}
	}
	return syntax{backslash: true, hash: true, client: "mysql"}
}

// A scanner takes a script apart as the command-line clients of PostgreSQL and of
// MySQL do: at semicolons, or another delimiter, outside of quotes, comments, brackets
// and the bodies of functions.
type scanner struct {
	syntax
	script    string
	at, line  int
	delimiter string // "": a semicolon
}

// next is the next statement without its end, with the line where it begins and what
// follows it if it is COPY … FROM stdin. At the end of the script the line is 0.
func (s *scanner) next() (line int, text, rows string, err error) {
	begin := -1
	var words opening
	for s.at < len(s.script) {
		size, kind := s.token()
		if begin < 0 && kind == tokenCommand {
			if err := s.command(); err != nil {
				return 0, "", "", err
			}
			continue
		}
		if begin < 0 && kind != tokenSpace && kind != tokenEnd {
			begin, line = s.at, s.line
		}
		token := s.script[s.at : s.at+size]
		if kind == tokenEnd && !(s.dollar && words.within()) {
			end := s.at
			s.skip(size)
			if begin < 0 {
				continue
			}
			text = s.script[begin:end]
			return line, text, s.rows(text), nil
		}
		words.see(token, kind)
		s.skip(size)
	}
	if begin < 0 {
		return 0, "", "", nil
	}
	return line, s.script[begin:], "", nil
}

func (s *scanner) skip(size int) {
	s.line += strings.Count(s.script[s.at:s.at+size], "\n")
	s.at += size
}

// command executes a line that is the client's.
func (s *scanner) command() error {
	text, _, _ := strings.Cut(s.script[s.at:], "\n")
	fields := strings.Fields(text)
	switch name := strings.ToLower(fields[0]); {
	case name == "delimiter" && len(fields) > 1:
		s.delimiter = fields[1]
	case name == `\restrict`, name == `\unrestrict`: // pg_dump writes them, for psql alone
	default:
		return fmt.Errorf("%s is a command of %s's, which no server understands", fields[0], s.client)
	}
	s.at += len(text)
	return nil
}

func fromStdin() *regexp.Regexp { return regexp.MustCompile(`(?is)^COPY\s.*\bFROM\s+STDIN\b`) }

// rows are the lines after a statement, up to \. if it takes any.
func (s *scanner) rows(statement string) string {
	if !s.dollar || !fromStdin().MatchString(statement) {
		return ""
	}
	s.skip(index(s.script[s.at:], "\n"))
	rest := strings.TrimPrefix(s.script[s.at:], "\n")
	var size int
	for line := range strings.Lines(rest) {
		if strings.TrimRight(line, "\r\n") == `\.` {
			rows := rest[:size]
			s.skip(len(s.script[s.at:]) - len(rest) + size + len(line))
			return rows
		}
		size += len(line)
	}
	s.skip(len(s.script) - s.at)
	return rest
}

// An opening is what of a statement tells that it has a body: CREATE FUNCTION … BEGIN
// ATOMIC …; END. As in psql, see its psqlscan.l.
type opening struct {
	words    []string // the first few
	brackets int
	blocks   int
}

func (o *opening) within() bool { return o.brackets > 0 || o.blocks > 0 }

func (o *opening) see(token string, kind tokenKind) {
	switch {
	case token == "(":
		o.brackets++
	case token == ")":
		o.brackets--
	case kind != tokenWord:
	default:
		o.word(strings.ToLower(token))
	}
}

func (o *opening) word(w string) {
	if len(o.words) < 4 {
		o.words = append(o.words, w)
	}
	if !o.routine() || o.brackets > 0 {
		return
	}
	switch {
	case w == "begin", w == "case" && o.blocks > 0:
		o.blocks++
	case w == "end" && o.blocks > 0:
		o.blocks--
	}
}

func (o *opening) routine() bool {
	first := strings.Join(o.words, " ") + " "
	for _, begin := range []string{"create function ", "create procedure ", "create or replace function ", "create or replace procedure "} {
		if strings.HasPrefix(first, begin) {
			return true
		}
	}
	return false
}
