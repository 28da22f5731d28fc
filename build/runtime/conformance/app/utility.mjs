/** The fixture's utility process: answers what it is asked. */
process.parentPort.on('message', ({ data }) => {
  if (data === 'crash') process.abort();
  if (data === 'leave') process.exit(7);
  process.parentPort.postMessage({ echo: data, args: process.argv.slice(2), flag: process.env.FLAG });
});
