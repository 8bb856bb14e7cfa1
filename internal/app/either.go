package app

// either is a if it is set, else b.
func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
