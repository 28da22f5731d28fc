import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from './service-error.ts';

export const AWS_JSON = 'application/x-amz-json-1.1';

/** One operation: who may call it, and what it does with the parsed body. */
export interface AwsOperation {
  readonly auth: 'none' | 'iam';
  run(body: unknown): object | Promise<object>;
}

/** A service of the AWS JSON 1.1 protocol, addressed by `X-Amz-Target: <targetPrefix>.<operation>`. */
export interface AwsService {
  readonly targetPrefix: string;
  readonly signingName: string;
  readonly operations: Readonly<Record<string, AwsOperation>>;
}

/** A request as a signature covers it. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Throws a `ServiceError` unless the request is signed by somebody who may run `<signingName>:<operation>`. */
export type Authorise = (request: SignedRequest, signingName: string, operation: string) => void;

interface Target {
  readonly service: AwsService;
  readonly name: string;
  readonly operation: AwsOperation;
}

function findTarget(services: readonly AwsService[], header: unknown): Target {
  const [prefix, name = ''] = typeof header === 'string' ? header.split('.') : [];
  const service = services.find((candidate) => candidate.targetPrefix === prefix);
  const operation = service && Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  if (!service || !operation)
    throw new ServiceError('UnknownOperationException', 'The demo clinic has no such operation.');
  return { service, name, operation };
}

function parseBody(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON.');
  }
}

/** Bytes, for to a string Fastify adds a charset that AWS does not send. */
function bytesOf(output: object): Buffer {
  return Buffer.from(JSON.stringify(output), 'utf8');
}

function sendError(reply: FastifyReply, error: ServiceError): FastifyReply {
  return reply
    .code(error.status)
    .header('x-amzn-errortype', `${error.type}:`)
    .header('x-amzn-errormessage', error.message.replaceAll(/[^\x20-\x7e]/g, '?'))
    .header('content-type', AWS_JSON)
    .send(bytesOf({ __type: error.type, message: error.message }));
}

async function answer(
  services: readonly AwsService[],
  authorise: Authorise,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.header('x-amzn-requestid', randomUUID());
  try {
    const target = findTarget(services, request.headers['x-amz-target']);
    const body = typeof request.body === 'string' ? request.body : '';
    if (target.operation.auth === 'iam') {
      const signed = { method: request.method, path: request.url, headers: request.headers, body };
      authorise(signed, target.service.signingName, target.name);
    }
    const output = await target.operation.run(parseBody(body));
    return await reply.code(200).header('content-type', AWS_JSON).send(bytesOf(output));
  } catch (error) {
    if (error instanceof ServiceError) return sendError(reply, error);
    request.log.error(error);
    return sendError(reply, new ServiceError('InternalErrorException', 'Something went wrong', 500));
  }
}

/** Serves AWS JSON services at `POST /`, where the SDK sends every operation. */
export function registerAwsJson(
  app: FastifyInstance,
  services: () => readonly AwsService[],
  authorise: Authorise,
): void {
  app.addContentTypeParser(AWS_JSON, { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  app.post('/', async (request, reply) => await answer(services(), authorise, request, reply));
}
