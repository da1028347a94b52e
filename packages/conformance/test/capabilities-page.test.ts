import { globSync, readFileSync } from 'node:fs';

import { clauses, renderMatrix } from '@understudy/conformance';
import type { ConformanceReport } from '@understudy/conformance';
import { expect, it } from 'vitest';

const docs = new URL('../../../docs/', import.meta.url);

const introduction = `# Capabilities

After reading this page, you know which parts of the provider contract each provider fulfills. Each row of
the matrix is a clause of the [conformance suite](conformance.md). \`describeProvider\` tests every clause
over real sockets. _yes_ means that the provider passed the clause. _no_ means that the provider skips the
clause, and the number refers to the reason below the matrix.

\`npx vitest run capabilities-page -u\` generates this page from \`docs/capabilities/*.json\`. A test fails
if the page is not up to date.
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
