/** Tests of the suites of HTTP that `fetchHttp()` does not pass, with the reason. docs/runtimes.md lists the reasons. */
export interface FetchException {
  readonly reason: string;
  readonly file: string;
  readonly tests: readonly string[];
}

const connect =
  '`timeouts.headersMs` includes the time to open the connection, and `timeouts.connectMs` does not apply.';
const connecting =
  'On Node.js, a canceled request does not close a connection that is being opened.';
const dispatcher = 'The option `dispatcher` of `createUnderstudy()` does not apply.';
const proxy = 'A request with a `proxy` rejects with `invalid-configuration`.';
const sockets = '`close()` aborts all requests, but does not wait until their sockets are closed.';
const encodings =
  'The body is decoded, so that a response in gzip, deflate, br or zstd is not rejected, and a truncated one is reported as `stream-truncated`.';
const reuse = 'A request in the same turn as the end of the previous response opens a connection.';
const microtasks =
  'The `fetch` of Node.js needs the real `queueMicrotask`, so that fake timers must not replace it.';

/** Tests of the fault matrix for one fault. */
function matrix(fault: string, ...others: readonly string[]): readonly string[] {
  return [
    `reports ${fault} as malformed-response`,
    `emits no content of ${fault} with commit: complete`,
    `falls back after ${fault}`,
    `sends at most maxAttempts requests with ${fault}`,
    ...others.map((other) => `falls back after ${fault} ${other}`),
  ];
}

export const fetchExceptions: readonly FetchException[] = [
  {
    reason: connect,
    file: 'http-limits.test.ts',
    tests: ['ends a TLS handshake that hangs and closes its socket', 'can be set for one request'],
  },
  {
    reason: connecting,
    file: 'http-abort.test.ts',
    tests: ['closes the socket while it connects'],
  },
  {
    reason: connecting,
    file: 'http-keep-alive.test.ts',
    tests: ['closes the socket that replaces a closed connection when its request is aborted'],
  },
  {
    reason: dispatcher,
    file: 'connect-timeout.test.ts',
    tests: ['applies while a connection is being opened', 'starts again with a later connection'],
  },
  {
    reason: dispatcher,
    file: 'http-close.test.ts',
    tests: [
      'does not close the dispatcher of the app',
      'does not send a request that is aborted in the queue of the dispatcher of the app',
      'does not dispatch a request that ends by an abort in the same tick',
      'does not dispatch a request that ends by close in the same tick',
    ],
  },
  {
    reason: proxy,
    file: 'http-limits.test.ts',
    tests: ['ends the wait for a proxy that does not respond'],
  },
  {
    reason: proxy,
    file: 'http-close.test.ts',
    tests: ['aborts requests in every phase and leaves nothing open'],
  },
  {
    reason: sockets,
    file: 'http-close.test.ts',
    tests: ['resolves when the sockets are closed'],
  },
  {
    reason: encodings,
    file: 'http-failures.test.ts',
    tests: ['gzip', 'br', 'GZIP'].map(
      (encoding) => `is reported for the content encoding ${encoding}`,
    ),
  },
  {
    reason: encodings,
    file: 'fault-matrix.test.ts',
    tests: [
      ...['gzip', 'br', 'zstd'].flatMap((encoding) =>
        matrix(`a response in ${encoding}`, 'with commit: complete'),
      ),
      ...['a truncated gzip', 'a gzip bomb'].flatMap((body) => matrix(`a response in ${body}`)),
    ],
  },
  {
    reason: microtasks,
    file: 'fake-timers.test.ts',
    tests: ['a chat retries, and close() ends, with fake timers and queueMicrotask'],
  },
  {
    reason: reuse,
    file: 'http-keep-alive.test.ts',
    tests: [
      'reuses a connection',
      'fails if the connection closes after a request was sent, for every method',
    ],
  },
];
