package mysql

import (
	"path/filepath"
	"strconv"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// throwAway are the settings of all servers here: a crash may cost what they hold,
// since it can be made again.
func throwAway(i server.Installation) []string {
	settings := []string{
		"--innodb-flush-log-at-trx-commit=0",      // a commit waits for nothing
		"--innodb-doublewrite=0",                  // nothing is to survive a torn page
		"--innodb-buffer-pool-load-at-startup=0",  // pages come when they are asked for
		"--innodb-buffer-pool-dump-at-shutdown=0", // by somebody else
		"--innodb-stats-persistent=0",             // two tables written for each that is made
		"--performance-schema=0",                  // counts what nobody reads, at every start
		"--table-open-cache=4000",                 // a schema may have 1,100 tables
		"--table-definition-cache=4000",
		"--character-set-server=utf8mb4", // as packages configure it
		"--default-time-zone=+00:00",
		"--innodb-autoextend-increment=1",                   // MB; 64 take 17 ms
		"--skip-name-resolve",                               // of whoever connects
		"--innodb-temp-data-file-path=ibtmp1:5M:autoextend", // written in full at every start
	}
	if isMariaDB(i) {
		return append(settings,
			"--innodb-flush-method=nosync", // nothing is to survive a power cut
			"--sync-frm=0",
			"--innodb-log-file-size=4M", // what is written at every start is copied, too
			"--aria-log-file-size=8M", "--aria-log-purge-type=immediate",
		)
	}
	return append(settings,
		"--innodb-flush-method=O_DIRECT_NO_FSYNC",
		"--loose-mysqlx=OFF", // another protocol, on another port
		"--loose-innodb-redo-log-capacity=16M",
	)
}

// ofClones are those of a server with the databases of one worker. Each worker has
// one, which starts while tests wait.
func ofClones(i server.Installation) []string {
	return append(throwAway(i),
		"--innodb-buffer-pool-size=32M",
		"--loose-innodb-undo-tablespaces=0",
		"--innodb-read-io-threads=1", "--innodb-write-io-threads=1", "--innodb-purge-threads=1",
		"--innodb-use-native-aio=0",             // in memory there is nothing to wait for
		"--loose-aria-pagecache-buffer-size=8M", // 128 MB take 10 ms to lay out
		"--key-buffer-size=1M",
	)
}

// ofPreparation are those of the server that fills a template.
func ofPreparation(i server.Installation) []string {
	settings := append(throwAway(i),
		"--innodb-buffer-pool-size=256M", "--key-buffer-size=16M",
		"--innodb-fast-shutdown=0", // what is left to be purged has every server open every table
	)
	if isMariaDB(i) && atLeast(i, 10, 11) {
		// Servers of clones have none of these, and then the system tablespace, which
		// each of them copies, has never had to grow for them.
		settings = append(settings, "--innodb-undo-tablespaces=2", "--innodb-undo-log-truncate=ON", "--innodb-max-undo-log-size=10M")
	}
	return settings
}

// ofSealing are those of the server that has the template last: it removes the
// undo tablespaces, 20 MB, which otherwise each clone would copy to do so.
func ofSealing(i server.Installation) []string {
	return append(ofClones(i), "--innodb-fast-shutdown=0")
}

// logging are the settings of a server that writes down what changes beside its
// data, or does not.
func logging(d clone.DataDir, watched bool) []string {
	if !watched {
		return []string{"--skip-log-bin"} // nobody replicates this
	}
	return []string{
		"--log-bin=" + filepath.Join(filepath.Dir(d.Log), logName), "--server-id=1",
		"--sync-binlog=0",
		"--binlog-format=ROW", "--binlog-row-image=FULL", // all columns, old and new
		"--binlog-row-metadata=FULL",        // and their names
		"--log-bin-trust-function-creators", // as without a log
	}
}

// at are the settings of a server on d with a socket in a folder and, unless port is
// 0, a port of the loopback interface.
func at(d clone.DataDir, socket string, port int) []string {
	settings := []string{
		"--datadir=" + d.Path,
		"--pid-file=" + filepath.Join(d.Path, pidFile),
		"--socket=" + filepath.Join(socket, socketFile),
		"--tmpdir=" + socket,
	}
	if port == 0 {
		return append(settings, "--skip-networking")
	}
	return append(settings, "--bind-address="+loopback, "--port="+strconv.Itoa(port),
		"--init-file="+filepath.Join(socket, initFile))
}
