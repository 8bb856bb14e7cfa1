package mysql

import (
	"path/filepath"
	"strconv"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// throwAway are the settings of all servers here: a crash may cost what they hold,
// since it can be made again.
func throwAway(i server.Installation) []clone.Setting {
	settings := []clone.Setting{
		{Name: "commits", Why: "a commit waits for nothing", Args: []string{"--innodb-flush-log-at-trx-commit=0"}},
		{Name: "double write", Why: "nothing is to survive a torn page", Args: []string{"--innodb-doublewrite=0"}},
		{Name: "buffer pool file", Why: "pages come when they are asked for, by somebody else", Args: []string{
			"--innodb-buffer-pool-load-at-startup=0", "--innodb-buffer-pool-dump-at-shutdown=0",
		}},
		{Name: "statistics", Why: "two tables are written for each that is made", Args: []string{"--innodb-stats-persistent=0"}},
		{Name: "performance schema", Why: "it counts what nobody reads, at every start", Args: []string{"--performance-schema=0"}},
		{Name: "table caches", Why: "a schema may have 1,100 tables", Args: []string{"--table-open-cache=4000", "--table-definition-cache=4000"}},
		{Name: "growing files", Why: "64 MB at once take 17 ms", Args: []string{"--innodb-autoextend-increment=1"}},
		{For: clone.ForTests, Name: "character set and time zone", Why: "as packages configure the one, and everywhere the same", Args: []string{
			"--character-set-server=utf8mb4", "--default-time-zone=+00:00",
		}},
		{For: clone.ForTests, Name: "names", Why: "of whoever connects are looked up by nobody", Args: []string{"--skip-name-resolve"}},
	}
	if isMariaDB(i) {
		return append(settings,
			clone.Setting{Name: "temporary file", Why: "it is laid out at every start, with 2 MB that are used", Args: []string{"--innodb-temp-data-file-path=ibtmp1:3M:autoextend"}},
			clone.Setting{Name: "file syncs", Why: "nothing is to survive a power cut", Args: []string{"--innodb-flush-method=nosync"}},
			clone.Setting{Name: "frm files", Why: "nor are definitions of tables", Args: []string{"--sync-frm=0"}},
			clone.Setting{Name: "log files", Why: "what is written at every start is copied, too", Args: []string{
				"--innodb-log-file-size=4M", "--aria-log-file-size=8M", "--aria-log-purge-type=immediate",
			}},
		)
	}
	return append(settings,
		clone.Setting{Name: "file syncs", Why: "nothing is to survive a power cut", Args: []string{"--innodb-flush-method=O_DIRECT_NO_FSYNC"}},
		clone.Setting{Name: "log files", Why: "what is written at every start is copied, too", Args: []string{"--loose-innodb-redo-log-capacity=16M"}},
		clone.Setting{For: clone.ForTests, Name: "numbers of transactions", Why: "what undoes one has none", Args: []string{"--gtid-mode=OFF"}},
		clone.Setting{For: clone.ForTests, Name: "numbers of tables", Why: "what a table is said to have is a day old otherwise, the next number of AUTO_INCREMENT too", Args: []string{"--information-schema-stats-expiry=0"}},
		clone.Setting{For: clone.ForTests, Name: "X protocol", Why: "another protocol, on another port", Args: []string{"--loose-mysqlx=OFF"}},
	)
}

// ofClones are those of a server with the databases of one worker. Each worker has
// one, which starts while tests wait.
func ofClones(i server.Installation) []string {
	return append(clone.Arguments(throwAway(i)),
		"--innodb-buffer-pool-size=32M",
		"--innodb-lru-scan-depth=100", // 1,536 is how many pages are kept free, three quarters of these
		"--innodb-log-buffer-size=2M", // as much of the log is read at the start
		"--loose-innodb-undo-tablespaces=0",
		"--innodb-read-io-threads=1", "--innodb-write-io-threads=1", "--innodb-purge-threads=1",
		"--innodb-use-native-aio=0",             // in memory there is nothing to wait for
		"--loose-aria-pagecache-buffer-size=8M", // 128 MB take 10 ms to lay out
		"--key-buffer-size=1M",
	)
}

// ofPreparation are those of the server that fills a template.
func ofPreparation(i server.Installation) []string { return clone.Arguments(preparing(i)) }

func preparing(i server.Installation) []clone.Setting {
	settings := append(throwAway(i),
		clone.Setting{Name: "binary log", Why: "nobody replicates this", Args: []string{withoutLog}},
		clone.Setting{Name: "buffer pool", Why: "what is written is read again", Args: []string{"--innodb-buffer-pool-size=256M", "--key-buffer-size=16M"}},
		clone.Setting{For: clone.ForTests, Name: "slow stop", Why: "what is left to be purged has every server open every table", Args: []string{"--innodb-fast-shutdown=0"}},
	)
	if isMariaDB(i) {
		settings = append(settings, clone.Setting{
			For: clone.ForTests, Name: "log of another size", Why: "servers of clones, and the one that seals the template first, then make theirs anew, which is next to nothing but zeros, and those are not copied",
			Args: []string{"--innodb-log-file-size=16M"},
		})
	}
	if isMariaDB(i) && atLeast(i, 10, 11) {
		settings = append(settings, clone.Setting{
			For: clone.ForTests, Name: "undo files", Why: "servers of clones have none of these, and then the system tablespace, which each of them copies, has never had to grow for them",
			Args: []string{"--innodb-undo-tablespaces=2", "--innodb-undo-log-truncate=ON", "--innodb-max-undo-log-size=10M"},
		})
	}
	return settings
}

// ofSealing are those of the server that has the template last: it removes the
// undo tablespaces, 20 MB, which otherwise each clone would copy to do so.
func ofSealing(i server.Installation) []string {
	return append(ofClones(i), withoutLog, "--innodb-fast-shutdown=0")
}

// withoutLog is the setting of a server that does not write down what changes beside
// its data.
const withoutLog = "--skip-log-bin"

// logging are the settings of a server on d that writes down what changes beside its
// data, or does not.
func logging(d clone.DataDir, watched bool) []string {
	if !watched {
		return []string{withoutLog}
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
