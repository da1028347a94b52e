import { writeFileSync } from 'node:fs';

import { readApi, recordPath } from './api-record.ts';
import { publishedPackages } from './published-packages.ts';

// A step of `npm run release:version`: from here on, another report needs a changeset again.
writeFileSync(recordPath, `${JSON.stringify(readApi(publishedPackages()), undefined, 2)}\n`);
