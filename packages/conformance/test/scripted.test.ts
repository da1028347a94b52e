import { describeProvider } from '@understudy/conformance';
import type { MockToolCall, ResponsePart, ScriptedResponse } from '@understudy/conformance';
import { ProviderError } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import type { ScriptStep } from '@understudy/core/testing';
import { parseJson } from '@understudy/provider-utils';
import { describe, it } from 'vitest';

/** Returns the script of a `ScriptedProvider` for a response. */
function stepsOf(response: ScriptedResponse): readonly ScriptStep[] {
  if (response.type === 'error') {
    const { code, retryAfterSeconds } = response.error;
    const retryAfterMs = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000;
    const error = new ProviderError({ code, message: 'the request failed', retryAfterMs });
    return [{ type: 'fail', error }];
  }
  const steps = response.parts.flatMap(stepsOfPart);
  return response.ending === 'stall' ? [...steps, { type: 'hang' }] : steps;
}

function stepsOfPart(part: ResponsePart): readonly ScriptStep[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text-delta', text: part.text }];
    case 'reasoning':
      return [{ type: 'reasoning-delta', text: part.text }];
    case 'error':
      return [
        {
          type: 'fail',
          error: new ProviderError({ code: part.code, message: 'the request failed' }),
        },
      ];
    case 'tool-call':
      return stepsOfCall(part);
    case 'text-end':
    case 'reasoning-end':
    case 'progress':
    case 'source':
    case 'document-source':
    case 'usage':
    case 'finish':
      return [part];
  }
}

/** A call whose arguments were cut off has no end. */
function stepsOfCall({ id, name, argumentsPieces }: MockToolCall): readonly ScriptStep[] {
  const argumentsText = argumentsPieces.join('');
  const isComplete = parseJson(argumentsText) !== undefined;
  return [
    { type: 'tool-call-start', id, name },
    ...argumentsPieces.map((piece) => {
      return { type: 'tool-call-delta', id, argumentsText: piece } as const;
    }),
    ...(isComplete ? [{ type: 'tool-call-end', id, name, argumentsText } as const] : []),
  ];
}

describeProvider(
  { describe, it },
  {
    name: 'scripted',
    packageUrl: new URL('acme/acme-manifest.json', import.meta.url),
    provider: ({ responseFor }) =>
      new ScriptedProvider({
        id: 'scripted',
        models: ['m'],
        lifecycle: { state: 'active' },
        script: (request) => stepsOf(responseFor(request)),
      }).definition,
    model: 'm',
    secrets: [],
    skip: {
      wire: 'The provider has no network.',
      'valid-manifest': 'The provider is part of core and not a package.',
    },
  },
);
