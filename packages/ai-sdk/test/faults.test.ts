import { describe, expect, it } from 'vitest';

import { openAiProtocol } from './fault-protocols.ts';
import { callStreamText, expectOneResponse, readEvents, runFault } from './fault-run.ts';

/** The other protocols and `generateText` are in faults.long.test.ts. */
describe.concurrent('a chain of two whose first target has a fault', () => {
  it.each(openAiProtocol.names)(
    '%s: streamText shows what the chain sends',
    async (fault) => {
      const expected = await runFault(openAiProtocol, fault, readEvents);
      const result = await runFault(openAiProtocol, fault, callStreamText);
      expect(result).toEqual(expected);
      expectOneResponse(result);
    },
    60_000,
  );
});
