import { describe, expect, it } from 'vitest';

import { openAiProtocol } from './fault-protocols.ts';
import {
  aiSdk7,
  callStreamText,
  expectOneResponse,
  readEvents,
  runFault,
  toComparable,
} from './fault-run.ts';

/** The other protocols, `generateText` and AI SDK 6 are in faults.long.test.ts. */
describe.concurrent('a chain of two whose first target has a fault', () => {
  it.each(openAiProtocol.names)(
    '%s: streamText shows what the chain sends',
    async (fault) => {
      const expected = await runFault(openAiProtocol, fault, readEvents);
      const result = await runFault(openAiProtocol, fault, (understudy) =>
        callStreamText(aiSdk7, understudy),
      );
      expect(toComparable(fault, result)).toEqual(toComparable(fault, expected));
      expectOneResponse(result);
    },
    60_000,
  );
});
