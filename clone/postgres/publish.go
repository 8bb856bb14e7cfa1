package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/clone"
)

// publication is what the stream has: the template's tables. It is made with the
// template.
const publication = "ptr"

// watchable has the server tell of what changes in the database of an alias; where it
// cannot, that database is kept a second time, to be compared with.
func (i *instance) watchable(ctx context.Context, alias string) error {
	name := databaseName(alias)
	computes, err := i.computes(ctx, name)
	if err != nil {
		return err
	}
	if computes {
		return i.execute(ctx, i.general, "CREATE DATABASE "+identifier(originalName(alias))+" TEMPLATE "+identifier(name))
	}
	return i.publish(ctx, name)
}

// originalName is that of the database that the one of an alias is compared with.
func originalName(alias string) string {
	return clone.DatabaseName("ptr_original_"+alias, longestName)
}

// computing is the first version with columns that are computed whenever they are read.
const computing = 18

// computes reports whether a database has columns that are computed whenever they are
// read. As of PostgreSQL 18, which came with them, no row of such a table may be updated
// or deleted while the stream is to tell all that it was.
//
// Source: PostgreSQL 18, pub_contains_invalid_column in commands/publicationcmds.c.
func (i *instance) computes(ctx context.Context, database string) (found bool, err error) {
	at := i.address
	at.general = database
	err = at.ask(ctx, func(c *pgx.Conn) error {
		return c.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_attribute WHERE attgenerated = 'v' AND attrelid >= 16384)").Scan(&found)
	})
	return found, err
}

// publish has a database tell of all changes to its tables, with all that rows were.
// Tables that tests make are not among them: they could then be updated only if they
// have a key. From PostgreSQL 18 on, stored columns that are generated are told, too,
// since tables that have some could not be updated otherwise.
func (i *instance) publish(ctx context.Context, database string) error {
	return i.execute(ctx, database, `DO $$ DECLARE t text; all_tables text[]; told text = ''; BEGIN
		FOR t IN SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' LOOP
			EXECUTE 'ALTER TABLE ' || t || ' REPLICA IDENTITY FULL';
			all_tables := all_tables || t;
		END LOOP;
		IF current_setting('server_version_num')::int >= 180000 THEN told := ' WITH (publish_generated_columns = stored)'; END IF;
		EXECUTE 'CREATE PUBLICATION `+publication+`' || coalesce(' FOR TABLE ' || array_to_string(all_tables, ', '), '') || told;
	END $$`)
}

// letGo has the server tell no more of a table that gets a column which is computed whenever
// it is read: nobody could update its rows otherwise, or delete them. That it was altered is
// seen nevertheless, and cannot be undone. The trigger ends with the session, whose temporary
// function it calls.
func letGo(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `CREATE FUNCTION pg_temp.ptr_let_go() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
		DECLARE t regclass; BEGIN
			FOR t IN WITH RECURSIVE altered(id) AS (SELECT objid FROM pg_event_trigger_ddl_commands() WHERE classid = 'pg_class'::regclass
					UNION SELECT inhrelid FROM pg_inherits JOIN altered ON inhparent = id)
				SELECT id FROM altered JOIN pg_publication_rel ON prrelid = id JOIN pg_publication p ON p.oid = prpubid
				WHERE pubname = '`+publication+`' AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = id AND attgenerated = 'v') LOOP
				EXECUTE 'ALTER PUBLICATION `+publication+` DROP TABLE ONLY ' || t;
			END LOOP;
		END $$;
		CREATE EVENT TRIGGER ptr_let_go ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION pg_temp.ptr_let_go()`)
	return err
}
