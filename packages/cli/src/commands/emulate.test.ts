import { expect, it } from 'vitest';

import { TestCli } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

async function run(words: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const cli = new TestCli({ createPackages, files });
  const code = await cli.run('emulate', ...words, '--port', '0');
  return { code, stdout: cli.stdout.text, stderr: cli.stderr.text };
}

it.each([
  [
    ['openai', '--fault', 'rate-limits'],
    '--fault: expected the name of a fault, received "rate-limits"; did you mean "rate-limit"',
  ],
  [
    ['fakegpt', '--fault', 'quota-exhausted'],
    '--fault: expected the name of a fault, received "quota-exhausted"; ',
  ],
  [
    ['anthropic', '--fault', 'refusal'],
    '--fault: expected the name of a fault, received "refusal"; ',
  ],
  [
    ['google', '--fault', 'quota-per-hour'],
    '--fault: expected the name of a fault, received "quota-per-hour"; ',
  ],
  [['openai', '--fault', 'rate-limit=x'], '--fault.times: expected a whole number of at least 1'],
  [
    ['openai', '--fault', 'rate-limit', '--script', 'a.json'],
    "option '--script <file>' cannot be used with option '--fault <name>'",
  ],
])('rejects %j', async (words, message) => {
  const { code, stdout, stderr } = await run(words);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr.startsWith(`error: ${message}`)).toBe(true);
});

it.each([
  [
    'rules',
    '[{"wehn":"a"}]',
    78,
    'rules.json: [0].wehn: expected one of when, response, received "wehn"',
  ],
  ['rules', undefined, 78, '--rules: expected a file, received "rules.json", which does not exist'],
  [
    'script',
    undefined,
    78,
    '--script: expected a file, received "script.json", which does not exist',
  ],
  [
    'script',
    '["overloaded",\n',
    78,
    'script.json: expected JSON, received an incomplete document; close its brackets and quotes',
  ],
  [
    'script',
    '{"scripts":{"a":["none",{"kind":"overlaoded"}]}}',
    64,
    'script.json: scripts.a[1].kind: expected the name of a fault, received "overlaoded"; did you mean "overloaded"',
  ],
  [
    'script',
    '[{"kind":"slow-drip","intervalMS":2}]',
    64,
    'script.json: [0].intervalMS: expected one of kind, times, intervalMs, received "intervalMS"; did you mean "intervalMs"?',
  ],
] as const)('rejects a file of --%s: %s', async (flag, text, exitCode, message) => {
  const file = `${flag}.json`;
  const files = text === undefined ? {} : { [file]: text };
  const { code, stdout, stderr } = await run(['openai', `--${flag}`, file], files);
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
  expect(stderr).toContain(`: ${message}`);
});

it('rejects a rule that FakeGpt does not support', async () => {
  const files = { 'rules.json': '[{"when":"a","response":{"refusal":"No."}}]' };
  const { code, stderr } = await run(['fakegpt', '--rules', 'rules.json'], files);
  expect(code).toBe(64);
  expect(stderr).toContain(
    'error: rules[0].response.refusal: expected only text, received "refusal"',
  );
});
