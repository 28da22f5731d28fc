// Counting: what a run of checks came to, read from the machine-readable reports of the runners.

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Readonly<Tally>} */
export const nothing = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/**
 * @param {readonly Readonly<Tally>[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  return tallies.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    nothing,
  );
}

/**
 * One check that holds or does not, such as the types of one room.
 * @param {boolean} held
 * @returns {Tally}
 */
export function single(held) {
  return { passed: held ? 1 : 0, failed: held ? 0 : 1, skipped: 0 };
}

/**
 * The tally of a test runner. A runner that fails without a failed test (it crashed, a file did not load, an error
 * escaped) and a runner that found no test count as one failure: neither may look like success.
 * @param {string | undefined} report the JSON report; undefined when none was written
 * @param {number} exitCode
 * @param {(report: unknown) => Tally} read
 * @returns {Tally}
 */
export function tallyOf(report, exitCode, read) {
  const tally = report === undefined ? nothing : readSafely(report, read);
  const empty = tally.passed + tally.failed === 0;
  return tally.failed === 0 && (exitCode !== 0 || empty) ? { ...tally, failed: 1 } : tally;
}

/**
 * @param {string} report
 * @param {(report: unknown) => Tally} read
 * @returns {Tally}
 */
function readSafely(report, read) {
  try {
    return read(JSON.parse(report));
  } catch {
    return nothing;
  }
}

/**
 * Vitest's `json` reporter.
 * @param {unknown} report
 * @returns {Tally}
 */
export function readVitest(report) {
  return {
    passed: count(report, 'numPassedTests'),
    failed: count(report, 'numFailedTests'),
    skipped: count(report, 'numPendingTests') + count(report, 'numTodoTests'),
  };
}

/**
 * Playwright's `json` reporter. A flaky test failed at least once: here that is a failure.
 * @param {unknown} report
 * @returns {Tally}
 */
export function readPlaywright(report) {
  const stats = property(report, 'stats');
  return {
    passed: count(stats, 'expected'),
    failed: count(stats, 'unexpected') + count(stats, 'flaky'),
    skipped: count(stats, 'skipped'),
  };
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function property(value, name) {
  return typeof value === 'object' && value !== null
    ? /** @type {Record<string, unknown>} */ (value)[name]
    : undefined;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number}
 * @throws {TypeError} when it is not there: a report of another shape must not count as zero
 */
function count(value, name) {
  const found = property(value, name);
  if (typeof found !== 'number') throw new TypeError(`The report has no number ${name}.`);
  return found;
}

/**
 * The last line of `npm test`.
 * @param {Readonly<Tally>} total
 * @param {number} elapsedMs
 * @returns {string}
 */
export function totalLine({ passed, failed, skipped }, elapsedMs) {
  return `TOTAL ${passed} passed, ${failed} failed, ${skipped} skipped (${duration(elapsedMs)})`;
}

/**
 * @param {number} elapsedMs
 * @returns {string} such as `3m12s`
 */
export function duration(elapsedMs) {
  const seconds = Math.round(elapsedMs / 1000);
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}
