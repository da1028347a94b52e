import type { ServerResponse } from 'node:http';

import { createRetryHeaders } from '../errors/error-format.ts';
import type { ErrorFormat } from '../errors/error-format.ts';
import type { Failure } from '../errors/failure.ts';
import { sendJson } from './send-json.ts';

/** How an error response is sent. */
export interface FailureSettings {
  readonly format: ErrorFormat;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends an error response. */
export function sendFailure(
  response: ServerResponse,
  failure: Failure,
  { format, requestId, headers }: FailureSettings,
): void {
  const body = format.encode(failure, requestId);
  sendJson(
    response,
    format.statusOf(failure),
    { ...headers, ...createRetryHeaders(failure) },
    body,
  );
}
