import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { fromFetch } from './from-fetch.ts';

const request = {
  method: 'POST',
  url: new URL('https://vendor.example/path-canary?query-canary'),
  headers: {},
  signal: new AbortController().signal,
} as const;

function coded(code: string, message = 'canary', name = 'Error'): Error {
  return Object.assign(new Error(message), { code, name });
}

/** Node.js and Deno wrap the error. */
const wrapped = (cause: Error): Error => new TypeError('fetch failed', { cause });

/** Errors as the runtimes throw them before the response headers. */
const before = {
  'node: refused': [wrapped(coded('ECONNREFUSED')), 'connection-failed', 'connect'],
  'node: unknown host': [wrapped(coded('ENOTFOUND')), 'connection-failed', 'connect'],
  'node: no TLS': [wrapped(coded('ERR_SSL_WRONG_VERSION_NUMBER')), 'connection-failed', 'connect'],
  'node: certificate': [wrapped(coded('CERT_HAS_EXPIRED')), 'connection-failed', 'connect'],
  'node: unknown issuer': [
    wrapped(coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')),
    'connection-failed',
    'connect',
  ],
  'node: invalid header': [wrapped(coded('UND_ERR_INVALID_ARG')), 'invalid-request', 'connect'],
  'node: reset': [wrapped(coded('ECONNRESET')), 'connection-failed', 'headers'],
  'node: closed': [wrapped(coded('UND_ERR_SOCKET')), 'connection-failed', 'headers'],
  'node: other data': [
    wrapped(coded('HPE_INVALID_CONSTANT', 'Expected HTTP/', 'HTTPParserError')),
    'malformed-response',
    'headers',
  ],
  'node: large headers': [
    wrapped(coded('UND_ERR_HEADERS_OVERFLOW')),
    'response-too-large',
    'headers',
  ],
  'node: connect timeout': [wrapped(coded('UND_ERR_CONNECT_TIMEOUT')), 'timeout', 'connect'],
  'node: headers timeout': [wrapped(coded('UND_ERR_HEADERS_TIMEOUT')), 'timeout', 'headers'],
  'bun: refused': [coded('ECONNREFUSED'), 'connection-failed', 'connect'],
  'bun 1.2: refused': [coded('ConnectionRefused'), 'connection-failed', 'connect'],
  'bun: no TLS': [coded('EPROTO'), 'connection-failed', 'connect'],
  'bun: reset': [coded('ECONNRESET'), 'connection-failed', 'headers'],
  'bun: other data': [coded('Malformed_HTTP_Response'), 'malformed-response', 'headers'],
  'deno: refused': [
    wrapped(
      new Error(
        'error sending request for url (https://vendor.example/path-canary): client error (Connect): tcp connect error: Connection refused (os error 111)',
      ),
    ),
    'connection-failed',
    'connect',
  ],
  'deno: closed': [
    wrapped(
      new Error(
        'error sending request for https://vendor.example/path-canary: client error (SendRequest): connection closed before message completed',
      ),
    ),
    'connection-failed',
    'headers',
  ],
  'deno: other data': [
    wrapped(
      new Error(
        'error sending request for https://vendor.example/path-canary: client error (SendRequest): invalid HTTP version parsed',
      ),
    ),
    'malformed-response',
    'headers',
  ],
  'a value that is not an error': ['canary', 'connection-failed', 'headers'],
} as const;

describe('fromFetch', () => {
  it.each(Object.entries(before))('converts %s', (_name, [error, code, phase]) => {
    const failure = fromFetch(error, 'headers', request);
    expect(failure).toMatchObject({ code, phase });
    expect(failure.message).toContain('https://vendor.example');
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it.each([
    ['node', wrapped(coded('UND_ERR_SOCKET')), 'connection-failed', undefined],
    ['node', wrapped(coded('UND_ERR_BODY_TIMEOUT')), 'timeout', 'idle'],
    ['node', wrapped(coded('Z_DATA_ERROR')), 'malformed-response', undefined],
    ['node', wrapped(coded('ERR__ERROR_FORMAT_PADDING_1')), 'malformed-response', undefined],
    ['bun', coded('ZlibError'), 'malformed-response', undefined],
    ['bun', coded('InvalidHTTPResponse'), 'malformed-response', undefined],
    ['deno', new TypeError('error reading a body from connection'), 'connection-failed', undefined],
  ] as const)('converts an error in the body (%s: %s)', (_runtime, error, code, phase) => {
    const failure = fromFetch(error, undefined, request);
    expect(failure).toMatchObject({ code, phase });
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('canary');
  });
});
