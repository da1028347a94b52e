import { createUnderstudy } from '@understudy/core';
import type { ChainDefinition, ChainExplanation } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { expect, it } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { explainModel } from '../packages/explain-model.ts';
import { formatExplanation } from './format-explanation.ts';

const lead = new ScriptedProvider({
  id: 'lead',
  models: ['large', 'small'],
  lifecycle: { state: 'active' },
  script: [],
}).definition;

type Support = ChainDefinition<'lead/large' | 'lead/small'>;

function explain(support: Support): ChainExplanation {
  const understudy = createUnderstudy({ providers: [lead], chains: { support } });
  return explainModel(understudy, 'support');
}

const full: Support = {
  targets: [
    {
      target: 'lead/large',
      parameters: { temperature: 0.2, stop: ['END'] },
      timeouts: { firstContentMs: 2000 },
      maxConcurrent: 4,
    },
    'lead/small',
  ],
  retry: { maxRetries: 0 },
  timeouts: { idleMs: 90_000 },
  deadlineMs: 20_000,
  commit: 'complete',
  midStream: 'restart',
  errorRules: { 'invalid-request': { fallback: 'yes' }, timeout: { retry: 'no', fallback: 'no' } },
};

it('tells the targets in order with what is set for them, then the policy', () => {
  expect(formatExplanation('support', explain(full), new StringOutput())).toBe(
    `support  2 targets, in this order

1  lead/large
   parameters  temperature 0.2, stop ["END"]
   limits      first content 2 s, 4 at once
2  lead/small

policy
   attempts    at most 3
   deadline    20 s, waits included
   retry       none; a target may be waited for up to 5 s
   timeouts    connect 10 s, headers 60 s, first content 2 min, idle 90 s, total 10 min
   commit      complete: text is held back until the answer is whole
   midStream   restart: an answer that breaks off begins anew (with --json; as text it fails)
   overrides   invalid-request: fallback yes; timeout: retry no, fallback no`,
  );
});

it('tells what holds where nothing is set', () => {
  const told = formatExplanation('lead/small', explain(['lead/small']), new StringOutput());
  expect(told).toMatch(/^lead\/small {2}1 target\n\n1 {2}lead\/small\n\npolicy\n/);
  expect(told).toContain('deadline    none\n');
  expect(told).toContain('2 for each target, after up to 250 ms, doubling up to 8 s; where told');
  expect(told).toMatch(/overrides {3}none$/);
});

it('tells why a target would be passed over, and which are deprecated', () => {
  const { policy, targets } = explain(['lead/large']);
  const [target] = targets;
  if (!target) throw new Error('the chain has a target');
  const skipped = {
    code: 'circuit-open',
    message: 'it failed too often, and rests for 900 ms more',
    retryAfterMs: 900,
  };
  const explanation: ChainExplanation = {
    policy,
    targets: [{ ...target, lifecycle: 'deprecated', skipped }],
  };
  expect(formatExplanation('support', explanation, new StringOutput())).toContain(
    '1  lead/large  deprecated\n   skipped     circuit-open: it failed too often, and rests for 900 ms more\n',
  );
});

it('keeps to 80 columns on a terminal', () => {
  const lines = formatExplanation('support', explain(full), new StringOutput('terminal')).split(
    '\n',
  );
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines).toContainEqual(expect.stringMatching(/^ {15}\S/));
});
