package binlog

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
)

// invert makes the event that undoes it.
func (rows *Rows) invert(table uint64, flags uint16) []byte {
	layout := rows.layout
	layout.operation = Delete - rows.Operation
	body := binary.LittleEndian.AppendUint16(tableID(table), flags)
	if layout.version == 2 {
		body = binary.LittleEndian.AppendUint16(body, 2) // extra data: its own length alone
	}
	body = append(body, rows.columns...)
	for _, c := range slices.Backward(rows.Changes) {
		body = append(append(body, c.after...), c.before...)
	}
	return rows.format.seal(rows.header, layout.plain(), body)
}

// seal makes an event of type t with the body, and otherwise with the header of the event
// like. It is for a server to execute and not for a file: the offset in it is none.
func (f *format) seal(like []byte, t eventType, body []byte) []byte {
	event := make([]byte, 0, headerSize+len(body)+f.trailer())
	event = append(append(event, like[:headerSize]...), body...)
	event[4] = byte(t)
	binary.LittleEndian.PutUint32(event[9:], uint32(len(event)+f.trailer()))
	binary.LittleEndian.PutUint32(event[13:], 0)
	if f.checksum {
		event = binary.LittleEndian.AppendUint32(event, checksum(event))
	}
	return event
}

const tableIDSize = 6

func tableID(id uint64) []byte { return binary.LittleEndian.AppendUint64(nil, id)[:tableIDSize] }

// binlogStatement makes a server execute events.
func binlogStatement(events []byte) string {
	return "BINLOG '" + base64.StdEncoding.EncodeToString(events) + "'"
}
