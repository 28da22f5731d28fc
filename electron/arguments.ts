import path from 'node:path';

/** The settings file named on the command line (`--settings=FILE`), or the one in the profile folder. */
export function settingsFileFrom(argv: readonly string[], userDataDir: string): string {
  const prefix = '--settings=';
  const given = argv.findLast((argument) => argument.startsWith(prefix))?.slice(prefix.length);
  return given === undefined || given === '' ? path.join(userDataDir, 'settings.json') : path.resolve(given);
}
