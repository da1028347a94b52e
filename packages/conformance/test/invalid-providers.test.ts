import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describeProvider } from '@understudy/conformance';
import type { ConformanceOptions } from '@understudy/conformance';
import { afterAll, describe, expect, it } from 'vitest';

import manifest from './acme/acme-manifest.json' with { type: 'json' };
import { acmeOptions } from './acme/acme-options.ts';
import { recordClause } from './recording-runner.ts';

const folder = mkdtempSync(join(tmpdir(), 'invalid-providers-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function failureOf(
  id: string,
  changes: Partial<ConformanceOptions>,
): Promise<string | undefined> {
  const options = { ...acmeOptions(), ...changes };
  const { message } = await recordClause(id, (runner) => describeProvider(runner, options));
  return message;
}

function withProvider(
  create: ReturnType<ConformanceOptions['provider']>['create'],
): Partial<ConformanceOptions> {
  return { provider: (server) => ({ ...acmeOptions().provider(server), create }) };
}

describe('describeProvider', () => {
  it('fails a clause that does not end', async () => {
    const hanging = withProvider(() => ({
      chat: () => {
        throw new Error('the chat failed');
      },
      close: () => new Promise(() => {}),
    }));
    expect(await failureOf('streams-text', { ...hanging, timeoutMs: 50 })).toContain(
      'expected the clause to end within 50 ms (timeoutMs)',
    );
  });

  it('fails for a value that is not a provider definition', async () => {
    const provider = (): never => ({ id: 'acme' }) as never;
    expect(await failureOf('valid-definition', { provider })).toContain(
      'expected `provider` to return the result of defineProvider',
    );
  });

  it('reports the error of a factory', async () => {
    const provider = (): never => {
      throw new Error('apiKey: expected a key, received nothing');
    };
    expect(await failureOf('streams-text', { provider })).toContain(
      'expected no error, received Error ("apiKey: expected a key, received nothing") (rule: ',
    );
  });

  it('reports the cause of an unexpected error', async () => {
    const throwing = withProvider(() => ({
      chat: () => {
        throw new TypeError('text is undefined');
      },
    }));
    expect(await failureOf('streams-text', throwing)).toContain(
      ', caused by TypeError ("text is undefined") (rule: ',
    );
  });
});

describe('valid-manifest', () => {
  it.each([
    [{ name: undefined }, 'expected a name in package.json'],
    [{ type: 'commonjs' }, 'expected "type": "module" in package.json'],
    [{ peerDependencies: {} }, 'expected @understudy/core in peerDependencies of package.json'],
    [
      { dependencies: { '@understudy/core': '^1.0.0' } },
      'expected @understudy/core not to be in dependencies, because an app would install two copies',
    ],
    [{ engines: undefined }, 'expected engines.node in package.json'],
    [{ exports: undefined }, 'expected exports in package.json'],
    [{ understudy: 'acme' }, 'expected an object in the field "understudy" of package.json'],
    [
      { understudy: { provider: 'acme', interfaceVersion: 2 } },
      'expected understudy.interfaceVersion to be 1, received 2',
    ],
    [
      { understudy: { provider: 'my-vendor', interfaceVersion: 1 } },
      "expected understudy.provider to be the name of an export, or an object of such names by provider id, received 'my-vendor'",
    ],
    [
      { understudy: { provider: { 'My Vendor': 'acme' }, interfaceVersion: 1 } },
      'expected understudy.provider to be the name of an export',
    ],
    [
      { understudy: { provider: {}, interfaceVersion: 1 } },
      'expected understudy.provider to be the name of an export',
    ],
    [
      { exports: { './register': { default: './dist/register.js' } } },
      'expected ./dist/register.js in sideEffects of package.json',
    ],
  ])('rejects %j', async (changes, message) => {
    const file = join(folder, 'package.json');
    writeFileSync(file, JSON.stringify({ ...manifest, ...changes }));
    expect(await failureOf('valid-manifest', { packageUrl: pathToFileURL(file) })).toContain(
      message,
    );
  });

  it('accepts exports by provider id', async () => {
    const understudy = { provider: { 'acme-chat': 'acmeChat' }, interfaceVersion: 1 };
    const file = join(folder, 'package.json');
    writeFileSync(file, JSON.stringify({ ...manifest, understudy }));
    expect(await failureOf('valid-manifest', { packageUrl: pathToFileURL(file) })).toBeUndefined();
  });
});
