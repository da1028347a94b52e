/**
 * Tests of the suites of HTTP that `fetchHttp()` does not pass, with the reason. docs/runtimes.md lists the reasons.
 */
export interface FetchException {
  readonly reason: string;
  readonly file: string;
  readonly tests: readonly string[];
}

const connect =
  '`timeouts.headersMs` includes the time to open the connection, and `timeouts.connectMs` does not apply.';
const connecting =
  'On Node.js, a canceled request does not close a connection that is being opened.';
const dispatcher =
  '`createUnderstudy()` rejects the option `dispatcher` beside `ports.http`, because it would not apply.';
const proxy = 'A request with a `proxy` rejects with `invalid-configuration`.';
const sockets = '`close()` aborts all requests, but does not wait until their sockets are closed.';
const decoded =
  '`fetch` decompresses the body: the error of a damaged body does not name the encoding, Node.js rejects an empty or truncated body in zstd, the last events before a cut connection can be missing, and a body that is not compressed although its header says so fails.';
const bombs =
  'A compressed body has no limit in relation to its compressed size. The options of `limits` apply.';
const lists = 'A response in several content encodings is rejected.';
const reuse = 'A request in the same turn as the end of the previous response opens a connection.';
const lost =
  'A request that a reused connection lost is not sent again, and its error has no `reusedSocket`.';
const interim = 'On Node.js, an unsolicited `100 Continue` fails the request.';
const microtasks =
  'The `fetch` of Node.js needs the real `queueMicrotask`, so fake timers must not replace it.';

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
    tests: [
      'does not count the wait for a free connection',
      'applies while a connection is being opened',
      'starts again with a later connection',
      'causes no timeout, over a dispatcher of the app',
    ],
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
    reason: lists,
    file: 'http-encodings.test.ts',
    tests: ['gzip, br', 'identity, gzip'].flatMap((list) => [
      `is decompressed: ${list}`,
      `may be split at every byte: ${list}`,
      `that is cut off never returns more than what arrived: ${list}`,
    ]),
  },
  {
    reason: decoded,
    file: 'http-encodings.test.ts',
    tests: [
      ...['gzip, 0', 'gzip, 5', 'deflate, 1', 'deflate, 2', 'br, 3', 'zstd, 4', 'zstd, 6'].map(
        (damage) => `that is damaged fails: ${damage}`,
      ),
      ...['gzip', 'deflate', 'br', 'zstd'].map((encoding) => `is returned as it is: ${encoding}`),
      'that is cut off never returns more than what arrived: zstd',
      'may be empty: zstd',
    ],
  },
  {
    reason: bombs,
    file: 'http-encodings.test.ts',
    tests: ['gzip', 'deflate', 'br', 'zstd'].map(
      (encoding) => `may not decompress without end: ${encoding}`,
    ),
  },
  {
    reason: microtasks,
    file: 'fake-timers.test.ts',
    tests: ['a chat retries, and close() ends, with fake timers and queueMicrotask'],
  },
  {
    reason: reuse,
    file: 'http-keep-alive.test.ts',
    tests: ['reuses a connection'],
  },
  {
    reason: lost,
    file: 'http-keep-alive.test.ts',
    tests: [
      'sends a request again, once, if its connection closes, for every method',
      'is not used again for a request that has effects, or that may not be reserved',
    ],
  },
  {
    reason: interim,
    file: 'http-failures.test.ts',
    tests: ['at once', 'byte by byte', 'in pieces'].map(
      (pieces) => `is delivered after an unsolicited 100 Continue, received ${pieces}`,
    ),
  },
];
