import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { Compilable, InferResult } from "kysely";
import { storeFailure } from "./open-database.ts";
import type { Tables } from "./tables.ts";

/** Builds queries; never runs them. */
export const queries = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

export interface QueryRunner {
  run<Q extends Compilable>(query: Q): InferResult<Q>;
}

/**
 * Runs Kysely's queries synchronously. Kysely's own driver awaits between the statements of a transaction: a second connection of the same
 * process would meet the lock and, waiting for it synchronously, keep the first one from ever finishing.
 */
export function createQueryRunner(database: DatabaseSync): QueryRunner {
  const statements = new Map<string, StatementSync>();
  return {
    run(query) {
      const { sql, parameters } = query.compile();
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      // The door between Kysely's types and SQLite's: both ends are checked by the conformance suite.
      try {
        return statement.all(...(parameters as readonly SQLInputValue[])) as never;
      } catch (error) {
        throw storeFailure(error);
      }
    },
  };
}
