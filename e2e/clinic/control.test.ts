import { request as httpRequest } from 'node:http';
import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PERSONS_CSP } from './control/persons-page.ts';
import { openDesk } from './testing.ts';
import type { TestDesk } from './testing.ts';
import { buildWorld } from './world/world.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.clinic.close();
});
beforeEach(async () => {
  await desk.control('faults', { rules: [] });
});

describe('the page of persons', () => {
  it('lists operators first, under a policy that allows nothing but its own style and script', async () => {
    const answer = await fetch(desk.clinic.urls.persons);
    const html = await answer.text();
    expect(answer.headers.get('content-security-policy')).toBe(PERSONS_CSP);
    expect(PERSONS_CSP).toMatch(/^default-src 'none';/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(html).not.toMatch(/<script>|<style>|style=|onclick=/);
    const row = await desk.person('ruth.okonkwo');
    expect(html).toContain(row.password);
    expect(html).toContain(row.mfa?.code);
    expect(html.indexOf('ruth.okonkwo')).toBeLessThan(html.indexOf('marcus.delaney'));
    for (const asset of ['css', 'js']) {
      expect((await fetch(`${desk.clinic.urls.persons}.${asset}`)).status).toBe(200);
    }
  });

  it('gives everyone another long password, and the code that their secret makes', async () => {
    const { persons } = (await (await fetch(`${desk.clinic.urls.persons}.json`)).json()) as {
      persons: { password: string; username: string; operator: boolean; totpSecret: string | null }[];
    };
    expect(persons.slice(0, 11).every((row) => row.operator)).toBe(true);
    expect(new Set(persons.map((row) => row.password)).size).toBe(persons.length);
    expect(persons.every((row) => row.password.length >= 20)).toBe(true);
    const row = await desk.person('ruth.okonkwo');
    const totp = new TOTP({ secret: row.totpSecret ?? '' });
    const codes = [row.mfa?.code, row.mfa?.nextCode];
    expect(codes).toContain(totp.generate({ timestamp: desk.clock.now() }));
  });
});

/** A request with a Host of our choosing, which fetch does not allow. */
async function statusWithHost(path: string, host: string): Promise<number> {
  const { hostname, port } = new URL(desk.clinic.urls.cognito);
  return await new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.once('error', reject);
    sent.end();
  });
}

describe('the guard', () => {
  it.each([
    ['127.0.0.1:80', 200],
    ['localhost:1234', 200],
    ['[::1]', 200],
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost.evil.example:80', 421],
  ])('answers a request for %s with %i', async (host, status) => {
    await expect(statusWithHost('/_clinic/persons.json', host)).resolves.toBe(status);
  });

  it('takes no orders from a web page', async () => {
    for (const path of ['reset', 'seed', 'faults', 'clock', 'quirks', 'live']) {
      const answer = await fetch(`${desk.clinic.urls.cognito}/_clinic/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
        body: '{}',
      });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    const read = await fetch(`${desk.clinic.urls.persons}.json`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(read.status).toBe(403);
  });

  it('lets no other site read an answer', async () => {
    const answer = await fetch(desk.clinic.urls.jwksUri, { headers: { origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the clock', () => {
  it('is read, set and moved', async () => {
    const at = (await (await desk.control('clock', { nowMs: 1_900_000_000_000 })).json()) as {
      nowMs: number;
    };
    expect(at.nowMs).toBeGreaterThanOrEqual(1_900_000_000_000);
    expect(at.nowMs).toBeLessThan(1_900_000_005_000);
    await desk.control('clock', { advanceMs: 60_000 });
    const read = (await (await fetch(`${desk.clinic.urls.cognito}/_clinic/clock`)).json()) as {
      nowMs: number;
    };
    expect(read.nowMs).toBeGreaterThanOrEqual(1_900_000_060_000);
    expect((await desk.control('clock', { nowMs: 'soon' })).status).toBe(400);
    await desk.control('clock', { nowMs: Date.now() });
  });
});

describe('faults', () => {
  const ask = async (): Promise<unknown> => await desk.sdk.send(new GetUserCommand({ AccessToken: 'x' }));
  const HEALTHY = { message: 'Invalid Access Token' };

  it('throttle as the pool does, for as many requests as asked', async () => {
    await desk.control('faults', {
      rules: [{ match: { operation: 'GetUser' }, kind: 'throttle', count: 2 }],
    });
    await expect(ask()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(ask()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(ask()).rejects.toMatchObject(HEALTHY);
  });

  it.each<[string, (error: unknown) => boolean]>([
    ['5xx', (error) => error instanceof Error && error.name === 'InternalErrorException'],
    ['drop', (error) => error instanceof Error && 'code' in error && error.code === 'ECONNRESET'],
    ['html', (error) => error instanceof SyntaxError],
    ['garbage', (error) => error instanceof SyntaxError],
  ])('of the kind %s hit once and are over', async (kind, isExpected) => {
    await desk.control('faults', { rules: [{ match: { service: 'pool' }, kind, count: 1 }] });
    await expect(ask()).rejects.toSatisfy(isExpected);
    await expect(ask()).rejects.toMatchObject(HEALTHY);
  });

  it('slow a service down, and leave the others alone', async () => {
    await desk.control('faults', {
      rules: [{ match: { service: 'jwks' }, kind: 'latency', latencyMs: 400 }],
    });
    const time = async (url: string): Promise<number> => {
      const start = performance.now();
      await fetch(url);
      return performance.now() - start;
    };
    await expect(time(desk.clinic.urls.jwksUri)).resolves.toBeGreaterThan(390);
    const start = performance.now();
    await expect(ask()).rejects.toMatchObject(HEALTHY);
    expect(performance.now() - start).toBeLessThan(390);
  });

  it('speak FHIR to the FHIR client', async () => {
    await desk.control('faults', { rules: [{ match: { path: '/fhir' }, kind: 'throttle' }] });
    const answer = await fetch(`${desk.clinic.urls.fhir}/metadata`);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    await expect(answer.json()).resolves.toMatchObject({ resourceType: 'OperationOutcome' });
  });

  it('end with their time, and repeat from the seed', async () => {
    await desk.control('faults', { rules: [{ kind: '5xx', ttlMs: 5000 }] });
    await expect(ask()).rejects.toMatchObject({ name: 'InternalErrorException' });
    await desk.control('clock', { advanceMs: 5000 });
    await expect(ask()).rejects.toMatchObject(HEALTHY);
    const draw = async (): Promise<string> => {
      await desk.control('faults', {
        rules: [{ match: { service: 'pool' }, kind: '5xx', probability: 0.5 }],
      });
      const names: string[] = [];
      for (let i = 0; i < 20; i += 1)
        names.push(
          await ask().then(
            () => 'nothing',
            (error: unknown) => (error as Error).name,
          ),
        );
      return names.join();
    };
    const first = await draw();
    expect(first).toContain('InternalErrorException');
    expect(first).toContain('NotAuthorizedException');
    await expect(draw()).resolves.toBe(first);
  });

  it('are refused when they make no sense', async () => {
    for (const rule of [{ kind: 'earthquake' }, { kind: '5xx', count: 0 }, { kind: '5xx', whim: 1 }, {}]) {
      expect((await desk.control('faults', { rules: [rule] })).status).toBe(400);
    }
  });
});

describe('the live stream, the quirks and the seed', () => {
  it('emits on demand, and is empty after a reset', async () => {
    const whole = await openDesk({ build: buildWorld });
    const control = async (path: string, body?: unknown): Promise<unknown> =>
      await (
        body === undefined
          ? await fetch(`${whole.clinic.urls.cognito}/_clinic/${path}`)
          : await whole.control(path, body)
      ).json();
    const before = (await control('live')) as { size: number };
    expect(before.size).toBeGreaterThan(50_000);
    const after = (await control('live', { emit: 3 })) as { size: number; emitted: string[] };
    expect(after.emitted).toHaveLength(3);
    expect(after.size).toBe(before.size + 3);
    await control('quirks', { noVersionId: true });
    await control('faults', { rules: [{ match: { service: 'pool' }, kind: '5xx' }] });
    await expect(control('reset', {})).resolves.toEqual({ ok: true });
    await expect(control('live')).resolves.toEqual({ running: false, size: 0 });
    await expect(control('faults')).resolves.toEqual({ faults: [] });
    await expect(control('quirks')).resolves.toMatchObject({ quirks: { noVersionId: false } });
    await control('seed', {});
    await expect(control('live')).resolves.toMatchObject({ running: false });
    expect(((await control('live')) as { size: number }).size).toBeGreaterThan(50_000);
    await whole.clinic.close();
  });

  it('grows other people’s secrets from another seed', async () => {
    const before = (await desk.person('ruth.okonkwo')).password;
    await desk.control('seed', { seed: 'another' });
    const after = (await desk.person('ruth.okonkwo')).password;
    expect(after).not.toBe(before);
    await desk.control('seed', { seed: 'test' });
    expect((await desk.person('ruth.okonkwo')).password).toBe(before);
    await expect(desk.signIn('ruth.okonkwo')).resolves.toBeDefined();
  });
});
