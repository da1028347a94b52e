import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import {
  defaultBreaker,
  defaultCooldown,
  defaultRetryBudget,
} from '../src/health/health-options.ts';
import { resolvePolicy } from '../src/registry/chain/chat-policy.ts';
import {
  defaultLimits,
  defaultRetry,
  defaultTimeouts,
} from '../src/registry/chain/default-options.ts';

const page = readFileSync(new URL('../../../docs/chains.md', import.meta.url), 'utf8');

/** The rows of the option table: option and default. */
function documentedDefaults(): Readonly<Record<string, string>> {
  const section = page.split(/^## /m).find((text) => text.startsWith('Options\n')) ?? '';
  const rows = [...section.matchAll(/^\| `([\w.]+)` +\| [^|]+? +\| ([^|]+?) +\|/gm)];
  return Object.fromEntries(rows.map(([, name = '', value = '']) => [name, value]));
}

it('docs/chains.md lists the defaults of the code', () => {
  const { commit, midStream } = resolvePolicy(undefined, 1, {
    timeouts: defaultTimeouts,
    limits: defaultLimits,
    retry: defaultRetry,
    deadlineMs: undefined,
    maxAttempts: undefined,
  });
  const under = (prefix: string, values: object): readonly (readonly [string, string])[] =>
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, String(value)]);
  expect(documentedDefaults()).toEqual({
    targets: 'required',
    maxAttempts:
      '3, or targets + their `retries` + 1 if that is more. A `retry.maxRetries` above 2 replaces the 1',
    deadlineMs: 'none',
    ...Object.fromEntries([
      ...under('retry', defaultRetry),
      ...under('timeouts', defaultTimeouts),
      ...under('limits', defaultLimits),
      ...under('breaker', defaultBreaker),
      ...under('cooldown', defaultCooldown),
      ...under('retryBudget', defaultRetryBudget),
    ]),
    commit: `\`'${commit}'\``,
    midStream: `\`'${midStream}'\``,
    'hedge.afterMs': 'none',
    'hedge.percentile': 'none',
    'hedge.maxExtra': '1',
    accept: 'none',
    errorRules: '`{}`',
    parameters: 'none',
    providerOptions: 'none',
    maxConcurrent: 'no limit',
    requestsPerMinute: 'no limit',
    tokensPerMinute: 'no limit',
    retries: '0',
    maxWaitMs: '0',
    contextTokens: 'that of the model',
  });
});
