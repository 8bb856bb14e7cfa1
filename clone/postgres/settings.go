package postgres

import "strconv"

// A setting is one of the server's, and why it has this value.
type setting struct{ name, value string }

// throwAway are the settings of all servers here: a crash may cost what they hold,
// since it can be made again.
func throwAway() []setting {
	return []setting{
		{"fsync", "off"},              // nothing is to survive a power cut
		{"full_page_writes", "off"},   // nor a torn page
		{"synchronous_commit", "off"}, // nor does a commit wait for anything
		{"wal_level", "minimal"},      // nobody replicates this
		{"max_wal_senders", "0"},
		{"autovacuum", "off"},                  // would come in between, whenever it likes
		{"restart_after_crash", "off"},         // it would empty unlogged tables, and end all sessions
		{"max_wal_size", "4GB"},                // no checkpoint while tests run
		{"min_wal_size", "2MB"},                // and no old log in the template
		{"dynamic_shared_memory_type", "mmap"}, // within the data directory, so that it goes with it
		{"log_checkpoints", "off"},
		{"logging_collector", "off"},  // what it says goes to ptr
		{"log_min_messages", "fatal"}, // tests provoke errors, and see them
		{"log_statement", "none"},
		{"timezone", "UTC"},
	}
}

// ofClones are those of a server with the databases of one worker.
func ofClones() []setting {
	return append(throwAway(),
		setting{"shared_buffers", "32MB"},           // each worker has one of these servers
		setting{"max_connections", "100"},           // a pool may take as many as by default
		setting{"max_locks_per_transaction", "128"}, // a schema of 1,100 tables can be dropped
	)
}

// ofWatched are those of ofClones that differ where it is to be told what changes.
func ofWatched() []setting {
	return append(ofClones(),
		setting{"wal_level", "logical"}, // what changes is read out of the log
		setting{"max_wal_senders", "2"},
		setting{"max_replication_slots", "64"}, // one for each database
		setting{"synchronous_commit", "on"},    // or changes show late; it waits for no disk
	)
}

// ofPreparation are those of the server that fills a template.
func ofPreparation() []setting {
	return append(throwAway(),
		setting{"shared_buffers", "256MB"},
		setting{"maintenance_work_mem", "256MB"}, // of which indexes are made
		setting{"max_connections", "100"},
		setting{"max_locks_per_transaction", "1024"}, // a migration may be one transaction
	)
}

// arguments are settings as the server takes them.
func arguments(settings []setting) []string {
	var args []string
	for _, s := range settings {
		args = append(args, "-c", s.name+"="+s.value)
	}
	return args
}

// listening are the settings of a server with a socket in a folder and, unless port
// is 0, a port of the loopback interface.
func listening(socket string, port int) []setting {
	settings := []setting{
		{"unix_socket_directories", `"` + socket + `"`},
		{"listen_addresses", ""},
		{"port", strconv.Itoa(standardPort)},
	}
	if port > 0 {
		settings[1].value, settings[2].value = "127.0.0.1", strconv.Itoa(port)
	}
	return settings
}
