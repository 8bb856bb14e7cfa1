package postgres

import (
	"cmp"
	"strconv"

	"github.com/ptr-project/ptr/clone"
)

// throwAway are the settings of all servers here, of that version: a crash may cost what
// they hold, since it can be made again.
func throwAway(major int) []clone.Setting {
	settings := []clone.Setting{
		{Name: "fsync", Why: "nothing is to survive a power cut", Args: []string{"fsync=off"}},
		{Name: "full pages", Why: "nor a torn page", Args: []string{"full_page_writes=off"}},
		{Name: "commits", Why: "a commit waits for nothing", Args: []string{"synchronous_commit=off"}},
		{Name: "replication", Why: "nobody replicates this", Args: []string{"wal_level=minimal", "max_wal_senders=0"}},
		{Name: "autovacuum", Why: "it would come in between, whenever it likes", Args: []string{"autovacuum=off"}},
		{Name: "checkpoints", Why: "none while tests run, and no old log in the template", Args: []string{"max_wal_size=4GB", "min_wal_size=2MB", "log_checkpoints=off"}},
		{For: clone.ForTests, Name: "crashes", Why: "a restart would empty unlogged tables, and end all sessions", Args: []string{"restart_after_crash=off"}},
		{For: clone.ForTests, Name: "messages", Why: "they go to ptr; tests provoke errors, and see them", Args: []string{
			"logging_collector=off", "log_min_messages=fatal", "log_statement=none",
		}},
		{For: clone.ForTests, Name: "time zone", Why: "everywhere the same", Args: []string{"timezone=UTC"}},
	}
	if major >= asynchronous {
		settings = append(settings, clone.Setting{Name: "readers", Why: "three more processes to start, and in memory there is nothing to wait for", Args: []string{"io_method=sync"}})
	}
	return settings
}

// asynchronous is the first version that reads by other processes.
const asynchronous = 18

// ofClones are those of a server with the databases of one worker.
func ofClones(major int) []string {
	return append(clone.Arguments(throwAway(major)),
		"shared_buffers=32MB",           // each worker has one of these servers
		"max_connections=100",           // a pool may take as many as by default
		"max_locks_per_transaction=128", // a schema of 1,100 tables can be dropped
	)
}

// ofWatched are those of ofClones that differ where it is to be told what changes.
func ofWatched(major int) []string {
	return append(ofClones(major),
		"wal_level=logical", // what changes is read out of the log
		"max_wal_senders=2",
		"max_replication_slots=64", // one for each database
		"synchronous_commit=on",    // or changes show late; it waits for no disk
	)
}

// ofPreparation are those of the server that fills a template.
func ofPreparation(major int) []string { return clone.Arguments(preparing(major)) }

func preparing(major int) []clone.Setting {
	return append(throwAway(major),
		clone.Setting{Name: "caches", Why: "what is written is read again, and indexes are made in memory", Args: []string{"shared_buffers=256MB", "maintenance_work_mem=256MB"}},
		clone.Setting{For: clone.ForScripts, Name: "locks", Why: "a migration may be one transaction", Args: []string{"max_connections=100", "max_locks_per_transaction=1024"}},
	)
}

// ofAll is what even servers with default settings have: shared memory within the data
// directory, which goes with it, where other kinds outlive a server that is killed.
const ofAll = "dynamic_shared_memory_type=mmap"

// arguments are settings as the server takes them.
func arguments(settings []string) []string {
	var args []string
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	return args
}

// listening are the settings of a server with a socket in a folder and, unless port
// is 0, a port of the loopback interface.
func listening(socket string, port int) []string {
	address := ""
	if port > 0 {
		address = "127.0.0.1"
	}
	return []string{
		`unix_socket_directories="` + socket + `"`,
		"listen_addresses=" + address,
		"port=" + strconv.Itoa(cmp.Or(port, standardPort)),
	}
}
