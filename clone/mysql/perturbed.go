package mysql

// perturbed are settings of the servers of clones for suites that are perturbed.
func (b *backend) perturbed() []string {
	var settings []string
	if b.Unordered {
		// Ranges of an index are read in the order of row numbers, and MariaDB joins by
		// hashing: rows come otherwise than they were found before.
		settings = append(settings, "--optimizer-switch=mrr=on,mrr_cost_based=off", "--loose-join-cache-level=8",
			"--loose-mrr-buffer-size=262144", "--max-seeks-for-key=1")
	}
	if b.Elsewhere {
		settings = append(settings, "--auto-increment-increment=7", "--auto-increment-offset=5")
	}
	return settings
}
