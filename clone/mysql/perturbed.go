package mysql

import "fmt"

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
	if b.SlowCommits > 0 {
		// For more commits, which do not come, to be written at once with this one. MySQL has
		// another name for it.
		wait := fmt.Sprint(b.SlowCommits.Microseconds())
		settings = append(settings, "--loose-binlog-commit-wait-count=1000000", "--loose-binlog-commit-wait-usec="+wait,
			"--loose-binlog-group-commit-sync-delay="+wait)
	}
	return settings
}
