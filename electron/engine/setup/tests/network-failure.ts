import type { TestCode } from '../../../../shared/domain/setup.ts';

const BY_ERRNO: Readonly<Record<string, TestCode>> = {
  ENOTFOUND: 'test/name-not-found',
  EAI_AGAIN: 'test/name-not-found',
  EAI_NODATA: 'test/name-not-found',
  EAI_NONAME: 'test/name-not-found',
  ETIMEDOUT: 'test/timed-out',
  UND_ERR_CONNECT_TIMEOUT: 'test/timed-out',
  UND_ERR_HEADERS_TIMEOUT: 'test/timed-out',
  UND_ERR_BODY_TIMEOUT: 'test/timed-out',
  ECONNREFUSED: 'test/unreachable',
  ECONNRESET: 'test/unreachable',
  ECONNABORTED: 'test/unreachable',
  ENETUNREACH: 'test/unreachable',
  ENETDOWN: 'test/unreachable',
  EHOSTUNREACH: 'test/unreachable',
  EHOSTDOWN: 'test/unreachable',
  EADDRNOTAVAIL: 'test/unreachable',
  EPIPE: 'test/unreachable',
  EPROTO: 'test/unreachable',
  UND_ERR_SOCKET: 'test/unreachable',
};

/** OpenSSL's names for a certificate that is not believed, as Node gives them (tls, "X509 certificate error codes"). */
const CERTIFICATE =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_(GET_ISSUER|VERIFY|DECRYPT|DECODE|GET_CRL)|CRL_|INVALID_(CA|PURPOSE)$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_|ERROR_IN_CERT_)/;

export interface NetworkFailure {
  readonly code: TestCode;
  /** The system's name for it, for those who know it. */
  readonly errno: string;
}

/** What kept a request from being answered; null where it was something else. */
export function networkFailureOf(error: unknown): NetworkFailure | null {
  for (const each of chainOf(error)) {
    const errno = 'code' in each && typeof each.code === 'string' ? each.code : '';
    if (CERTIFICATE.test(errno)) return { code: 'test/certificate', errno };
    const code = Object.hasOwn(BY_ERRNO, errno) ? BY_ERRNO[errno] : undefined;
    if (code !== undefined) return { code, errno };
    if (/^(ERR_SSL_|HPE_)/.test(errno)) return { code: 'test/unreachable', errno };
    // After the errno: the AWS SDK calls a connection that was reset a TimeoutError too.
    if (each.name === 'TimeoutError' || each.name === 'AbortError')
      return { code: 'test/timed-out', errno: each.name };
  }
  return null;
}

/** An error, what caused it, and for a host of several addresses what each attempt met. */
function* chainOf(error: unknown): Generator<Error> {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth += 1) {
    yield at;
    if (at instanceof AggregateError) {
      for (const each of at.errors) if (each instanceof Error) yield each;
    }
  }
}
