/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-member-access -- stands for a bundled app, which is JavaScript */
/** The fixture of the quit events: refuses each step once, and says on stdout what it is told. */
import { app, BrowserWindow } from 'electron';

const say = (text) => process.stdout.write(`${text}\n`);
const refuse = new Set((process.env.REFUSE ?? '').split(','));
/** Notes an event; prevents its default the first time, if the test wants it. */
const step = (name) => (event) => {
  const refused = refuse.delete(name);
  if (refused) event.preventDefault();
  say(refused ? `${name} refused` : name);
};
for (const name of ['before-quit', 'will-quit', 'window-all-closed']) app.on(name, step(name));
app.on('quit', (_event, code) => say(`quit ${code}`));

await app.whenReady();
const window = new BrowserWindow({ show: false });
window.on('close', step('close'));
window.on('closed', () => say(`closed and ${BrowserWindow.getAllWindows().length} left`));
if (process.env.EXIT) app.exit(Number(process.env.EXIT));
else {
  // One quit more than there are refusals; nothing may be left running that would end it otherwise.
  for (let attempt = refuse.size; attempt >= 0; attempt -= 1) {
    app.quit();
    say('--');
  }
}
