// All set-up that is missing. The table of steps is the list of what this project needs from a machine.
import { chromiumStep, findChromium } from './chromium.mjs';
import { electronStep, usableElectron, wantedRuntime } from './electron.mjs';
import { findFitNode, nodeStep, packagesStep } from './packages.mjs';
import { inProject, projectEnv } from './paths.mjs';
import { secretServiceStep } from './secret-service.mjs';
import { runSteps, SetupError } from './steps.mjs';

/**
 * What the other scripts run on. MEDMINDER_RUNTIME=electron or =chromium asks for that one and no other.
 * @typedef {object} Toolbox
 * @property {string} node a Node that may load native modules and runs TypeScript
 * @property {'electron' | 'chromium'} runtime
 * @property {string} electron what stands where Electron's binary would: it, or the stand-in
 * @property {NodeJS.ProcessEnv} env for every child: PATH, MEDMINDER_RUNTIME, MEDMINDER_ELECTRON, MEDMINDER_CHROMIUM
 */

/**
 * Does what is missing and says which tools are now at hand.
 * @param {{ retryElectron?: boolean, say?: (line: string) => void }} [options]
 * @returns {Promise<Toolbox>}
 * @throws {import('./steps.mjs').SetupError} with words for the person at the terminal
 */
export async function setUp({ retryElectron = false, say = console.log } = {}) {
  const { done } = await runSteps(
    [
      packagesStep,
      nodeStep,
      electronStep({ retry: retryElectron, node }),
      chromiumStep({ node }),
      secretServiceStep,
    ],
    say,
  );
  if (done.length > 0) say(`Set-up done: ${done.length} step${done.length === 1 ? '' : 's'}.`);
  return toolbox(node());
}

/** Asked only after the steps before have made sure that there is a fit one. */
function node() {
  return findFitNode() ?? process.execPath;
}

/**
 * @param {string} fitNode
 * @returns {Toolbox}
 */
function toolbox(fitNode) {
  const wanted = wantedRuntime();
  const electron = wanted === 'chromium' ? undefined : usableElectron();
  if (wanted === 'electron' && electron === undefined) {
    throw new SetupError(
      'MEDMINDER_RUNTIME=electron, and Electron is not to be had. npm run setup -- --retry-electron',
    );
  }
  const standIn = inProject('build', 'runtime', 'electron.mjs');
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...projectEnv(fitNode),
    MEDMINDER_RUNTIME: electron === undefined ? 'chromium' : 'electron',
    MEDMINDER_ELECTRON: electron ?? standIn,
  };
  const chromium = findChromium();
  if (chromium !== undefined) env['MEDMINDER_CHROMIUM'] = chromium;
  return {
    node: fitNode,
    runtime: electron === undefined ? 'chromium' : 'electron',
    electron: electron ?? standIn,
    env,
  };
}
