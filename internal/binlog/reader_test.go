package binlog

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// wanted is what the sample says.
func wanted() []string {
	return []string{
		`0 d: TRUNCATE TABLE t (truncated: "t")`,
		"1 INSERT `d`.`t` [] [7 a]", "1 INSERT `d`.`t` [] [4294967295 NULL]",
		"2 UPDATE `d`.`m` [NULL x] [JSON in 3 bytes y]", "2 DELETE `d`.`m` [NULL NULL] []",
	}
}

// openWritten opens a log that can be appended to.
func openWritten(t testing.TB, data []byte) (*Log, *os.File) {
	t.Helper()
	folder := t.TempDir()
	file, err := os.Create(filepath.Join(folder, "log.000001"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	if _, err := file.Write(data); err != nil {
		t.Fatal(err)
	}
	log, err := Open(folder, Position{File: "log.000001"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log, file
}

func TestLogReadsBothFlavours(t *testing.T) {
	for _, checksum := range []bool{true, false} {
		log, _ := openWritten(t, sample(checksum).data)
		if diff := cmp.Diff(wanted(), describe(read(t, log))); diff != "" {
			t.Errorf("checksum %v (-want +got):\n%s", checksum, diff)
		}
	}
}

func TestTablesHaveWhatTheMetadataSays(t *testing.T) {
	log, _ := openWritten(t, sample(true).data)
	table := read(t, log)[1].Rows[0].Table
	want := &Table{Database: "d", Name: "t", PrimaryKey: []int{0}, Columns: []Column{
		{Name: "id", Nullable: true, Unsigned: true, kind: longKind},
		{Name: "name", Nullable: true, Collation: 45, kind: varcharKind, meta: 36},
	}}
	ignore := cmp.FilterPath(func(p cmp.Path) bool { s := p.Last().String(); return s == ".id" || s == ".raw" }, cmp.Ignore())
	if diff := cmp.Diff(want, table, cmp.AllowUnexported(Table{}, Column{}), ignore); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Wherever a server is in its writing, what is whole is read, and the rest later.
func TestLogReadsWhatIsWrittenInPieces(t *testing.T) {
	data := sample(true).data
	rapid.Check(t, func(r *rapid.T) {
		log, file := openWritten(t, nil)
		var got []*Transaction
		for rest := data; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(r, "bytes")
			file.Write(rest[:n])
			rest = rest[n:]
			got = append(got, read(t, log)...)
		}
		if diff := cmp.Diff(wanted(), describe(got)); diff != "" {
			r.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// From wherever it was once, a log goes on in the same way.
func TestPositionIsWhereToGoOn(t *testing.T) {
	log, _ := openWritten(t, sample(true).data)
	for i := range 3 {
		again, err := Open(log.folder, log.Position())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(read(t, again)), 3-i; got != want {
			t.Errorf("from %v on there are %d transactions, want %d", log.Position(), got, want)
		}
		again.Close()
		if _, err := log.Next(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReaderBelievesNoLengthThatIsNotThere(t *testing.T) {
	w := newWritten(false)
	r := newReader(bytes.NewReader(append(w.data, "\x00\x00\x00\x00\x02\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00"...)), 0)
	var err error
	for err == nil {
		_, err = r.next()
	}
	if !errors.Is(err, io.EOF) || cap(r.ahead) > readAhead {
		t.Errorf("an event of 4 GiB took %d bytes, %v", cap(r.ahead), err)
	}
}

func TestLogSaysWhatIsWrong(t *testing.T) {
	change := func(at int, to byte) []byte {
		data := sample(true).data
		data[(len(data)+at)%len(data)] = to
		return data
	}
	unsupported := newWritten(true)
	unsupported.event(transactionPayloadEvent)
	unknown := newWritten(true)
	unknown.event(200)
	unnamed := newWritten(true)
	unnamed.rows(writeRowsEventV1, 1, 1, nil)
	early := newWritten(true)
	early.table(1, "t", []byte{byte(longKind)}, nil)
	early.rows(writeRowsEventV1, 1, 1, nil, []byte("\x00abcd"))
	strange := newWritten(true)
	strange.table(1, "t", []byte{200}, nil)
	late := newWritten(true)
	late.query("", "XA COMMIT X'61',X'',1")
	tests := map[string]struct {
		data []byte
		want error
	}{
		"no log":                           {[]byte("SQLite format 3"), ErrCorrupt},
		"a wrong byte":                     {change(-6, 'x'), ErrCorrupt},
		"a wrong length":                   {change(4+9, 3), ErrCorrupt},
		"another version":                  {change(4+headerSize, 3), ErrUnsupported},
		"no format description":            {change(4+4, 2), ErrCorrupt},
		"compressed by MySQL":              {unsupported.data, ErrUnsupported},
		"an unknown event":                 {unknown.data, ErrUnsupported},
		"a table that has no name":         {unnamed.data, ErrCorrupt},
		"rows before a transaction":        {early.data, ErrCorrupt},
		"an unknown type of column":        {strange.data, ErrUnsupported},
		"what was prepared before the log": {late.data, ErrUnsupported},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			log, _ := openWritten(t, tt.data)
			var err error
			for err == nil {
				_, err = log.Next()
			}
			if _, again := log.Next(); !errors.Is(err, tt.want) || !errors.Is(again, tt.want) {
				t.Errorf("Next() = %v, then %v, want %v", err, again, tt.want)
			}
		})
	}
}

// What a server leaves unfinished when it dies was never committed.
func TestATransactionEndsWithItsServer(t *testing.T) {
	w := newWritten(true)
	w.query("d", "BEGIN")
	w.table(1, "t", []byte{byte(longKind)}, nil)
	w.rows(writeRowsEventV1, 1, 1, nil, []byte("\x00abcd"))
	w.data = append(w.data, newWritten(true).data[len(magic):]...)
	w.event(commitEvent, make([]byte, 8))
	log, _ := openWritten(t, w.data)
	if got := describe(read(t, log)); got != nil {
		t.Errorf("there is %q, want nothing", got)
	}
}

func FuzzParseLog(f *testing.F) {
	for _, checksum := range []bool{true, false} {
		f.Add(sample(checksum).data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		r := newReader(bytes.NewReader(data), 0)
		var a assembly
		for {
			e, err := r.next()
			if err != nil {
				return
			}
			done, err := a.add(e)
			if err != nil {
				return
			}
			if done != nil {
				describe([]*Transaction{done})
				Inverse([]*Transaction{done})
			}
		}
	})
}

// Behind what frames them, a table and its rows are tried by themselves.
func FuzzParseRows(f *testing.F) {
	r := newReader(bytes.NewReader(sample(false).data), 0)
	var table []byte
	for {
		raw, err := r.raw()
		if err != nil {
			break
		}
		switch body := raw[headerSize:]; eventType(raw[4]) {
		case tableMapEvent:
			table = body
		case writeRowsEventV1, updateRowsEvent, deleteRowsEvent:
			f.Add(raw[4], table, body)
		}
		r.next()
	}
	f.Fuzz(func(_ *testing.T, kind byte, table, body []byte) {
		r := newReader(nil, 0)
		r.format = &format{}
		if _, err := r.parseBody(tableMapEvent, &cursor{rest: table}, append(make([]byte, headerSize), table...)); err != nil {
			return
		}
		parsed, _ := r.parseBody(eventType(kind), &cursor{rest: body}, make([]byte, headerSize))
		if rows, ok := parsed.(*Rows); ok {
			describe([]*Transaction{{Rows: []*Rows{rows}}})
		}
	})
}
