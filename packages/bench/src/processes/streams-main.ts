import process from 'node:process';

import { SlowStreams } from '../contestants/endurance/slow-streams.ts';
import { handWritten } from '../contestants/openai/openai-clients.ts';
import { serve } from './serve.ts';

const [argument = ''] = process.argv.slice(2);

/** Clients of a gateway that read slow streams. The warm-up starts them. */
await serve(async () => {
  const { baseUrl, plan } = JSON.parse(argument);
  const script = { responseText: plan.responseText, charactersPerChunk: 1, eventsPerWrite: 1 };
  const streams = new SlowStreams(await handWritten.create({ baseUrl, script }), plan);
  return {
    handle: async ({ repeat }) => {
      if (repeat === 'warm-up') await streams.start();
      return { kind: 'sample', sample: streams.state() };
    },
    close: () => streams.close(),
  };
});
