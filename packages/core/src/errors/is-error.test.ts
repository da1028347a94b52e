import { runInNewContext } from 'node:vm';

import { describe, expect, it, vi } from 'vitest';

import * as guards from './is-error.ts';
import { errorBrand } from './understudy-error.ts';

/** Loads another copy of this package, as in a process with two versions. */
async function loadCopy(): Promise<{
  readonly errors: Readonly<Record<'understudy' | 'provider' | 'configuration' | 'chain', Error>>;
  readonly guards: typeof guards;
}> {
  vi.resetModules();
  const { UnderstudyError } = await import('./understudy-error.ts');
  const { ProviderError } = await import('./provider-error.ts');
  const { ConfigurationError } = await import('./configuration-error.ts');
  const { ChainError } = await import('./chain-error.ts');
  return {
    errors: {
      understudy: new UnderstudyError('closed', 'm'),
      provider: new ProviderError({ code: 'overloaded', message: 'm' }),
      configuration: new ConfigurationError({ path: 'p', expected: 'e', received: 'f' }),
      chain: new ChainError([], []),
    },
    guards: await import('./is-error.ts'),
  };
}

const kinds = ['understudy', 'provider', 'configuration', 'chain'] as const;

describe('the error guards', () => {
  it('recognize each class of each copy of this package', async () => {
    const copies = [await loadCopy(), await loadCopy()];
    expect(copies[0]?.errors.provider.constructor).not.toBe(copies[1]?.errors.provider.constructor);
    const all = [guards, ...copies.map((copy) => copy.guards)];
    for (const { errors } of copies) {
      for (const {
        isUnderstudyError,
        isProviderError,
        isConfigurationError,
        isChainError,
      } of all) {
        for (const kind of kinds) {
          const error: unknown = errors[kind];
          expect({
            kind,
            understudy: isUnderstudyError(error),
            provider: isProviderError(error),
            configuration: isConfigurationError(error),
            chain: isChainError(error),
          }).toEqual({
            kind,
            understudy: true,
            provider: kind === 'provider',
            configuration: kind === 'configuration',
            chain: kind === 'chain',
          });
        }
      }
    }
  });

  it('recognize an error of another realm', () => {
    const foreign: unknown = runInNewContext('new Error("m")');
    expect(foreign instanceof Error).toBe(false);
    Object.defineProperty(foreign, errorBrand, { value: 'provider' });
    expect(guards.isProviderError(foreign)).toBe(true);
    expect(guards.isUnderstudyError(foreign)).toBe(true);
  });

  it.each([
    undefined,
    null,
    'provider',
    1,
    {},
    new Error('m'),
    new DOMException('m', 'AbortError'),
    { name: 'ProviderError', code: 'overloaded', message: 'm' },
    { [errorBrand]: 7 },
    Object.assign(new Error('m'), { name: 'UnderstudyError', code: 'closed' }),
  ])('reject %o', (value) => {
    for (const guard of Object.values(guards)) expect(guard(value)).toBe(false);
  });
});
