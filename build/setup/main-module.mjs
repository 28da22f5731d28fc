// What every script of build/ does when it is run and not imported.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SetupError } from './steps.mjs';

/**
 * True when the module with this URL is the program that Node was asked to run.
 * @param {string} moduleUrl
 */
export function isMain(moduleUrl) {
  const program = process.argv[1];
  return program !== undefined && realpathSync(program) === fileURLToPath(moduleUrl);
}

/**
 * Runs a script's main function; words for a person are printed without a stack.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError || isUsageError(error))) throw error;
    console.error(error.message);
    process.exitCode = error instanceof SetupError ? 1 : 64;
  }
}

/**
 * @param {unknown} error
 * @returns {error is Error}
 */
function isUsageError(error) {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
