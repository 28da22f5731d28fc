import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it } from 'vitest';
import { rejectBadCertificates } from './certificates.ts';

it.each([
  'net::ERR_CERT_AUTHORITY_INVALID',
  'net::ERR_CERT_DATE_INVALID',
  'net::ERR_CERT_COMMON_NAME_INVALID',
])('rejects %s', (error) => {
  const app = new EventEmitter();
  rejectBadCertificates(app as unknown as App);
  let trusted: boolean | undefined;
  let prevented = false;
  app.emit(
    'certificate-error',
    { preventDefault: () => (prevented = true) },
    null,
    'https://example.org/',
    error,
    {},
    (answer: boolean) => (trusted = answer),
  );
  expect(trusted).toBe(false);
  expect(prevented).toBe(true);
});
