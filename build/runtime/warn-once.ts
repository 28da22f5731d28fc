const said = new Set<string>();

/** Says on stderr what the app asks for and the runtime can only accept; once per process. */
export function warnOnce(text: string): void {
  if (said.has(text)) return;
  said.add(text);
  process.stderr.write(`Chromium runtime: ${text}\n`);
}
