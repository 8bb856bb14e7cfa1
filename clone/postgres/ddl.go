package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// telling is the first version whose stream has messages, by which it can be told of DDL.
const telling = 14

// messagePrefix is that of our messages in the stream.
const messagePrefix = "ptr"

// tellOfDDL has the server write statements for definitions to the stream, once they are committed;
// long ones are told by what they are for. The trigger ends with the session, whose temporary
// function it calls.
//
// Source: PostgreSQL's documentation, "Event Triggers" and pg_logical_emit_message.
func tellOfDDL(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `CREATE FUNCTION pg_temp.ptr_tell() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
		DECLARE said text := current_query(); BEGIN
			IF length(said) > 200 THEN
				SELECT TG_TAG || ' ' || coalesce(string_agg(object_identity, ', '), '') INTO said FROM pg_event_trigger_ddl_commands();
			END IF;
			PERFORM pg_logical_emit_message(true, '`+messagePrefix+`', said);
		END $$;
		CREATE EVENT TRIGGER ptr_tell ON ddl_command_end EXECUTE FUNCTION pg_temp.ptr_tell()`)
	return err
}
