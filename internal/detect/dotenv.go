package detect

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A dotEnv is a .env file that sets variables which lead to databases.
type dotEnv struct {
	file string
	sets []string
}

// readDotEnvs looks into files. Where none of variables is read by the sources
// themselves, a library may read them: then names that look right count too.
func readDotEnvs(dir string, files []string, variables []variable) []dotEnv {
	var found []dotEnv
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
		if err != nil {
			continue
		}
		d := dotEnv{file: file}
		for line := range strings.Lines(string(text)) {
			name, _, assigns := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
			name = strings.TrimSpace(name)
			read := slices.ContainsFunc(variables, func(v variable) bool { return v.name == name })
			if assigns && !strings.HasPrefix(name, "#") && (read || looksLikeDatabase(name)) {
				d.sets = append(d.sets, name)
			}
		}
		if d.sets != nil {
			found = append(found, d)
		}
	}
	return found
}
