/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return, typescript/no-misused-promises, typescript/no-floating-promises, unicorn/no-array-sort -- stands for a bundled module, which is JavaScript */
/** The fixture's utility process: answers what it is asked. */
if (process.argv.includes('exit-at-once')) process.exit(3);
if (process.argv.includes('flood')) for (let i = 0; i < 20_000; i += 1) process.parentPort.postMessage(i);
process.parentPort.on('message', ({ data }) => {
  if (data === 'crash') process.abort();
  if (data === 'leave') process.exit(7);
  process.parentPort.postMessage({ echo: data, args: process.argv.slice(2), flag: process.env.FLAG });
});
