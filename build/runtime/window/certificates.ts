import type { CdpSession } from '../cdp/connection.ts';
import { closed } from '../closed.ts';
import { preventable } from '../preventable.ts';

type Emit = (name: string, ...args: unknown[]) => boolean;

/**
 * Asks the app about each certificate that Chromium does not trust, as Electron does: the answer counts only if the
 * listener has prevented the default, which is to refuse. Of the certificate itself nothing is known here.
 */
export function watchCertificates(
  session: CdpSession,
  contents: () => object,
  emitters: { readonly page: Emit; readonly app: Emit },
  refused: (url: string, error: string) => void,
): readonly Promise<unknown>[] {
  session.on('Security.certificateError', ({ eventId, errorType, requestURL }) => {
    let answered = false;
    const answer = (isTrusted: boolean): void => {
      if (answered) return;
      answered = true;
      if (!isTrusted) refused(requestURL, `net::${errorType}`);
      session.post('Security.handleCertificateError', { eventId, action: isTrusted ? 'continue' : 'cancel' });
    };
    const event = preventable({});
    const details = [requestURL, `net::${errorType}`, closed('certificate', {}), answer, true] as const;
    emitters.page('certificate-error', event, ...details);
    emitters.app('certificate-error', event, contents(), ...details);
    if (!event.defaultPrevented) answer(false);
  });
  return [
    session.send('Security.enable'),
    session.send('Security.setOverrideCertificateErrors', { override: true }),
  ];
}
