import { describe, expect, it } from 'vitest';

import { aiSdkProtocol, nativeProtocols, openAiProtocol } from './fault-protocols.ts';
import {
  aiSdk6,
  aiSdk7,
  callGenerateText,
  callStreamText,
  expectOneResponse,
  readEvents,
  readResponse,
  runFault,
  toComparable,
} from './fault-run.ts';

const protocols = {
  ...nativeProtocols,
  openai: openAiProtocol,
  'a model of the AI SDK': aiSdkProtocol,
};

const cases = [
  ...Object.entries(protocols).map(([name, protocol]) => ({
    name,
    protocol,
    sdk: aiSdk7,
    version: 7,
  })),
  { name: 'openai', protocol: openAiProtocol, sdk: aiSdk6, version: 6 },
];

describe.concurrent.each(cases)(
  'AI SDK $version with a chain of two whose first target has a fault of $name',
  ({ protocol, sdk }) => {
    it.each(protocol.names)(
      '%s: streamText shows what the chain sends',
      async (fault) => {
        const expected = await runFault(protocol, fault, readEvents);
        const result = await runFault(protocol, fault, (understudy) =>
          callStreamText(sdk, understudy),
        );
        expect(toComparable(fault, result)).toEqual(toComparable(fault, expected));
        expectOneResponse(result);
      },
      60_000,
    );

    it.each(protocol.names)(
      '%s: generateText shows what the chain sends',
      async (fault) => {
        const expected = await runFault(protocol, fault, readResponse);
        const result = await runFault(protocol, fault, (understudy) =>
          callGenerateText(sdk, understudy),
        );
        expect(toComparable(fault, result)).toEqual(toComparable(fault, expected));
        expectOneResponse(result);
      },
      60_000,
    );
  },
);
