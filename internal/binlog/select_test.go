package binlog

import (
	"cmp"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// A column is values of one type, as SQL with bars between them, and how to select
// what the log says of them: as v, if that is empty.
type column struct{ values, query string }

// columns are columns of every type.
func columns() map[string]column {
	const (
		number = "v + 0"
		binary = `CONCAT("x'", LOWER(HEX(v)), "'")`
	)
	return map[string]column{
		"TINYINT":                               {"-128 | -1 | 0 | 127", ""},
		"TINYINT UNSIGNED":                      {"0 | 255", ""},
		"BOOLEAN":                               {"TRUE | FALSE", ""},
		"SMALLINT":                              {"-32768 | -1 | 32767", ""},
		"SMALLINT UNSIGNED":                     {"0 | 65535", ""},
		"MEDIUMINT":                             {"-8388608 | -1 | 8388607", ""},
		"MEDIUMINT UNSIGNED":                    {"0 | 16777215", ""},
		"INT":                                   {"-2147483648 | -1 | 2147483647", ""},
		"INT UNSIGNED":                          {"0 | 4294967295", ""},
		"INT(8) ZEROFILL":                       {"0 | 42", number},
		"BIGINT":                                {"-9223372036854775808 | -1 | 9223372036854775807", ""},
		"BIGINT UNSIGNED":                       {"0 | 18446744073709551615", ""},
		"DECIMAL(1,0)":                          {"-9 | 0 | 9", ""},
		"DECIMAL(5,2)":                          {"-999.99 | -0.5 | 0 | 0.01 | 999.99", ""},
		"DECIMAL(10,10)":                        {"-0.0000000001 | 0 | 0.9999999999", ""},
		"DECIMAL(65,0)":                         {"-99999999999999999999999999999999999999999999999999999999999999999 | 1 | 10000000000", ""},
		"DECIMAL(65,38)":                        {"-123456789012345678901234567.12345678901234567890123456789012345678 | 0.5", ""},
		"DECIMAL(20,9) UNSIGNED":                {"0 | 12345678901.123456789", ""},
		"FLOAT":                                 {"-1.5 | 0 | 3.4e38 | 1e-30", ""},
		"FLOAT UNSIGNED":                        {"0.1 | 1e9", ""},
		"DOUBLE":                                {"-1.5 | 0 | 0.1 | 1.7976931348623157e308 | 5e-324 | 123456789.125", ""},
		"BIT(1)":                                {"0 | 1", number},
		"BIT(8)":                                {"0 | 255", number},
		"BIT(13)":                               {"0 | 4097 | 8191", number},
		"BIT(64)":                               {"0 | 18446744073709551615", number},
		"DATE":                                  {"'1000-01-01' | '9999-12-31' | '2024-02-29' | '0000-00-00' | '2024-00-00'", ""},
		"TIME":                                  {"'-838:59:59' | '838:59:59' | '00:00:00' | '-00:00:01'", ""},
		"TIME(1)":                               {"'-00:00:00.1' | '12:34:56.9'", ""},
		"TIME(3)":                               {"'-10:20:30.123' | '12:34:56.789'", ""},
		"TIME(6)":                               {"'-00:00:00.000001' | '-838:59:59.999999' | '12:34:56.789012'", ""},
		"DATETIME":                              {"'1000-01-01 00:00:00' | '9999-12-31 23:59:59' | '0000-00-00 00:00:00' | '2024-00-00 01:02:03'", ""},
		"DATETIME(2)":                           {"'2024-02-29 12:34:56.78'", ""},
		"DATETIME(4)":                           {"'2024-02-29 12:34:56.7891'", ""},
		"DATETIME(5)":                           {"'2024-02-29 12:34:56.78912'", ""},
		"DATETIME(6)":                           {"'2024-02-29 12:34:56.789123' | '0001-01-01 00:00:00.000001'", ""},
		"TIMESTAMP NULL":                        {"'1970-01-01 00:00:01' | '2038-01-19 03:14:07' | '0000-00-00 00:00:00'", ""},
		"TIMESTAMP(3) NULL":                     {"'2024-02-29 12:34:56.789' | '0000-00-00 00:00:00'", ""},
		"TIMESTAMP(6) NULL":                     {"'2024-02-29 12:34:56.789123'", ""},
		"YEAR":                                  {"1901 | 2155 | 2024 | '0000'", "CONCAT(v)"},
		"CHAR(5) CHARACTER SET latin1":          {"'' | 'a' | 'äß€'", ""},
		"CHAR(255) CHARACTER SET utf8mb4":       {"'' | 'a' | REPEAT('😀', 255)", ""},
		"VARCHAR(10) CHARACTER SET latin1":      {"'' | 'a' | 'äß€' | 'x '", ""},
		"VARCHAR(300) CHARACTER SET utf8mb4":    {"'' | 'naïve 😀' | REPEAT('é', 300)", ""},
		"VARCHAR(63) CHARACTER SET utf8mb4":     {"'' | 'naïve 😀' | REPEAT('é', 63)", ""},
		"VARCHAR(10) CHARACTER SET ucs2":        {"'' | 'naïve'", ""},
		"VARCHAR(10) CHARACTER SET utf16":       {"'' | 'naïve 😀'", ""},
		"VARCHAR(10) CHARACTER SET utf16le":     {"'' | 'naïve 😀'", ""},
		"VARCHAR(10) CHARACTER SET utf32":       {"'' | 'naïve 😀'", ""},
		"VARCHAR(10) CHARACTER SET ascii":       {"'' | 'plain'", ""},
		"VARCHAR(10) CHARACTER SET sjis":        {"'ソ'", binary},
		"TINYTEXT CHARACTER SET utf8mb3":        {"'' | 'é'", ""},
		"TEXT CHARACTER SET utf8mb4":            {"'' | REPEAT('é', 1000)", ""},
		"MEDIUMTEXT CHARACTER SET utf8mb4":      {"'' | REPEAT('é', 40000)", ""},
		"LONGTEXT CHARACTER SET latin1":         {"'' | REPEAT('é', 100000)", ""},
		"JSON":                                  {`'{"a": [1, null, "é"]}'`, ""},
		"BINARY(4)":                             {"x'01' | x'01000000' | x'ff20'", binary},
		"VARBINARY(300)":                        {"x'0100' | x'20ff20'", binary},
		"TINYBLOB":                              {"x'0100'", binary},
		"BLOB":                                  {"x'0100'", binary},
		"MEDIUMBLOB":                            {"REPEAT(x'00', 70000)", binary},
		"LONGBLOB":                              {"REPEAT(x'ff', 70000)", binary},
		"ENUM('a','ß','c,d')":                   {"'a' | 'ß' | 'c,d' | ''", ""},
		"ENUM('é') CHARACTER SET utf16":         {"'é'", ""},
		"SET('a','ß','c')":                      {"'' | 'a' | 'a,ß,c'", ""},
		"SET('a','é') CHARACTER SET utf8mb4":    {"'é' | 'a,é'", ""},
		"GEOMETRY":                              {"POINT(1, 2) | ST_GeomFromText('LINESTRING(0 0, 1 1)')", binary},
		"POINT":                                 {"POINT(1, 2)", binary},
		"INET6":                                 {"'::1' | 'fe80::'", binary},
		"UUID":                                  {"'123e4567-e89b-12d3-a456-426655440000' | UUID()", `CONCAT("x'", REPLACE(v, '-', ''), "'")`},
		"VARCHAR(200) COMPRESSED":               {"'' | 'short' | REPEAT('long ', 40)", ""},
		"VARBINARY(200) COMPRESSED":             {"x'01' | REPEAT(x'02', 200)", binary},
		"TEXT COMPRESSED":                       {"'' | 'short' | REPEAT('long ', 400)", ""},
		"BLOB COMPRESSED":                       {"x'01' | REPEAT(x'02', 5000)", binary},
		"TEXT COMPRESSED CHARACTER SET utf8mb4": {"REPEAT('naïve ', 400)", ""},
	}
}

func TestRowsAreWhatSelectSays(t *testing.T) {
	s := startServer(t)
	log := s.follow(t)
	for name, column := range columns() {
		t.Run(name, func(t *testing.T) {
			s.fill(t, name, column)
			var got []string
			for _, transaction := range read(t, log) {
				for _, rows := range transaction.Rows {
					for _, change := range rows.Changes {
						got = append(got, change.After[1].String())
					}
				}
			}
			want := asWritten(name, s.strings(t, "SELECT "+cmp.Or(column.query, "v")+" FROM t ORDER BY id"))
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("the log (+) differs from SELECT (-):\n%s", diff)
			}
		})
	}
}

// fill makes a table of the column, with its values and NULL.
func (s *server) fill(t *testing.T, name string, c column) {
	t.Helper()
	values := strings.ReplaceAll(c.values, " | ", "), (")
	s.exec(t, "CREATE OR REPLACE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v "+name+")",
		"INSERT INTO t (v) VALUES ("+values+"), (NULL)")
}

// asWritten spells numbers of floating point as the log's values do.
func asWritten(name string, numbers []string) []string {
	if !strings.HasPrefix(name, "FLOAT") && name != "DOUBLE" {
		return numbers
	}
	for i, text := range numbers {
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			numbers[i] = Double(n).String()
		}
	}
	return numbers
}
