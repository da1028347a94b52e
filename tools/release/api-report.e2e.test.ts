import { describe, expect, it } from 'vitest';

import { reportApi } from './api-report.ts';
import { publishedPackages } from './published-packages.ts';

const renew = 'the public surface has changed: "npm run api" writes its report anew';

describe.each(publishedPackages())('$name', ({ folder, doors }) => {
  it.each(doors)('$name offers what its report says', async (door) => {
    await expect(reportApi(folder, door), renew).toMatchFileSnapshot(
      `../../${folder}/api/${door.subpath}.api.md`,
    );
  });
});
