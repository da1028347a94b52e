import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import { openAiErrors } from '../errors/error-format.ts';
import { toFailure } from '../errors/failure.ts';
import { Rejection } from '../errors/rejection.ts';
import { requestTooSlow } from '../errors/rejections.ts';

/** Responds to a request that Node.js could not parse or did not receive in time, and closes its connection. */
export function handleClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const failure = toFailure(toRejection(error.code), false, { expose: false });
  const status = openAiErrors.statusOf(failure);
  const body = JSON.stringify(openAiErrors.encode(failure));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `x-request-id: ${randomUUID()}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function toRejection(code: string | undefined): Rejection {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return requestTooSlow();
    case 'HPE_HEADER_OVERFLOW':
      return new Rejection('headers-too-large', 'expected headers of at most 16 KiB');
    default:
      return new Rejection('malformed-request', 'the request is not valid HTTP');
  }
}
