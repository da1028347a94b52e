import { globSync, readFileSync } from 'node:fs';

import { clauses, renderMatrix } from '@understudy/conformance';
import type { ConformanceReport } from '@understudy/conformance';
import { expect, it } from 'vitest';

const docs = new URL('../../../docs/', import.meta.url);

const introduction = `# Capabilities

What each provider does, as its own tests have shown: \`describeProvider\` of
[@understudy/conformance](../packages/conformance/README.md) judges every clause of the provider
contract over real sockets, and writes what came of it. _yes_ means that the clause held; a number
stands for the reason why the provider leaves it out.

This page is written from \`docs/capabilities/*.json\` by \`npx vitest run capabilities-page -u\`, and a
test holds them equal.
`;

it('the page of capabilities shows what the runs have written', async () => {
  const files = globSync('capabilities/*.json', { cwd: docs }).toSorted();
  const reports = files.map((file): ConformanceReport => {
    return JSON.parse(readFileSync(new URL(file, docs), 'utf8'));
  });
  const page = `${introduction}\n## Matrix\n\n${renderMatrix(clauses, reports)}\n`;
  await expect(page.replace('\n\n### ', '\n\n## Clauses\n\n### ')).toMatchFileSnapshot(
    '../../../docs/capabilities.md',
  );
});
