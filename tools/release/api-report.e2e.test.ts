import { describe, expect, it } from 'vitest';

import { reportApi } from './api-report.ts';
import { publishedPackages } from './published-packages.ts';

describe.each(publishedPackages())('$name', ({ folder, doors }) => {
  it.each(doors)('$name offers what its report says', async (door) => {
    await expect(reportApi(folder, door)).toMatchFileSnapshot(
      `../../${folder}/api/${door.subpath}.api.md`,
    );
  });
});
