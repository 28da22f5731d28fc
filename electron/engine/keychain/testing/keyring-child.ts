/**
 * Run by keychain.keyring.test.ts as its own process, so that the environment (which bus, which keyring) can differ from
 * the test's. Prints one JSON line: what became of opening the keychain and of one round trip.
 */
import { toErrorValue } from '../../../../shared/errors.ts';
import { openKeychain } from '../keychain.ts';

try {
  const store = await openKeychain({ service: 'medminder-console-test-child', timeoutMs: 10_000 });
  const secret = Buffer.from([0, 255, 1, 254]);
  await store.set('child/entry', secret);
  const back = await store.get('child/entry');
  if (process.argv[2] !== 'keep') await store.delete('child/entry');
  console.log(JSON.stringify({ ok: back?.equals(secret) === true }));
} catch (error) {
  console.log(JSON.stringify({ ok: false, error: toErrorValue(error) }));
}
// A native call that hangs must not keep this process.
process.exit(0);
