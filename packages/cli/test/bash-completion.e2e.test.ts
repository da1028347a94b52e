import { mkdir, readdir, symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { PackageTree } from '../../core/test/package-tree.ts';
import { bin, openTerminal } from './start-command.ts';

let tree: PackageTree;
let shell: ReturnType<typeof openTerminal>;

/** Starts bash without startup files and sources the script. */
beforeAll(async () => {
  tree = await PackageTree.create({ 'work/rules.json': '[]' });
  await mkdir(join(tree.root, 'bin'));
  await symlink(bin, join(tree.root, 'bin/understudy'));
  const PATH = [join(tree.root, 'bin'), dirname(process.execPath), process.env['PATH']];
  const env = {
    PATH: PATH.join(delimiter),
    HOME: tree.root,
    TERM: 'dumb',
    PS1: '$ ',
    INPUTRC: '/dev/null',
  };
  const cwd = join(tree.root, 'work');
  shell = openTerminal('bash', ['--norc', '--noprofile', '-i'], env, { cwd });
  await shell.until('$ ');
  shell.press('source <(understudy completion bash); echo "sourced":$?\r');
  await shell.until('sourced:0');
});

/** Clears the line and removes the function that replaces the command. */
afterEach(async () => {
  const clearLine = '\u0015';
  shell.press(`${clearLine}unset -f understudy; echo "reset":$?\r`);
  await shell.until('reset:0');
  shell.screen.mark();
});

afterAll(async () => {
  shell.kill();
  await shell.exit;
  await tree[Symbol.asyncDispose]();
});

it.each([
  ['understudy mo', 'understudy models '],
  ['understudy emulate f', 'understudy emulate fakegpt '],
  ['understudy chat --mod', 'understudy chat --model '],
  ['understudy chat --model openai/gpt-4.1-', '--model openai/gpt-4.1-mini '],
  ['understudy chat --model=openai/gpt-4.1-', '--model=openai/gpt-4.1-mini '],
  ['understudy emulate openai --rules r', '--rules rules.json '],
  ['true && NAME=1 understudy doc', 'understudy doctor '],
])('Tab completes %j to %j', async (typed, line) => {
  shell.press(`${typed}\t`);
  await expect(shell.until(line)).resolves.toBeUndefined();
});

it.each([
  ['--model ollama/q', '--model ollama/qwen3:8b '],
  ['--model ollama/qwen3:', '--model ollama/qwen3:8b '],
  ['--model ollama/qwen3:8', '--model ollama/qwen3:8b '],
  ['--model=ollama/qwen3:8', '--model=ollama/qwen3:8b '],
])('Tab completes %j to %j although a colon ends a word in bash', async (typed, line) => {
  // No provider declares a model with a colon, so the command is replaced by a function.
  const candidates = 'printf "%s\\tOllama\\n" ollama/qwen3:8b ollama/llama3.2:8b';
  shell.press(`understudy() { ${candidates}; }; echo "defined":$?\r`);
  await shell.until('defined:0');
  shell.press(`understudy chat ${typed}\t`);
  await expect(shell.until(line)).resolves.toBeUndefined();
});

it('lists the candidates without other output at a second Tab', async () => {
  shell.press('understudy models \t\t');
  await shell.until('vllm');
  expect(shell.screen.textSinceMark).toMatch(/\nanthropic +fireworks +lmstudio +openrouter\s/);
});

it('does not evaluate the command line', async () => {
  shell.press('understudy chat $(touch ran) --mod\t');
  await shell.until('--model ');
  expect(await readdir(join(tree.root, 'work'))).toEqual(['rules.json']);
});

it('can be sourced twice', async () => {
  shell.press('source <(understudy completion bash); echo "again":$?\r');
  await shell.until('again:0');
  expect(shell.screen.textSinceMark).not.toContain('readonly');
});
