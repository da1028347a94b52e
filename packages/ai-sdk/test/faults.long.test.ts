import { describe, expect, it } from 'vitest';

import { aiSdkProtocol, nativeProtocols, openAiProtocol } from './fault-protocols.ts';
import {
  callGenerateText,
  callStreamText,
  expectOneResponse,
  readEvents,
  readResponse,
  runFault,
} from './fault-run.ts';

const protocols = {
  ...nativeProtocols,
  openai: openAiProtocol,
  'a model of the AI SDK': aiSdkProtocol,
};

describe.concurrent.each(Object.entries(protocols))(
  'a chain of two whose first target has a fault of %s',
  (_name, protocol) => {
    it.each(protocol.names)(
      '%s: streamText shows what the chain sends',
      async (fault) => {
        const expected = await runFault(protocol, fault, readEvents);
        const result = await runFault(protocol, fault, callStreamText);
        expect(result).toEqual(expected);
        expectOneResponse(result);
      },
      60_000,
    );

    it.each(protocol.names)(
      '%s: generateText shows what the chain sends',
      async (fault) => {
        const expected = await runFault(protocol, fault, readResponse);
        const result = await runFault(protocol, fault, callGenerateText);
        expect(result).toEqual(expected);
        expectOneResponse(result);
      },
      60_000,
    );
  },
);
