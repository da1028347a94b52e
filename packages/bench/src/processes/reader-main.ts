import process from 'node:process';

import { createBodyReader } from '../tasks/gateway/body-reader.ts';
import { serve } from './serve.ts';

const [url = '', responses = ''] = process.argv.slice(2);

await serve(async () => {
  const reader = createBodyReader(url, Number(responses));
  return {
    handle: async () => ({ kind: 'sample', sample: await reader.repeat() }),
    close: () => reader.close(),
  };
});
