import { createUnderstudy } from '@understudy/core';
import { Agent } from 'undici';
import { expect, it } from 'vitest';

import { UndiciHttp } from '../src/http/undici-http.ts';
import { readOptions } from '../src/runtime/read-options.ts';
import { registerServices } from '../src/runtime/register-services.ts';
import * as tokens from '../src/runtime/tokens.ts';
import type { DependencyContainer, InjectionToken } from '../src/runtime/tsyringe.ts';
import type { UnderstudyOptions } from '../src/runtime/understudy-options.ts';

const all: readonly InjectionToken<unknown>[] = Object.values(tokens);

function createContainer(options: Partial<UnderstudyOptions> = {}): DependencyContainer {
  return registerServices(readOptions({ providers: [], ...options }));
}

it('resolves every token, each time to the same service', () => {
  const container = createContainer();
  for (const token of all) expect(container.resolve(token)).toBe(container.resolve(token));
});

it('shares no service between two runtimes', () => {
  const [one, other] = [createContainer(), createContainer()];
  for (const token of all) expect(one.resolve(token)).not.toBe(other.resolve(token));
});

it("uses the app's own port", async () => {
  const clock = { now: () => 0, wallNow: () => 0, setTimer: () => () => {} };
  const http = new UndiciHttp(clock, { connectMs: 1, headersMs: 1 });
  await http.close();
  const { signal } = new AbortController();
  const request = { method: 'GET', url: new URL('http://a.test'), headers: {}, signal } as const;
  const used = createContainer({ ports: { http } }).resolve(tokens.HTTP);
  await expect(used.request(request)).rejects.toMatchObject({ code: 'closed' });
});

const request = (): never => {
  throw new Error('not sent');
};

it.each([
  [undefined, 'options'],
  [null, 'options'],
  ['fakegpt', 'options'],
  [{}, 'providers'],
  [{ providers: {} }, 'providers'],
  [{ providers: 'all' }, 'providers'],
  [{ providers: [], ports: null }, 'ports'],
  [{ providers: [], timeouts: 5 }, 'timeouts'],
  [{ providers: [], timeouts: null }, 'timeouts'],
  [{ providers: [], retry: null }, 'retry'],
  [{ providers: [], allowRetired: null }, 'allowRetired'],
  [{ providers: [], ports: { clock: {} } }, 'ports.clock'],
  [{ providers: [], ports: { http: 'x' } }, 'ports.http'],
  [{ providers: [], ports: { telemetry: {} } }, 'ports.telemetry'],
  [{ providers: [], ports: { telemetry: { emit: () => {} } } }, 'ports.telemetry.enabled'],
  [
    { providers: [], ports: { telemetry: { emit: () => {}, enabled: 'yes' } } },
    'ports.telemetry.enabled',
  ],
  [{ providers: [], dispatcher: {} }, 'dispatcher'],
  [{ providers: [], dispatcher: new Agent(), ports: { http: { request } } }, 'dispatcher'],
  [{ providers: [], onEvent: 'x' }, 'onEvent'],
  [{ providers: [], allowRetired: 'fakegpt' }, 'allowRetired'],
])('rejects the options %j with their path', (options, path) => {
  expect(() => createUnderstudy(options as never)).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', path }),
  );
});
