import { execFileSync } from 'node:child_process';

import { expect, it } from 'vitest';

import { createCode } from '../page/state/code.ts';

const prompt = `It's "quoted", $HOME, \`date\`, \\n and\na second line`;
const input = { origin: 'http://127.0.0.1:4101', model: 'support', prompt };
const messages = [{ role: 'user', content: prompt }];

it('writes a command whose prompt the shell does not change', () => {
  const script = `curl() { printf '%s\\0' "$@"; }\n${createCode('curl', input)}`;
  const environment = { UNDERSTUDY_KEY: 'us-key' };
  const output = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: environment });
  const words = output.split('\0');
  expect(words.slice(0, 4)).toEqual([
    '-N',
    'http://127.0.0.1:4101/v1/chat/completions',
    '-H',
    'authorization: Bearer us-key',
  ]);
  expect(JSON.parse(words.at(-2) ?? '')).toEqual({ model: 'support', stream: true, messages });
});

it.each(['Python', 'TypeScript'] as const)('writes %s with the prompt as a literal', (language) => {
  const code = createCode(language, input);
  expect(code).toContain(JSON.stringify(prompt));
  expect(code).toContain('http://127.0.0.1:4101/v1');
  expect(code).toContain('UNDERSTUDY_KEY');
});
