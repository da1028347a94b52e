import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { renderErrorPage } from './render-errors.ts';
import { renderPage, renderSchema } from './render-reference.ts';

const rendered = mkdtempSync(join(tmpdir(), 'understudy-gateway-'));
const hint = 'The schema or the errors have changed. Run "npm run api" to update the file.';

beforeAll(() => {
  writeFileSync(join(rendered, 'gateway.schema.json'), JSON.stringify(renderSchema()));
  writeFileSync(join(rendered, 'gateway-configuration.md'), renderPage());
  writeFileSync(join(rendered, 'gateway-errors.md'), renderErrorPage());
  execFileSync('oxfmt', ['--config', '.oxfmtrc.json', rendered]);
});

afterAll(() => rmSync(rendered, { recursive: true }));

it.each([
  ['gateway.schema.json', '../../gateway.schema.json'],
  ['gateway-configuration.md', '../../../../docs/gateway-configuration.md'],
  ['gateway-errors.md', '../../../../docs/gateway-errors.md'],
])('%s matches the code', async (name, file) => {
  await expect(readFileSync(join(rendered, name), 'utf8'), hint).toMatchFileSnapshot(file);
});
