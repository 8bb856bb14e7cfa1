package mysql

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestMariaDBsProgramsCheckACertificateOnlyWhereTheURLWantsThat(t *testing.T) {
	const unchecked = "--skip-ssl-verify-server-cert"
	ofMariaDB, ofMySQL := t.TempDir(), filepath.Join(t.TempDir(), "mysqldump")
	link := filepath.Join(ofMariaDB, "mysqldump")
	ofMariaDB = filepath.Join(ofMariaDB, "mariadb-dump")
	for _, program := range []string{ofMariaDB, ofMySQL} {
		if err := os.WriteFile(program, nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(ofMariaDB, link); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]bool{
		"mysql://root@h/":                 true,
		"mysql://root:p@h/?tls=false":     true,
		"mysql://root@h/?tls=skip-verify": true,
		"mysql://root@h/?tls=true":        false,
	} {
		a, err := parse(url)
		if err != nil {
			t.Fatal(err)
		}
		for _, program := range []string{ofMariaDB, link} {
			if got := slices.Contains(a.arguments(program), unchecked); got != want {
				t.Errorf("%s at %s has %s: %t, want %t", program, url, unchecked, got, want)
			}
		}
		if got := a.arguments(ofMySQL); slices.Contains(got, unchecked) {
			t.Errorf("mysqldump at %s has %q, which MySQL's does not know", url, got)
		}
	}
}

func TestMySQLsProgramAsksMariaDBForNoHistograms(t *testing.T) {
	for name, want := range map[string]struct{ mySQL, mariaDB []string }{
		"mysqldump":    {[]string{withoutPositions}, []string{withoutPositions, withoutHistograms}},
		"mariadb-dump": {},
	} {
		if got := ofMySQL.own(name); !slices.Equal(got, want.mySQL) {
			t.Errorf("%s has %q with MySQL, want %q", name, got, want.mySQL)
		}
		if got := ofMariaDB.own(name); !slices.Equal(got, want.mariaDB) {
			t.Errorf("%s has %q with MariaDB, want %q", name, got, want.mariaDB)
		}
	}
}
