package binlog

import "fmt"

// An eventType is an event's number.
type eventType uint8

// The types of events that matter.
const (
	queryEvent                  eventType = 2
	stopEvent                   eventType = 3
	rotateEvent                 eventType = 4
	formatDescriptionEvent      eventType = 15
	commitEvent                 eventType = 16
	tableMapEvent               eventType = 19
	writeRowsEventV1            eventType = 23
	updateRowsEventV1           eventType = 24
	deleteRowsEventV1           eventType = 25
	rowsQueryEvent              eventType = 29
	writeRowsEvent              eventType = 30
	updateRowsEvent             eventType = 31
	deleteRowsEvent             eventType = 32
	xaPrepareEvent              eventType = 38
	annotateRowsEvent           eventType = 160
	mariaGTIDEvent              eventType = 162
	compressedQueryEvent        eventType = 165
	compressedWriteRowsEventV1  eventType = 166
	compressedUpdateRowsEventV1 eventType = 167
	compressedDeleteRowsEventV1 eventType = 168
	compressedWriteRowsEvent    eventType = 169
	compressedUpdateRowsEvent   eventType = 170
	compressedDeleteRowsEvent   eventType = 171
)

// The types of events that can't be read, and that are to be expected.
const (
	executeLoadEvent        eventType = 18
	incidentEvent           eventType = 26
	partialUpdateRowsEvent  eventType = 39
	transactionPayloadEvent eventType = 40
	startEncryptionEvent    eventType = 164
)

// harmless reports whether events of the type change nothing by themselves. What isn't
// known may change something.
func (t eventType) harmless() bool {
	switch t {
	case 5, 13, 14, 17, // variables, random numbers and files that a query uses
		27, 41, // heartbeats
		33, 34, 35, 42, 163, // GTIDs of MySQL's, and lists of GTIDs
		36, 37, // of group replication
		161: // checkpoints
		return true
	}
	return false
}

func (t eventType) String() string {
	switch t {
	case queryEvent:
		return "QUERY"
	case stopEvent:
		return "STOP"
	case rotateEvent:
		return "ROTATE"
	case formatDescriptionEvent:
		return "FORMAT_DESCRIPTION"
	case commitEvent:
		return "XID"
	case executeLoadEvent:
		return "EXECUTE_LOAD_QUERY"
	case tableMapEvent:
		return "TABLE_MAP"
	case incidentEvent:
		return "INCIDENT"
	case rowsQueryEvent:
		return "ROWS_QUERY"
	case mariaGTIDEvent:
		return "GTID"
	case xaPrepareEvent:
		return "XA_PREPARE"
	case partialUpdateRowsEvent:
		return "PARTIAL_UPDATE_ROWS"
	case transactionPayloadEvent:
		return "TRANSACTION_PAYLOAD"
	case annotateRowsEvent:
		return "ANNOTATE_ROWS"
	case startEncryptionEvent:
		return "START_ENCRYPTION"
	case compressedQueryEvent:
		return "QUERY_COMPRESSED"
	}
	if layout, ok := rowsLayoutOf(t); ok {
		return layout.String()
	}
	return fmt.Sprintf("event of type %d", uint8(t))
}

// A rowsLayout is how an event of rows is written.
type rowsLayout struct {
	operation  Operation
	version    int // 1 or 2
	compressed bool
}

func (l rowsLayout) String() string {
	name := l.operation.String() + "_ROWS"
	if l.compressed {
		name += "_COMPRESSED"
	}
	if l.version == 1 {
		name += "_V1"
	}
	return name
}

func rowsLayoutOf(t eventType) (rowsLayout, bool) {
	switch {
	case t >= writeRowsEventV1 && t <= deleteRowsEventV1:
		return rowsLayout{Operation(t - writeRowsEventV1), 1, false}, true
	case t >= writeRowsEvent && t <= deleteRowsEvent:
		return rowsLayout{Operation(t - writeRowsEvent), 2, false}, true
	case t >= compressedWriteRowsEventV1 && t <= compressedDeleteRowsEventV1:
		return rowsLayout{Operation(t - compressedWriteRowsEventV1), 1, true}, true
	case t >= compressedWriteRowsEvent && t <= compressedDeleteRowsEvent:
		return rowsLayout{Operation(t - compressedWriteRowsEvent), 2, true}, true
	}
	return rowsLayout{}, false
}

// plain is the number of the event if it isn't compressed.
func (l rowsLayout) plain() eventType {
	if l.version == 1 {
		return writeRowsEventV1 + eventType(l.operation)
	}
	return writeRowsEvent + eventType(l.operation)
}
