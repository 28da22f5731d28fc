import { parentPort, workerData, type Transferable } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { toPayload } from './payload.ts';
import { prepare, type ProjectEvent } from './prepared.ts';
import type { PrepareCalls, PreparedPayload, ReadCalls, WriteCalls } from './protocol.ts';
import { readHandlers } from './read-handlers.ts';
import { serve } from './rpc.ts';
import { writeHandlers } from './write-handlers.ts';

export const ROLES = ['prepare', 'write', 'read'] as const;
export type Role = (typeof ROLES)[number];

/** What a thread is started with. */
export interface ThreadData {
  readonly role: Role;
  readonly sourceBaseUrl: string | null;
}

/** How the entry of a thread makes its projection. */
export type MakeProjection = (sourceBaseUrl: string | null) => ProjectEvent;

/** Runs the role that the thread was started with. One bundle serves all: they share what they import. */
export function runThread(makeProjection: MakeProjection): void {
  const port = parentPort;
  if (port === null) throw new AppError('engine/internal', 'The store runs in worker threads only.');
  const { role, sourceBaseUrl } = workerData as ThreadData;
  switch (role) {
    case 'prepare': {
      const project = makeProjection(sourceBaseUrl);
      serve<PrepareCalls>(port, { prepare: (request) => prepared(request, project) }, buffersOf);
      return;
    }
    case 'write':
      serve<WriteCalls>(port, writeHandlers());
      return;
    case 'read':
      serve<ReadCalls>(port, readHandlers());
      return;
  }
}

function prepared(request: PrepareCalls['prepare']['request'], project: ProjectEvent): PreparedPayload {
  const batch = prepare(request.events, request.bytes, request.receivedAtMs, project);
  return { payload: toPayload(batch), bytes: request.bytes, dekNames: batch.dekNames };
}

function buffersOf(value: unknown): readonly Transferable[] {
  const { payload, bytes } = value as PreparedPayload;
  return [payload.buffer, bytes.buffer];
}
