import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { describeTarget, fromTransport } from './from-transport.ts';

const url = new URL('https://name-canary:key-canary@vendor.example/path-canary?query-canary');
const proxy = new URL('http://user-canary:pass-canary@proxy.example:8080/');

function coded(code: string, message = 'canary', name = 'Error'): Error {
  return Object.assign(new Error(message), { code, name, data: 'canary' });
}

describe('fromTransport', () => {
  it.each([
    [coded('ECONNREFUSED'), 'connect', 'connection-failed', 'could not be reached (ECONNREFUSED)'],
    [
      coded('ECONNRESET'),
      'headers',
      'connection-failed',
      'closed the connection too early (ECONNRESET)',
    ],
    [
      coded('UND_ERR_SOCKET', 'canary', 'SocketError'),
      undefined,
      'connection-failed',
      'closed the connection too early (UND_ERR_SOCKET)',
    ],
    [
      coded('UND_ERR_INVALID_ARG'),
      'headers',
      'connection-failed',
      'closed the connection too early (UND_ERR_INVALID_ARG)',
    ],
    [new Error('canary'), 'connect', 'connection-failed', 'could not be reached'],
    ['canary', 'connect', 'connection-failed', 'could not be reached'],
  ] as const)('converts %s in the phase %s to %s', (error, phase, code, ending) => {
    const failure = fromTransport(error, phase, { url });
    expect(failure).toMatchObject({
      code,
      phase,
      message: `https://vendor.example ${ending}`,
    });
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it('uses the code of the first of several errors', () => {
    const several = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')], 'canary');
    const failure = fromTransport(several, 'connect', { url });
    expect(failure.cause).toMatchObject({ message: 'AggregateError ECONNREFUSED' });
  });

  it('reports the proxy without its credentials', () => {
    expect(describeTarget({ url, proxy })).toBe(
      'https://vendor.example through the proxy http://proxy.example:8080',
    );
    const rejected = coded('UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling');
    const failure = fromTransport(rejected, 'connect', { url, proxy });
    expect(failure.message).toBe(
      'https://vendor.example through the proxy http://proxy.example:8080 could not be reached: the proxy returned HTTP 403',
    );
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it('does not report a proxy status without a proxy', () => {
    const error = coded('UND_ERR_ABORTED', 'Proxy response (403)');
    expect(fromTransport(error, 'connect', { url }).message).not.toContain('403');
  });
});
