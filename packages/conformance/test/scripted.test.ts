import { describeProvider } from '@understudy/conformance';
import type { ResponsePart, ScriptedResponse } from '@understudy/conformance';
import { ProviderError } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import type { ScriptStep } from '@understudy/core/testing';
import { describe, it } from 'vitest';

/** The steps that say a scene, as a vendor's bytes would. */
function stepsOf(scene: ScriptedResponse): readonly ScriptStep[] {
  if (scene.type === 'error') {
    const { code, retryAfterSeconds } = scene.error;
    const retryAfterMs = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000;
    const error = new ProviderError({ code, message: 'it was refused', retryAfterMs });
    return [{ type: 'fail', error }];
  }
  const steps = scene.parts.flatMap(stepsOfPart);
  return scene.ending === 'stall' ? [...steps, { type: 'hang' }] : steps;
}

function stepsOfPart(part: ResponsePart): readonly ScriptStep[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text-delta', text: part.text }];
    case 'reasoning':
      return [{ type: 'reasoning-delta', text: part.text }];
    case 'error':
      return [
        { type: 'fail', error: new ProviderError({ code: part.code, message: 'it failed' }) },
      ];
    case 'tool-call': {
      const { id, name, argumentsPieces } = part;
      return [
        { type: 'tool-call-start', id, name },
        ...argumentsPieces.map(
          (argumentsText) => ({ type: 'tool-call-delta', id, argumentsText }) as const,
        ),
        { type: 'tool-call-end', id, name, argumentsText: argumentsPieces.join('') },
      ];
    }
    case 'usage':
    case 'finish':
      return [part];
  }
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
      wire: 'It plays a script, and has no network.',
      'valid-manifest': 'It is a part of core, and no package of its own.',
    },
  },
);
