import { gzipSync } from 'node:zlib';

import type { ErrorCode, Timeouts } from '@understudy/core';

import type { Reply, RawConnection } from './raw-server.ts';
import {
  replyWithStream,
  replyWithBody,
  begin,
  chunked,
  doneEvent,
  endChunks,
  event,
  fin,
  finishEvent,
  head,
  stall,
  reset,
  stream,
  textEvent,
  unframedHead,
} from './wire.ts';

/** A faulty response, and the expected error. */
export interface Fault {
  readonly name: string;
  readonly reply: Reply;
  /** Called for each connection before its first request. */
  readonly accept?: (connection: RawConnection) => unknown;
  readonly code: ErrorCode;
  readonly phase?: string;
  /** The text before the error. */
  readonly partial?: string;
  /** The timeouts of the chat, one of which expires. */
  readonly timeouts?: Partial<Timeouts>;
  /** No fallback follows. */
  readonly noFallback?: true;
  /** No request reaches the server. */
  readonly unsent?: true;
}

const content = textEvent('Hel') + textEvent('lo');
const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html; charset=UTF-8' };
const sse = { 'content-type': 'text/event-stream' };
const vendorError = (code: string, message = 'no'): string =>
  JSON.stringify({ error: { code, message } });
const send =
  (bytes: string | Uint8Array): Reply =>
  (connection) =>
    connection.send(bytes);
const repeat =
  (bytes: string | Uint8Array): Reply =>
  (connection) =>
    connection.repeat(bytes, 10);

/** Connection errors before and after the first content. */
const connections: readonly Fault[] = [
  {
    name: 'a reset before the request',
    accept: (connection) => connection.reset(),
    reply: stall,
    code: 'connection-failed',
    unsent: true,
  },
  { name: 'a reset before the headers', reply: reset, code: 'connection-failed' },
  { name: 'an end before the headers', reply: fin, code: 'connection-failed' },
  {
    name: 'a reset within the headers',
    reply: async (connection) => {
      await connection.send('HTTP/1.1 200 OK\r\ncontent-ty');
      await connection.reset();
    },
    code: 'connection-failed',
  },
  { name: 'a reset after the headers', reply: begin('', reset), code: 'connection-failed' },
  {
    name: 'a reset after a comment',
    reply: begin(': hi\n\n', reset),
    code: 'connection-failed',
  },
  {
    name: 'a reset within the first event',
    reply: begin('data: {"te', reset),
    code: 'connection-failed',
  },
  {
    name: 'a reset after content',
    reply: begin(content, reset),
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'a reset within a later event',
    reply: begin(`${content}data: {"text": " wor`, reset),
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'an end without the last chunk, before content',
    reply: begin(': hi\n\n', fin),
    code: 'connection-failed',
  },
  {
    name: 'an end without the last chunk, after content',
    reply: begin(content, fin),
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'an end within a chunk',
    reply: begin(textEvent('Hello'), async (connection) => {
      await connection.send('40\r\ndata: {"text": " wor');
      connection.end();
    }),
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'a length longer than the body',
    reply: async (connection) => {
      await connection.send(head('200 OK', { ...sse, 'content-length': '4000' }) + content);
      connection.end();
    },
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'a reset of a body that ends with its connection',
    reply: async (connection) => {
      await connection.send(unframedHead + content);
      await connection.reset();
    },
    code: 'stream-truncated',
    partial: 'Hello',
  },
];

/** Complete HTTP responses without a complete event stream. */
const endings: readonly Fault[] = [
  { name: 'an empty stream', reply: begin('', endChunks), code: 'stream-truncated' },
  {
    name: 'a stream of comments only',
    reply: replyWithStream(': a\n\n:b\n'),
    code: 'stream-truncated',
  },
  {
    name: 'a stream of a role only',
    reply: replyWithStream(event('{}')),
    code: 'stream-truncated',
  },
  {
    name: 'a clean end after content',
    reply: replyWithStream(content),
    code: 'stream-truncated',
    partial: 'Hello',
  },
  {
    name: 'a clean end within an event',
    reply: replyWithStream(`${content}data: {"finish": "stop"}\n`),
    code: 'stream-truncated',
    partial: 'Hello',
  },
  {
    name: 'an end of the connection that ends a body without finish',
    reply: async (connection) => {
      await connection.send(unframedHead + content);
      connection.end();
    },
    code: 'stream-truncated',
    partial: 'Hello',
  },
  {
    name: 'a length shorter than the body',
    reply: async (connection) => {
      const length = String(Buffer.byteLength(content));
      await connection.send(
        head('200 OK', { ...sse, 'content-length': length }) + stream('Hel', 'lo'),
      );
    },
    code: 'stream-truncated',
    partial: 'Hello',
  },
  { name: 'an end marker only', reply: replyWithStream(doneEvent), code: 'empty-response' },
  {
    name: 'a finish without content',
    reply: replyWithStream(finishEvent + doneEvent),
    code: 'empty-response',
  },
  {
    name: 'a finish after empty texts',
    reply: replyWithStream(textEvent('') + finishEvent),
    code: 'empty-response',
  },
];

const timeoutMs = 120;

/** Servers that stop sending, one for each timeout. */
const stalls: readonly Fault[] = [
  {
    name: 'no headers',
    reply: stall,
    code: 'timeout',
    phase: 'headers',
    timeouts: { headersMs: timeoutMs },
  },
  {
    name: 'headers that never end',
    reply: async (connection) => {
      await connection.send('HTTP/1.1 200 OK\r\nx-slow: ');
      await connection.repeat('a', 10);
    },
    code: 'timeout',
    phase: 'headers',
    timeouts: { headersMs: timeoutMs },
  },
  {
    name: 'informational responses without a final one',
    reply: repeat('HTTP/1.1 103 Early Hints\r\n\r\n'),
    code: 'timeout',
    phase: 'headers',
    timeouts: { headersMs: timeoutMs },
  },
  {
    name: 'headers and then nothing',
    reply: begin('', stall),
    code: 'timeout',
    phase: 'first-content',
    timeouts: { firstContentMs: timeoutMs },
  },
  {
    name: 'a comment and then nothing',
    reply: begin(': hi\n\n', stall),
    code: 'timeout',
    phase: 'idle',
    timeouts: { idleMs: timeoutMs },
  },
  {
    name: 'heartbeats only',
    reply: begin('', repeat(chunked(': beat\n\n'))),
    code: 'timeout',
    phase: 'first-content',
    timeouts: { firstContentMs: 250, idleMs: 200 },
  },
  {
    name: 'an error whose body never ends',
    reply: send(`${head('503 Service Unavailable', { ...json, 'content-length': '99' })}{`),
    code: 'timeout',
    phase: 'first-content',
    timeouts: { firstContentMs: timeoutMs },
  },
  {
    name: 'content and then nothing',
    reply: begin(content, stall),
    code: 'timeout',
    phase: 'idle',
    timeouts: { idleMs: timeoutMs },
    partial: 'Hello',
  },
  {
    name: 'content and then an event that never ends',
    reply: begin(`${content}data: "`, repeat(chunked('x'))),
    code: 'timeout',
    phase: 'total',
    timeouts: { idleMs: 200, totalMs: 400 },
    partial: 'Hello',
  },
];

/** Errors and invalid events in a stream. */
const invalidEvents: readonly (readonly [name: string, bytes: string, code: ErrorCode])[] = [
  ['an error event', `event: error\ndata: ${vendorError('overloaded_error')}\n\n`, 'overloaded'],
  [
    'an error event with a type',
    'event: error\ndata: {"type": "overloaded_error"}\n\n',
    'overloaded',
  ],
  ['an error event with text', 'event: error\ndata: boom\n\n', 'server-error'],
  ['an error object', event(vendorError('overloaded_error')), 'overloaded'],
  ['a rate limit', event(vendorError('rate_limit_exceeded')), 'rate-limited'],
  ['invalid JSON', event('{"text": "wor'), 'malformed-response'],
  ['a number', event('42'), 'malformed-response'],
  ['a list', event('[{"text":"wor"}]'), 'malformed-response'],
  ['null', event('null'), 'malformed-response'],
  ['an end marker as a JSON string', event('"[DONE]"'), 'malformed-response'],
  ['HTML', event('<html>'), 'malformed-response'],
  [
    'an event of more than 1 MiB',
    event(`{"text":"${'x'.repeat(1_100_000)}"}`),
    'response-too-large',
  ],
  ['a line that never ends', `data: ${'x'.repeat(1_100_000)}`, 'response-too-large'],
];

const events: readonly Fault[] = invalidEvents.flatMap(([name, bytes, code]) => [
  { name: `${name}, first`, reply: replyWithStream(bytes), code },
  {
    name: `${name}, after content in the same chunk`,
    reply: replyWithStream(content + bytes + doneEvent),
    code,
    partial: 'Hello',
  },
  {
    name: `${name}, after content`,
    reply: begin(content, (connection) => connection.send(chunked(bytes))),
    code,
    partial: 'Hello',
  },
]);

/** Responses that are not event streams, and bytes that are not HTTP. */
const otherResponses: readonly Fault[] = (
  [
    ['an HTML page', replyWithBody('200 OK', '<html>Welcome</html>', html)],
    ['a response without a content type', replyWithBody('200 OK', stream('Hello'))],
    ['plain text', replyWithBody('200 OK', stream('Hello'), { 'content-type': 'text/plain' })],
    ['JSON without an error', replyWithBody('200 OK', '{"text":"Hello"}', json)],
    ['an empty 200', replyWithBody('200 OK')],
    ['a 204', send(head('204 No Content'))],
    ['another protocol', send('SSH-2.0-OpenSSH_9.2p1\r\n')],
    ['an invalid chunk size', begin('', send('zz\r\ndata\r\n'))],
  ] as const
).map(([name, reply]) => ({ name, reply, code: 'malformed-response' }));

/** Bodies that are not what their content encoding says. */
const encodings: readonly Fault[] = (
  [
    ['gzip', Buffer.from('not compressed')],
    ['br', gzipSync(stream('Hello'))],
    ['zstd', gzipSync(stream('Hello'))],
    ['compress', Buffer.from(stream('Hello'))],
    ['gzip, gzip, gzip', gzipSync(stream('Hello'))],
  ] as const
).map(([encoding, body]) => ({
  name: `a response that is not in ${encoding}`,
  reply: async (connection) => {
    await connection.send(
      head('200 OK', {
        ...sse,
        'content-encoding': encoding,
        'content-length': String(body.length),
      }),
    );
    await connection.send(body);
  },
  code: 'malformed-response',
}));

const challenge = '<html><title>Just a moment...</title></html>';
const location = { location: '/other' };

/** HTTP statuses. */
const statuses: readonly Fault[] = (
  [
    [
      'a 200 with an error',
      replyWithBody('200 OK', vendorError('server_error'), json),
      'server-error',
    ],
    [
      'a 200 with a rate limit',
      replyWithBody('200 OK', vendorError('rate_limit_exceeded'), json),
      'rate-limited',
    ],
    ['a 301', replyWithBody('301 Moved Permanently', '', location), 'malformed-response'],
    ['a 302', replyWithBody('302 Found', '', location), 'malformed-response'],
    ['a 307', replyWithBody('307 Temporary Redirect', '', location), 'malformed-response'],
    ['a 304', send(head('304 Not Modified')), 'malformed-response'],
    [
      'a 400',
      replyWithBody('400 Bad Request', vendorError('no', 'Missing required field'), json),
      'invalid-request',
    ],
    [
      'a 400 without a reason',
      replyWithBody('400 Bad Request', vendorError('no'), json),
      'request-rejected',
    ],
    ['a 401', replyWithBody('401 Unauthorized'), 'authentication-failed'],
    ['a 402', replyWithBody('402 Payment Required'), 'quota-exhausted'],
    ['a 403', replyWithBody('403 Forbidden', vendorError('no'), json), 'permission-denied'],
    ['a 403 with a bot challenge', replyWithBody('403 Forbidden', challenge, html), 'blocked'],
    [
      'a 503 with a bot challenge',
      replyWithBody('503 Service Unavailable', challenge, html),
      'blocked',
    ],
    [
      'a 403 with the header cf-mitigated',
      replyWithBody('403 Forbidden', '', { 'cf-mitigated': 'challenge' }),
      'blocked',
    ],
    ['a 404', replyWithBody('404 Not Found', '<html>', html), 'model-not-found'],
    ['a 408', replyWithBody('408 Request Timeout'), 'timeout'],
    ['a 413', replyWithBody('413 Content Too Large'), 'context-length-exceeded'],
    ['a 429', replyWithBody('429 Too Many Requests'), 'rate-limited'],
    [
      'a 429 for a year',
      replyWithBody('429 Too Many Requests', '', { 'retry-after': '31536000' }),
      'rate-limited',
    ],
    ['a 500', replyWithBody('500 Internal Server Error', 'oops'), 'server-error'],
    [
      'a 502 with an HTML page',
      replyWithBody('502 Bad Gateway', '<html>Bad gateway', html),
      'server-error',
    ],
    [
      'a 503 with 100 KiB',
      replyWithBody('503 Service Unavailable', 'x'.repeat(102_400)),
      'server-error',
    ],
    ['a 503 with a truncated body', reply503, 'server-error'],
    ['a 529', replyWithBody('529 Overloaded', '', json), 'overloaded'],
    [
      '20 KiB of headers',
      send(head('200 OK', { ...sse, 'x-long': 'x'.repeat(20_000) })),
      'response-too-large',
    ],
  ] as const
).map(([name, reply, code]) => ({
  name,
  reply,
  code,
  ...(code === 'invalid-request' && { noFallback: true }),
}));

/** Replies with a 503 whose body is truncated. */
async function reply503(connection: RawConnection): Promise<void> {
  await connection.send(head('503 Service Unavailable', { 'content-length': '99' }));
  await connection.send('oo');
  await connection.reset();
}

/** All faults. Each is independent of the others. */
export const faults: readonly Fault[] = [
  ...connections,
  ...endings,
  ...stalls,
  ...events,
  ...otherResponses,
  ...encodings,
  ...statuses,
];
