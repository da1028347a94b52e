import type { ServerResponse } from 'node:http';

import { sendJson } from '../server/send-json.ts';
import { retryHeaders } from './error-format.ts';
import type { ErrorFormat } from './error-format.ts';
import type { Failure } from './failure.ts';

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
  sendJson(response, format.statusOf(failure), { ...headers, ...retryHeaders(failure) }, body);
}
