/** What the store uses of better-sqlite3-multiple-ciphers 13, whose own types its `exports` map hides from NodeNext. */
declare module 'better-sqlite3' {
  type Value = string | number | null | Uint8Array;

  interface Statement<Params extends readonly Value[] = Value[], Row = unknown> {
    run(...params: Params): { readonly changes: number };
    get(...params: Params): Row | undefined;
    all(...params: Params): Row[];
    pluck(): this;
  }

  interface Transaction<Result> {
    immediate(): Result;
  }

  class Database {
    constructor(
      file: string,
      options?: { readonly readonly?: boolean; readonly fileMustExist?: boolean; readonly timeout?: number },
    );
    prepare<Params extends readonly Value[] = Value[], Row = unknown>(sql: string): Statement<Params, Row>;
    transaction<Result>(work: () => Result): Transaction<Result>;
    exec(sql: string): this;
    pragma(source: string): unknown;
    close(): this;
  }

  export type { Statement, Value };
  export default Database;
}
