import { describe, expect, it } from 'vitest';

import { reportApi } from './api-report.ts';
import { publishedPackages } from './published-packages.ts';

const hint = 'The public API has changed. Run "npm run api" to update its report.';

describe.each(publishedPackages())('$name', ({ folder, entryPoints }) => {
  it.each(entryPoints)('$name matches its API report', async (entryPoint) => {
    await expect(reportApi(folder, entryPoint), hint).toMatchFileSnapshot(
      `../../${folder}/api/${entryPoint.subpath}.api.md`,
    );
  });
});
