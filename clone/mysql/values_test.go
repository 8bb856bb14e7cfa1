package mysql

import (
	"slices"
	"testing"
)

func TestMariaDBsProgramsCheckACertificateOnlyWhereTheURLWantsThat(t *testing.T) {
	const unchecked = "--skip-ssl-verify-server-cert"
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
		if got := slices.Contains(a.arguments("/usr/bin/mariadb-dump"), unchecked); got != want {
			t.Errorf("mariadb-dump at %s has %s: %t, want %t", url, unchecked, got, want)
		}
		if got := a.arguments("/usr/bin/mysqldump"); slices.Contains(got, unchecked) {
			t.Errorf("mysqldump at %s has %q, which MySQL's does not know", url, got)
		}
	}
}
