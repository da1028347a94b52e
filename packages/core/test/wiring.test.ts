import { expect, it } from 'vitest';

import * as tokens from '../src/di/tokens.ts';
import type { InjectionToken } from '../src/di/tsyringe.ts';
import { UndiciHttp } from '../src/http/undici-http.ts';
import { registerServices } from '../src/runtime/register-services.ts';
import { CHAIN } from '../src/runtime/tokens.ts';

const all: readonly InjectionToken<unknown>[] = [CHAIN, ...Object.values(tokens)];

it('every token resolves, twice to the same thing', () => {
  const container = registerServices({ providers: [] });
  for (const token of all) expect(container.resolve(token)).toBe(container.resolve(token));
});

it('two runtimes share no service', () => {
  const [one, other] = [registerServices({ providers: [] }), registerServices({ providers: [] })];
  for (const token of all) {
    if (token === tokens.LOGGER) continue;
    expect(one.resolve(token)).not.toBe(other.resolve(token));
  }
});

it('a port of the app takes the place of ours', () => {
  const http = new UndiciHttp(
    { now: () => 0, wallNow: () => 0, setTimer: () => () => {} },
    { limits: { connectMs: 1, headersMs: 1 } },
  );
  expect(registerServices({ providers: [], ports: { http } }).resolve(tokens.HTTP)).toBe(http);
});
