import { globSync, readFileSync } from 'node:fs';

import { clauses, renderMatrix } from '@understudy/conformance';
import type { ConformanceReport } from '@understudy/conformance';
import { expect, it } from 'vitest';

const docs = new URL('../../../docs/', import.meta.url);

const introduction = `# Capabilities

After reading this page, you can find out which clauses of the [conformance suite](conformance.md) each provider
passes, and why a provider skips a clause. _yes_ means that the provider passes the clause. _no_ means that the
provider skips the clause, and the number refers to the reason below the matrix.

The tests of the providers compare their results with \`docs/capabilities/*.json\`. This page is generated
from these files. To update both, run \`npx vitest run conformance -u\`, then
\`npx vitest run capabilities-page -u\`.
`;

it('docs/capabilities.md shows the reports of the providers', async () => {
  const files = globSync('capabilities/*.json', { cwd: docs }).toSorted();
  const reports = files.map((file): ConformanceReport => {
    return JSON.parse(readFileSync(new URL(file, docs), 'utf8'));
  });
  const page = `${introduction}\n## Matrix\n\n${renderMatrix(clauses, reports)}\n`;
  await expect(page.replace('\n\n### ', '\n\n## Clauses\n\n### ')).toMatchFileSnapshot(
    '../../../docs/capabilities.md',
  );
});
