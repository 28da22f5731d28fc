import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPoolClient, poolEndpoint } from './pool-client.ts';

it.each([
  [{ region: 'us-east-1' }, 'https://cognito-idp.us-east-1.amazonaws.com'],
  [{ region: 'us-gov-west-1' }, 'https://cognito-idp.us-gov-west-1.amazonaws.com'],
  [{ region: 'cn-north-1' }, 'https://cognito-idp.cn-north-1.amazonaws.com.cn'],
  [{ region: 'eu-west-1', cognitoEndpoint: 'https://vpce.example/' }, 'https://vpce.example/'],
])('%o is asked at %s', (settings, expected) => {
  expect(poolEndpoint(settings)).toBe(expected);
});

describe('an environment that would lead elsewhere', () => {
  let folder: string;
  let own: Server;
  let elsewhere: Server;
  let asked: string[];
  const listen = async (name: string): Promise<Server> => {
    const server = createServer((request, response) => {
      asked.push(`${name} ${request.headers['user-agent'] ?? ''}`);
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  beforeEach(async () => {
    asked = [];
    [own, elsewhere] = await Promise.all([listen('own'), listen('elsewhere')]);
    folder = await mkdtemp(path.join(tmpdir(), 'aws-'));
    const lure = urlOf(elsewhere);
    const config = path.join(folder, 'config');
    await writeFile(
      config,
      `[profile lure]\nregion = eu-west-3\nendpoint_url = ${lure}\nuse_fips_endpoint = true\nsdk_ua_app_id = lured\ncredential_process = touch ${path.join(folder, 'ran')}\n`,
    );
    const environment = {
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: config,
      AWS_PROFILE: 'lure',
      AWS_REGION: 'eu-west-3',
      AWS_ENDPOINT_URL: lure,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: lure,
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_DEFAULTS_MODE: 'auto',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: lure,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${lure}/credentials`,
      AWS_SDK_UA_APP_ID: 'lured',
      AWS_RETRY_MODE: 'adaptive',
      AWS_MAX_ATTEMPTS: '9',
      HTTP_PROXY: lure,
      http_proxy: lure,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    own.close();
    elsewhere.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('does not lead there', async () => {
    const client = createPoolClient({ region: 'us-east-1', cognitoEndpoint: urlOf(own) });
    await client.send(new GetUserCommand({ AccessToken: 'a' }));
    await client.send(new InitiateAuthCommand({ ClientId: 'c', AuthFlow: 'USER_SRP_AUTH' }));
    expect(asked).toHaveLength(2);
    for (const line of asked) expect(line).toMatch(/^own .*app\/medminder-console/);
    expect(await client.config.maxAttempts()).toBe(3);
    client.destroy();
  });

  it('does not move a pool that has no endpoint of its own', async () => {
    const client = createPoolClient({ region: 'us-east-1' });
    expect(await client.config.endpoint?.()).toMatchObject({
      hostname: 'cognito-idp.us-east-1.amazonaws.com',
      protocol: 'https:',
    });
    expect(await client.config.useFipsEndpoint()).toBe(false);
    expect(await client.config.useDualstackEndpoint()).toBe(false);
    client.destroy();
  });

  it('lends no AWS key to a call that would be signed', async () => {
    const client = createPoolClient({ region: 'us-east-1', cognitoEndpoint: urlOf(own) });
    await expect(client.send(new ListUsersCommand({ UserPoolId: 'us-east-1_x' }))).rejects.toMatchObject({
      code: 'pool/failed',
    });
    expect(asked).toEqual([]);
    client.destroy();
  });
});
