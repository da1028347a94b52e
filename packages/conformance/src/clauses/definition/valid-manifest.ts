import { readFile } from 'node:fs/promises';

import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject, parseJson, readObject, readString } from '@understudy/provider-utils';

import { expectTrue, fail, formatValue } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';

export const validManifest: Clause = {
  id: 'valid-manifest',
  rule: 'The `package.json` describes an ES module with `@understudy/core` as a peer dependency. The field `understudy` names the provider.',
  async check({ packageUrl }) {
    const manifest = await readManifest(packageUrl);
    expectTrue(readString(manifest, 'name') !== undefined, 'expected a name in package.json');
    expectTrue(
      readString(manifest, 'type') === 'module',
      'expected "type": "module" in package.json',
    );
    const peer = readString(readObject(manifest, 'peerDependencies'), core);
    expectTrue(peer !== undefined, `expected ${core} in peerDependencies of package.json`);
    const dependency = readString(readObject(manifest, 'dependencies'), core);
    expectTrue(
      dependency === undefined,
      `expected ${core} not to be in dependencies, because an app would install two copies`,
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
  if (text === undefined) return fail('expected a package.json at packageUrl, received no file');
  const manifest = parseJson(text);
  return isJsonObject(manifest) ? manifest : fail('expected package.json to be a JSON object');
}

/** Checks the field with which programs discover installed providers. */
function checkField(manifest: JsonObject): void {
  const field = readObject(manifest, 'understudy');
  if (!field) fail('expected an object in the field "understudy" of package.json');
  expectTrue(
    field['interfaceVersion'] === 1,
    `expected understudy.interfaceVersion to be 1, received ${formatValue(field['interfaceVersion'])}`,
  );
  const { provider } = field;
  const exported = typeof provider === 'string' ? { [provider]: provider } : provider;
  const entries = isJsonObject(exported) ? Object.entries(exported) : [];
  expectTrue(
    entries.length > 0 && entries.every(([id, name]) => idShape.test(id) && isExportName(name)),
    `expected understudy.provider to be the name of an export, or an object of such names by provider id, received ${formatValue(provider)}`,
  );
}

const idShape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

function isExportName(name: unknown): boolean {
  return typeof name === 'string' && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

/** Bundlers remove a file that only registers a provider, unless `sideEffects` lists it. */
function checkSideEffects(manifest: JsonObject): void {
  const register = readObject(readObject(manifest, 'exports'), './register');
  if (!register) return;
  const file = readString(register, 'default') ?? '';
  const listed = manifest['sideEffects'];
  const isKept = Array.isArray(listed) ? listed.includes(file) : listed !== false;
  expectTrue(isKept, `expected ${file || 'the file of ./register'} in sideEffects of package.json`);
}
