import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';

import type { ErrorCode, Timeouts } from '@understudy/core';

import type { Answer, RawConnection } from './raw-server.ts';
import {
  answerStream,
  answerWhole,
  begin,
  chunked,
  doneEvent,
  endBody,
  event,
  fin,
  finishEvent,
  head,
  hold,
  reset,
  stream,
  textEvent,
  unframedHead,
} from './wire.ts';

/** One way in which a vendor can fail, and what it must end in. */
export interface Fault {
  readonly name: string;
  readonly answer: Answer;
  /** Called for each connection before a request comes. */
  readonly accept?: (connection: RawConnection) => unknown;
  readonly code: ErrorCode;
  readonly phase?: string;
  /** The text that came before the failure. */
  readonly partial?: string;
  /** The limit that is to run out. */
  readonly timeouts?: Partial<Timeouts>;
  /** Nobody else is asked after it. */
  readonly final?: true;
  /** No request reaches the server. */
  readonly unasked?: true;
}

const said = textEvent('Hel') + textEvent('lo');
const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html; charset=UTF-8' };
const sse = { 'content-type': 'text/event-stream' };
const vendorError = (code: string): string => JSON.stringify({ error: { code, message: 'no' } });
const send =
  (bytes: string | Uint8Array): Answer =>
  (connection) =>
    connection.send(bytes);
const repeat =
  (bytes: string | Uint8Array): Answer =>
  (connection) =>
    connection.repeat(bytes, 10);

/** Each failure of a connection (S10), before its answer has any content, and after. */
const connections: readonly Fault[] = [
  {
    name: 'a reset before the request',
    accept: (connection) => connection.reset(),
    answer: hold,
    code: 'connection-failed',
    unasked: true,
  },
  { name: 'a reset before the headers', answer: reset, code: 'connection-failed' },
  { name: 'an end before the headers', answer: fin, code: 'connection-failed' },
  {
    name: 'a reset within the headers',
    answer: async (connection) => {
      await connection.send('HTTP/1.1 200 OK\r\ncontent-ty');
      await connection.reset();
    },
    code: 'connection-failed',
  },
  { name: 'a reset after the headers', answer: begin('', reset), code: 'connection-failed' },
  {
    name: 'a reset after a comment',
    answer: begin(': hi\n\n', reset),
    code: 'connection-failed',
  },
  {
    name: 'a reset within the first event',
    answer: begin('data: {"te', reset),
    code: 'connection-failed',
  },
  {
    name: 'a reset after content',
    answer: begin(said, reset),
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'a reset within a later event',
    answer: begin(`${said}data: {"text": " wor`, reset),
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'an end without the last chunk, before content',
    answer: begin(': hi\n\n', fin),
    code: 'connection-failed',
  },
  {
    name: 'an end without the last chunk, after content',
    answer: begin(said, fin),
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'an end within a chunk',
    answer: begin(textEvent('Hello'), async (connection) => {
      await connection.send('40\r\ndata: {"text": " wor');
      connection.end();
    }),
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'a length longer than the body',
    answer: async (connection) => {
      await connection.send(head('200 OK', { ...sse, 'content-length': '4000' }) + said);
      connection.end();
    },
    code: 'connection-failed',
    partial: 'Hello',
  },
  {
    name: 'a reset of a body that ends with its connection',
    answer: async (connection) => {
      await connection.send(unframedHead + said);
      await connection.reset();
    },
    code: 'stream-truncated',
    partial: 'Hello',
  },
];

/** Answers that end well for HTTP, and were not over (S9, S10). */
const endings: readonly Fault[] = [
  { name: 'an empty stream', answer: begin('', endBody), code: 'stream-truncated' },
  {
    name: 'a stream of comments only',
    answer: answerStream(': a\n\n:b\n'),
    code: 'stream-truncated',
  },
  { name: 'a stream of a role only', answer: answerStream(event('{}')), code: 'stream-truncated' },
  {
    name: 'a clean end after content',
    answer: answerStream(said),
    code: 'stream-truncated',
    partial: 'Hello',
  },
  {
    name: 'a clean end within an event',
    answer: answerStream(`${said}data: {"finish": "stop"}\n`),
    code: 'stream-truncated',
    partial: 'Hello',
  },
  {
    name: 'an end of the connection that ends a body without finish',
    answer: async (connection) => {
      await connection.send(unframedHead + said);
      connection.end();
    },
    code: 'stream-truncated',
    partial: 'Hello',
  },
  {
    name: 'a length shorter than the body',
    answer: async (connection) => {
      const length = String(Buffer.byteLength(said));
      await connection.send(
        head('200 OK', { ...sse, 'content-length': length }) + stream('Hel', 'lo'),
      );
    },
    code: 'stream-truncated',
    partial: 'Hello',
  },
  { name: 'an end marker only', answer: answerStream(doneEvent), code: 'empty-response' },
  {
    name: 'a finish without content',
    answer: answerStream(finishEvent + doneEvent),
    code: 'empty-response',
  },
  {
    name: 'a finish after empty texts',
    answer: answerStream(textEvent('') + finishEvent),
    code: 'empty-response',
  },
];

const limitMs = 120;

/** Servers that stop answering, each for another limit (S11). */
const stalls: readonly Fault[] = [
  {
    name: 'no headers',
    answer: hold,
    code: 'timeout',
    phase: 'headers',
    timeouts: { headersMs: limitMs },
  },
  {
    name: 'headers that trickle in for ever',
    answer: async (connection) => {
      await connection.send('HTTP/1.1 200 OK\r\nx-slow: ');
      await connection.repeat('a', 10);
    },
    code: 'timeout',
    phase: 'headers',
    timeouts: { headersMs: limitMs },
  },
  {
    name: 'announcements without an answer',
    answer: repeat('HTTP/1.1 103 Early Hints\r\n\r\n'),
    code: 'timeout',
    phase: 'headers',
    timeouts: { headersMs: limitMs },
  },
  {
    name: 'headers and then nothing',
    answer: begin('', hold),
    code: 'timeout',
    phase: 'first-content',
    timeouts: { firstContentMs: limitMs },
  },
  {
    name: 'a comment and then nothing',
    answer: begin(': hi\n\n', hold),
    code: 'timeout',
    phase: 'idle',
    timeouts: { idleMs: limitMs },
  },
  {
    name: 'heartbeats only',
    answer: begin('', repeat(chunked(': beat\n\n'))),
    code: 'timeout',
    phase: 'first-content',
    timeouts: { firstContentMs: 250, idleMs: 200 },
  },
  {
    name: 'an error whose body never ends',
    answer: send(`${head('503 Service Unavailable', { ...json, 'content-length': '99' })}{`),
    code: 'timeout',
    phase: 'first-content',
    timeouts: { firstContentMs: limitMs },
  },
  {
    name: 'content and then nothing',
    answer: begin(said, hold),
    code: 'timeout',
    phase: 'idle',
    timeouts: { idleMs: limitMs },
    partial: 'Hello',
  },
  {
    name: 'content and then one byte at a time for ever',
    answer: begin(`${said}data: "`, repeat(chunked('x'))),
    code: 'timeout',
    phase: 'total',
    timeouts: { idleMs: 200, totalMs: 400 },
    partial: 'Hello',
  },
];

/** Errors and nonsense within a stream (S6, S12). */
const nonsense: readonly (readonly [name: string, bytes: string, code: ErrorCode])[] = [
  ['an error event', `event: error\ndata: ${vendorError('overloaded_error')}\n\n`, 'overloaded'],
  [
    'an error event with a type',
    'event: error\ndata: {"type": "overloaded_error"}\n\n',
    'overloaded',
  ],
  ['an error event with words only', 'event: error\ndata: boom\n\n', 'server-error'],
  ['an error in place of text', event(vendorError('overloaded_error')), 'overloaded'],
  ['an error with a limit', event(vendorError('rate_limit_exceeded')), 'rate-limited'],
  ['broken JSON', event('{"text": "wor'), 'malformed-response'],
  ['a scalar', event('42'), 'malformed-response'],
  ['a list', event('[{"text":"wor"}]'), 'malformed-response'],
  ['null', event('null'), 'malformed-response'],
  ['a string that looks like the end', event('"[DONE]"'), 'malformed-response'],
  ['HTML', event('<html>'), 'malformed-response'],
  [
    'an event of more than 1 MiB',
    event(`{"text":"${'x'.repeat(1_100_000)}"}`),
    'response-too-large',
  ],
  ['a line without end', `data: ${'x'.repeat(1_100_000)}`, 'response-too-large'],
];

const events: readonly Fault[] = nonsense.flatMap(([name, bytes, code]) => [
  { name: `${name}, first`, answer: answerStream(bytes), code },
  {
    name: `${name}, after content in the same read`,
    answer: answerStream(said + bytes + doneEvent),
    code,
    partial: 'Hello',
  },
  {
    name: `${name}, after content`,
    answer: begin(said, (connection) => connection.send(chunked(bytes))),
    code,
    partial: 'Hello',
  },
]);

/** A 200 that is no event stream, and bytes that are no HTTP (S13, S10). */
const impostors: readonly Fault[] = (
  [
    ['a page', answerWhole('200 OK', '<html>Welcome</html>', html)],
    ['an answer without a type', answerWhole('200 OK', stream('Hello'))],
    ['text', answerWhole('200 OK', stream('Hello'), { 'content-type': 'text/plain' })],
    ['JSON that is no error', answerWhole('200 OK', '{"text":"Hello"}', json)],
    ['an empty 200', answerWhole('200 OK')],
    ['a 204', send(head('204 No Content'))],
    ['a greeting of another protocol', send('SSH-2.0-OpenSSH_9.2p1\r\n')],
    ['a chunk size that is none', begin('', send('zz\r\nwhat\r\n'))],
  ] as const
).map(([name, answer]) => ({ name, answer, code: 'malformed-response' }));

/** Encodings that nobody asked for (S14). */
const encodings: readonly Fault[] = (
  [
    ['gzip', gzipSync(stream('Hello'))],
    ['a cut gzip', gzipSync(stream('Hello')).subarray(0, 30)],
    ['a gzip bomb', gzipSync(Buffer.alloc(20_000_000))],
    ['br', brotliCompressSync(stream('Hello'))],
    ['zstd', zstdCompressSync(stream('Hello'))],
    ['GZIP, gzip', gzipSync(gzipSync(stream('Hello')))],
    ['gzip that is none', Buffer.from(stream('Hello'))],
  ] as const
).map(([name, bytes]) => ({
  name: `an answer in ${name}`,
  answer: async (connection) => {
    const encoding = name.replace(/^a cut |^a | that is none$| bomb$/g, '');
    await connection.send(
      head('200 OK', {
        ...sse,
        'content-encoding': encoding,
        'content-length': String(bytes.length),
      }),
    );
    await connection.send(bytes);
  },
  code: 'malformed-response',
}));

const challenge = '<html><title>Just a moment...</title></html>';
const away = { location: '/elsewhere' };

/** Refusals (S13). */
const statuses: readonly Fault[] = (
  [
    [
      'a 200 with an error',
      answerWhole('200 OK', vendorError('server_error'), json),
      'server-error',
    ],
    [
      'a 200 with a limit',
      answerWhole('200 OK', vendorError('rate_limit_exceeded'), json),
      'rate-limited',
    ],
    ['a 301', answerWhole('301 Moved Permanently', '', away), 'malformed-response'],
    ['a 302', answerWhole('302 Found', '', away), 'malformed-response'],
    ['a 307', answerWhole('307 Temporary Redirect', '', away), 'malformed-response'],
    ['a 304', send(head('304 Not Modified')), 'malformed-response'],
    ['a 400', answerWhole('400 Bad Request', vendorError('no'), json), 'invalid-request'],
    ['a 401', answerWhole('401 Unauthorized'), 'authentication-failed'],
    ['a 402', answerWhole('402 Payment Required'), 'quota-exhausted'],
    ['a 403', answerWhole('403 Forbidden', vendorError('no'), json), 'permission-denied'],
    ['a 403 with a page', answerWhole('403 Forbidden', challenge, html), 'blocked'],
    ['a 503 with a page', answerWhole('503 Service Unavailable', challenge, html), 'blocked'],
    [
      'a 403 that says challenge',
      answerWhole('403 Forbidden', '', { 'cf-mitigated': 'challenge' }),
      'blocked',
    ],
    ['a 404', answerWhole('404 Not Found', '<html>', html), 'model-not-found'],
    ['a 408', answerWhole('408 Request Timeout'), 'timeout'],
    ['a 413', answerWhole('413 Content Too Large'), 'context-length-exceeded'],
    ['a 429', answerWhole('429 Too Many Requests'), 'rate-limited'],
    [
      'a 429 for a year',
      answerWhole('429 Too Many Requests', '', { 'retry-after': '31536000' }),
      'rate-limited',
    ],
    ['a 500', answerWhole('500 Internal Server Error', 'oops'), 'server-error'],
    [
      'a 502 with a page',
      answerWhole('502 Bad Gateway', '<html>Bad gateway', html),
      'server-error',
    ],
    [
      'a 503 with 100 KiB',
      answerWhole('503 Service Unavailable', 'x'.repeat(102_400)),
      'server-error',
    ],
    ['a 503 in two parts', begin503, 'server-error'],
    ['a 529', answerWhole('529 Overloaded', '', json), 'overloaded'],
    [
      '20 KiB of headers',
      send(head('200 OK', { ...sse, 'x-long': 'x'.repeat(20_000) })),
      'response-too-large',
    ],
  ] as const
).map(([name, answer, code]) => ({
  name,
  answer,
  code,
  ...((code === 'invalid-request' || code === 'context-length-exceeded') && { final: true }),
}));

/** A 503 whose body is cut off. */
async function begin503(connection: RawConnection): Promise<void> {
  await connection.send(head('503 Service Unavailable', { 'content-length': '99' }));
  await connection.send('oo');
  await connection.reset();
}

/** Every way to fail; each stands for itself. */
export const faults: readonly Fault[] = [
  ...connections,
  ...endings,
  ...stalls,
  ...events,
  ...impostors,
  ...encodings,
  ...statuses,
];
