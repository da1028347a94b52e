import { readFile } from 'node:fs/promises';

import { isConfigurationError } from '@understudy/core';
import { readProviderField } from '@understudy/core/discovery';
import { isJsonObject, parseJson, readObject, readString } from '@understudy/core/provider';
import type { JsonObject } from '@understudy/core/provider';

import type { Clause } from '../clause.ts';
import { expectTrue, fail } from '../sentences.ts';

export const hasAManifest: Clause = {
  id: 'valid-manifest',
  rule: 'The package.json makes the package an ES module with core as a peer, and names the provider in its field "understudy".',
  async check({ packageUrl }) {
    const manifest = await readManifest(packageUrl);
    expectTrue(readString(manifest, 'name') !== undefined, 'expected a name in package.json');
    expectTrue(
      readString(manifest, 'type') === 'module',
      'expected "type": "module" in package.json',
    );
    const peer = readString(readObject(manifest, 'peerDependencies'), core);
    expectTrue(peer !== undefined, `expected ${core} among the peerDependencies of package.json`);
    const second = readString(readObject(manifest, 'dependencies'), core);
    expectTrue(
      second === undefined,
      `expected ${core} not to be among the dependencies: an app would get two copies`,
    );
    expectTrue(
      readString(readObject(manifest, 'engines'), 'node') !== undefined,
      'expected engines.node in package.json',
    );
    expectTrue(readObject(manifest, 'exports') !== undefined, 'expected exports in package.json');
    checkField(manifest);
    checkSideEffects(manifest);
  },
};

const core = '@understudy/core';

async function readManifest(packageUrl: URL): Promise<JsonObject> {
  const text = await readFile(packageUrl, 'utf8').catch(() => undefined);
  if (text === undefined) return fail('expected a package.json at packageUrl, and there is none');
  const manifest = parseJson(text);
  return isJsonObject(manifest) ? manifest : fail('expected package.json to hold a JSON object');
}

/** The field by which programs find a provider that is installed. */
function checkField(manifest: JsonObject): void {
  try {
    const providers = readProviderField(manifest, 'package.json');
    expectTrue(providers !== undefined, 'expected a field "understudy" in package.json');
  } catch (error) {
    if (isConfigurationError(error)) fail(error.message);
    throw error;
  }
}

/** Bundlers drop a file that only registers, unless it is listed. */
function checkSideEffects(manifest: JsonObject): void {
  const register = readObject(readObject(manifest, 'exports'), './register');
  if (!register) return;
  const file = readString(register, 'default') ?? '';
  const listed = manifest['sideEffects'];
  const kept = Array.isArray(listed) ? listed.includes(file) : listed !== false;
  expectTrue(
    kept,
    `expected ${file || 'the file of ./register'} to be listed in sideEffects of package.json`,
  );
}
