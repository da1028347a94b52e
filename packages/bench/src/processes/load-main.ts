import process from 'node:process';

import { createGatewayLoad } from '../tasks/gateway/gateway-load.ts';
import { serve } from './serve.ts';

const [argument = ''] = process.argv.slice(2);

await serve(async () => {
  const { gateway, direct, work } = JSON.parse(argument);
  const load = createGatewayLoad(gateway, direct, work);
  return {
    handle: async () => ({ kind: 'sample', sample: await load.repeat() }),
    close: () => load.close(),
  };
});
