// What a set-up step is, and the runner that takes a table of them.

/**
 * @typedef {object} Step
 * @property {string} title what it does, as a person would say it
 * @property {string} why one line: what needs it
 * @property {boolean} required false: without it something else serves, and `otherwise` says what
 * @property {() => boolean | Promise<boolean>} check true when nothing is to be done; fast
 * @property {() => void | Promise<void>} act does it; throws with the reason when it cannot
 * @property {() => string} otherwise what to type, or what serves instead, when it could not be done
 *
 * @typedef {object} StepsReport
 * @property {readonly string[]} done titles of the steps that did something
 * @property {readonly string[]} failed titles of the optional steps that could not be done
 */

/** A required step could not be done. The message is for the person at the terminal and says what to type. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/**
 * Takes the steps in order: a step whose check holds is passed over in silence; any other is announced, done, and
 * checked again, since a command that exits well has not always done its work.
 * @param {readonly Step[]} steps
 * @param {(line: string) => void} say
 * @returns {Promise<StepsReport>}
 * @throws {SetupError} at the first required step that cannot be done
 */
export async function runSteps(steps, say) {
  /** @type {string[]} */
  const done = [];
  /** @type {string[]} */
  const failed = [];
  for (const step of steps) {
    if (await step.check()) continue;
    say(`• ${step.title}: ${step.why}`);
    const problem = await attempt(step);
    if (problem === undefined) {
      done.push(step.title);
      continue;
    }
    const words = `  Not done: ${problem}\n  ${step.otherwise()}`;
    if (step.required) throw new SetupError(words);
    say(words);
    failed.push(step.title);
  }
  return { done, failed };
}

/**
 * @param {Step} step
 * @returns {Promise<string | undefined>} why it could not be done
 */
async function attempt(step) {
  try {
    await step.act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return (await step.check()) ? undefined : 'it ran, but what it should bring is still not there.';
}
