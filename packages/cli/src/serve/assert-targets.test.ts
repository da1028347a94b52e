import { defineProvider, registerProvider } from '@understudy/core/provider';
import type { Lifecycle } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { PackageTree, project } from '../../../core/test/package-tree.ts';
import { TestCli } from '../../test/test-cli.ts';
import { createPackages } from '../packages/create-packages.ts';

const retired: Lifecycle = {
  state: 'retired',
  since: '2026-01-01',
  reason: 'closed',
  code: 'TEST_RETIRED',
  replacement: 'openai',
};

/** Registers a provider as another package does. */
function register(id: string, lifecycle: Lifecycle, requiresKey: boolean): void {
  const metadata = {
    id,
    label: 'Other',
    lifecycle,
    capabilities: { tools: false, images: false, files: false, json: false },
    credentialEnvVars: ['OTHER_KEY'],
    models: [{ id: 'model' }],
  } as const;
  registerProvider({
    ...metadata,
    settings: [{ name: 'apiKey', required: true }],
    factory: ({ apiKey }) => {
      if (requiresKey && typeof apiKey !== 'string') throw new TypeError('no key');
      return defineProvider({
        ...metadata,
        interfaceVersion: 1,
        create: () => ({
          async *chat() {
            yield { type: 'finish', reason: 'stop' };
          },
        }),
      });
    },
  });
}

/** Checks a configuration with a chain whose last target has no key. */
async function check(id: string): Promise<{ readonly code: number; readonly stderr: string }> {
  await using folder = await PackageTree.create({ 'package.json': project() });
  const chains = { support: ['openai/gpt-5-mini', `${id}/model`] };
  const files = { 'understudy.config.json': JSON.stringify({ chains }) };
  const env = { OPENAI_API_KEY: 'sk-test-0123456789' };
  const cli = new TestCli({ createPackages, cwd: folder.root, files, env });
  const code = await cli.run('serve', '--check');
  return { code, stderr: cli.stderr.text };
}

describe('a provider of another package without its key', () => {
  it.each([
    ['retired-lenient', false, 'understudy.config.json: chains.support'],
    ['retired-strict', true, 'understudy.config.json: settings.retired-strict'],
  ])('is reported as retired: %s', async (id, requiresKey, path) => {
    register(id, retired, requiresKey);
    expect(await check(id)).toEqual({
      code: 78,
      stderr: `error[provider-retired]: ${path}: expected a provider that is not retired, received "${id}", retired since 2026-01-01; use "openai" instead\n`,
    });
  });

  it.each([
    ['active-lenient', false],
    ['active-strict', true],
  ])('is reported with its key: %s', async (id, requiresKey) => {
    register(id, { state: 'active' }, requiresKey);
    const { code, stderr } = await check(id);
    expect(code).toBe(78);
    expect(stderr).toContain('OTHER_KEY: expected the API key of Other in the environment');
  });
});
