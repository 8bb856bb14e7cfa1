package detect

import (
	"fmt"
	"strings"
)

// Python is a first ptr.toml for a suite in Python, whose databases are those of its own
// settings. settings is the module of these, if somebody has to name it, else "".
func Python(framework, settings string) string {
	var file strings.Builder
	file.WriteString("# How ptr runs this suite. Written by ptr init: check what it guessed.\n\n")
	fmt.Fprintf(&file, "framework = %s\n\n", quoted(framework))
	file.WriteString(common)
	file.WriteString("\n# Databases of Django's are those of the suite's own settings: ptr makes clones of each.\n")
	if settings == "" {
		file.WriteString(env)
	} else {
		fmt.Fprintf(&file, "\n[env]                  # set for every worker\nDJANGO_SETTINGS_MODULE = %s\n", quoted(settings))
	}
	file.WriteString(overrides)
	return file.String()
}
