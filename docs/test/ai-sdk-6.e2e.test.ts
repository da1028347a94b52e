import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EmptyFolder, run } from './empty-folder.ts';

/** An app of AI SDK 6. Its `@ai-sdk/provider` has version 3. */
const app = `
import { createRequire } from 'node:module';

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, NoSuchModelError } from '@ai-sdk/provider';
import { fromLanguageModel, toLanguageModel, toProvider } from '@understudy/ai-sdk';
import { createUnderstudy } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';
import { generateText, streamText } from 'ai';

const { resolve } = createRequire(import.meta.resolve('@understudy/ai-sdk'));
const { version } = createRequire(resolve('@ai-sdk/provider'))('../package.json');

await using primary = await startOpenAiEmulator({ faults: [{ kind: 'overloaded', times: 'always' }] });
await using backup = await startOpenAiEmulator();
const vendor = createOpenAICompatible({ name: 'acme', apiKey: 'any', baseURL: primary.baseUrl });
await using understudy = createUnderstudy({
  providers: [
    fromLanguageModel(vendor.chatModel('gpt-5-mini'), { id: 'acme' }),
    openai({ apiKey: 'any', baseUrl: backup.baseUrl }),
  ],
  chains: { support: ['acme/gpt-5-mini', 'openai/gpt-5-mini'] },
  retry: { maxRetries: 0 },
});

const prompt = 'What is 2+2*3?';
const specification = 'v3';
const model = toLanguageModel(understudy, 'support', { specification });
const { text } = await generateText({ model, prompt });
const streamed = await streamText({ model, prompt }).text;

const failing = toLanguageModel(understudy, 'acme/gpt-5-mini', { specification });
const failed: unknown = await generateText({ model: failing, prompt }).catch((error) => error);
const { code } = APICallError.isInstance(failed) ? Object(failed.data) : { code: failed };

let unknown: unknown;
try {
  toProvider(understudy, { specification }).languageModel('unknown');
} catch (error) {
  unknown = error;
}
const isUnknown = NoSuchModelError.isInstance(unknown);
console.log(JSON.stringify({ version, text, streamed, code, isUnknown }));
`;

const packages = ['core', 'ai-sdk', 'provider-openai', 'emulator'];
const tools = ['typescript', '@types/node'];
/** The packages of AI SDK 6, with their names in the workspace. */
const linked = {
  ai: 'ai-6',
  '@ai-sdk/provider': '@ai-sdk/provider-3',
  '@ai-sdk/openai-compatible': '@ai-sdk/openai-compatible-2',
};

let empty: EmptyFolder;
let folder: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  // Before pack(), which links the versions of the workspace.
  for (const [name, installedAs] of Object.entries(linked)) {
    empty.link(name, 'packages/ai-sdk', installedAs);
  }
  for (const name of tools) empty.link(name);
  await empty.pack([...packages, 'openai-wire'].map((name) => `packages/${name}`));
  folder = join(empty.path, 'app');
  await mkdir(folder);
  const names = [
    ...packages.map((name) => `@understudy/${name}`),
    ...Object.keys(linked),
    ...tools,
  ];
  const dependencies = Object.fromEntries(names.map((name) => [name, '*']));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  await writeFile(join(folder, 'app.ts'), app);
  await empty.install(folder);
}, 60_000);

afterAll(() => empty[Symbol.asyncDispose]());

describe('the package ai-sdk next to version 3 of @ai-sdk/provider', () => {
  it('is a model of AI SDK 6 and has models of AI SDK 6', async () => {
    const output = await run({ folder }, process.execPath, 'app.ts');
    expect(JSON.parse(output)).toEqual({
      version: expect.stringMatching(/^3\./u),
      text: '2+2*3 = 8',
      streamed: '2+2*3 = 8',
      code: 'overloaded',
      isUnknown: true,
    });
  });

  it('has types that AI SDK 6 accepts', async () => {
    const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024'];
    // The types of AI SDK 6 need it.
    const lib = ['--lib', 'es2024,esnext.disposable', '--types', 'node', '--skipLibCheck'];
    expect(await run({ folder }, 'pnpm', 'exec', 'tsc', ...flags, ...lib, 'app.ts')).toBe('');
  });
});
