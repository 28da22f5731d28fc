// Stores or reads one secret through the keychain of whatever bus it is run on: the other half of with-keyring.test.ts.
//   node keyring-probe.mjs set VALUE | get
import keytar from 'keytar';

const [verb, value] = process.argv.slice(2);
try {
  if (verb === 'set') await keytar.setPassword('medminder-probe', 'probe', value ?? '');
  const stored = await keytar.getPassword('medminder-probe', 'probe');
  process.stdout.write(JSON.stringify({ stored }));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: error instanceof Error ? error.message : 'unknown' }));
}
