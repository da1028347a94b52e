import { PassThrough } from 'node:stream';

import { describe, expect, it } from 'vitest';

import type { LoggedRequest } from '../packages/understudy-packages.ts';
import { formatRequest } from './format-request.ts';

const succeeded: LoggedRequest = {
  method: 'POST',
  path: '/v1/chat/completions',
  model: 'gpt-5-mini',
  script: undefined,
  fault: undefined,
  status: 200,
  ending: 'finished',
  startedAtMs: 0,
  endedAtMs: 312,
};

/** Replaces the time of day, which depends on the time zone. */
function format(request: Partial<LoggedRequest>, columns?: number): string {
  const output = Object.assign(new PassThrough(), columns !== undefined && { columns });
  const line = formatRequest({ ...succeeded, ...request }, output);
  return line.replace(/^\d\d:\d\d:\d\d/u, '00:00:00');
}

describe('formatRequest', () => {
  it.each([
    [{}, '00:00:00  200  312 ms  POST /v1/chat/completions  gpt-5-mini'],
    [
      { fault: 'rate-limit', status: 429, script: 'flaky', endedAtMs: 2 },
      '00:00:00  429    2 ms  POST /v1/chat/completions  rate-limit  script flaky  gpt-5-mini',
    ],
    [
      { fault: 'stall-before-headers', status: undefined, ending: undefined, endedAtMs: undefined },
      '00:00:00    –       …  POST /v1/chat/completions  stall-before-headers  open  gpt-5-mini',
    ],
    [
      { ending: 'client-aborted', endedAtMs: 125_000 },
      '00:00:00  200  2 min 5 s  POST /v1/chat/completions  client-aborted  gpt-5-mini',
    ],
    [
      { path: '/\u001b[2J', model: '\u001b[31m', script: 'a\u0007' },
      '00:00:00  200  312 ms  POST /[2J  script a  [31m',
    ],
  ] as const)('formats %j', (request, line) => {
    expect(format(request)).toBe(line);
  });

  it('omits columns that do not fit the terminal, and shortens a long path', () => {
    const dropped = {
      fault: 'disconnect-after-text',
      ending: 'connection-dropped',
      script: 'a',
    } as const;
    const line = '00:00:00  200  312 ms  POST /v1/chat/completions  disconnect-after-text';
    expect(format(dropped, 91)).toBe(`${line}  connection-dropped`);
    expect(format(dropped, 90)).toBe(line);
    const long = format({ path: `/${'x'.repeat(200)}` }, 80);
    expect([long.length, long.at(-1)]).toEqual([80, '…']);
    expect(format({}, 16)).toBe('00:00:00  200  312 ms  …');
  });
});
