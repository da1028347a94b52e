import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createUnderstudy } from '@understudy/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readGatewaySection } from '../../src/config/read-section.ts';
import { createGeneration } from '../../src/server/generation.ts';
import { renderPage, renderSchema } from './render-reference.ts';

const rendered = mkdtempSync(join(tmpdir(), 'understudy-gateway-'));
const hint = 'The schema has changed. Run "npm run api" to update the file.';

beforeAll(() => {
  writeFileSync(join(rendered, 'gateway.schema.json'), JSON.stringify(renderSchema()));
  writeFileSync(join(rendered, 'gateway-configuration.md'), renderPage());
  execFileSync('oxfmt', ['--config', '.oxfmtrc.json', rendered]);
});

afterAll(() => rmSync(rendered, { recursive: true }));

it.each([
  ['gateway.schema.json', '../../gateway.schema.json'],
  ['gateway-configuration.md', '../../../../docs/gateway-configuration.md'],
])('%s matches the schema of the reader', async (name, file) => {
  await expect(readFileSync(join(rendered, name), 'utf8'), hint).toMatchFileSnapshot(file);
});

describe('the defaults of the schema', () => {
  it('are those of the gateway', async () => {
    await using understudy = createUnderstudy({ providers: [] });
    const defaults = Object.entries(renderSchema().properties ?? {}).flatMap(([name, schema]) => {
      const value: unknown = Object(schema).default;
      return value === undefined ? [] : [[name, value] as const];
    });
    const applied = {
      ...createGeneration(understudy, {}).settings,
      ...readGatewaySection({}),
      // The defaults of these are in `createGateway`, whose limits other tests reach.
      maxConcurrent: 2000,
      maxBodyBytes: 33_554_432,
      adminKeys: [],
    };
    expect(defaults.length).toBeGreaterThan(10);
    expect(applied).toMatchObject(Object.fromEntries(defaults));
  });
});
