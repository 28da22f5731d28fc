/** `npm run bench [-- NAME]`: runs one benchmark or all; each prints `BENCH {json}` lines. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  import: async () => await (await import('./import.ts')).importFiles(),
  ingest: async () => await (await import('./ingest.ts')).ingest(),
  load: async () => await (await import('./load.ts')).load(),
  search: async () => await (await import('./search.ts')).search(),
  start: async () => await (await import('./start.ts')).start(),
};

const wanted = process.argv.slice(2);
for (const name of wanted.length === 0 ? Object.keys(BENCHES) : wanted) {
  const run = BENCHES[name];
  if (run === undefined) {
    console.error(`There is no benchmark "${name}". There are: ${Object.keys(BENCHES).join(', ')}.`);
    process.exitCode = 2;
    break;
  }
  await run();
}
