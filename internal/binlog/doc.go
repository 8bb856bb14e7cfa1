// Package binlog reads the row-based binary log of MariaDB and MySQL: which rows
// committed transactions have changed, from what to what, and how to change them
// back.
//
// It reads the files that a server of ours writes beside its data, with
//
//	log-bin binlog-format=ROW binlog-row-image=FULL binlog-row-metadata=FULL
//
// A [Log] follows the files and gives transactions; [Inverse] makes the statements
// that undo them. Without the full metadata columns have no names, integers count as
// signed, and text as bytes; they can be undone all the same. A server with a log refuses
// functions that one without a log takes, unless it has log-bin-trust-function-creators.
//
// # What the log does not tell
//
//   - Rows that a foreign key's CASCADE or SET NULL has changed. Their table is
//     named, though: see [Transaction.Silent].
//   - AUTO_INCREMENT counters, and old values of sequences.
//   - What DDL, TRUNCATE included, has removed: there is just its text.
//   - Changes to temporary tables, or of sessions with sql_log_bin=0.
//
// # What it can't read
//
// Encrypted logs, rows without binlog-row-image=FULL, MySQL's compressed transactions and partial
// updates of JSON: these are errors, as is whatever this package doesn't know. What is
// logged as a statement, not as rows, is a [Statement] like DDL. MySQL's binary JSON is told and
// undone, but not shown. MariaDB's own fractional seconds of before version 10.0, which
// mysql56_temporal_format=OFF brings back, are read wrongly.
//
// It has been tried with MariaDB 10.11. What is particular to MySQL (events of version 2,
// binary JSON) is written after its documentation.
//
// Sources: https://mariadb.com/kb/en/replication-protocol/ and
// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication_binlog_event.html
package binlog
