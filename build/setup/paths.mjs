// Where things are, for every script of build/.
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** What scripts remember between runs. It goes with node_modules, and so do the facts in it. */
export const cacheDir = join(root, 'node_modules', '.cache', 'medminder');
export const outDir = join(root, 'out');
const binDir = join(root, 'node_modules', '.bin');

/**
 * A path in the project, from parts.
 * @param {...string} parts
 */
export function inProject(...parts) {
  return join(root, ...parts);
}

/**
 * The environment for every program we start: the project's own programs are found first, among them its Node.
 * @param {string} node the Node that may load native modules
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnv(node, base = process.env) {
  const variable = Object.keys(base).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const rest = (base[variable] ?? '')
    .split(delimiter)
    .filter((part) => part !== binDir && part !== dirname(node));
  return { ...base, [variable]: [dirname(node), binDir, ...rest].join(delimiter) };
}
