import { describe, expect, it } from 'vitest';

import type { ChatRequest } from '../chat/chat-request.ts';
import type { Route } from '../registry/route.ts';
import { ScriptedProvider } from '../testing/scripted-provider.ts';
import { prepareRequest } from './prepare-request.ts';

const { definition } = new ScriptedProvider({
  id: 'mine',
  models: ['model'],
  lifecycle: { state: 'active' },
  script: [],
});
const route: Route = { definition, model: 'model' };
const request: ChatRequest = {
  model: 'support',
  messages: [{ role: 'user', content: 'Hi' }],
  temperature: 0.2,
  stop: ['END'],
};

describe('the request for a route', () => {
  it("bears the vendor's name of the model, and all else as the caller said", () => {
    expect(prepareRequest(route, request)).toEqual({ ...request, model: 'model' });
  });

  it('has the parameters of the target in place of its own', () => {
    const parameters = { temperature: 1, maxOutputTokens: 50 };
    expect(prepareRequest({ ...route, parameters }, request)).toEqual({
      ...request,
      model: 'model',
      temperature: 1,
      maxOutputTokens: 50,
    });
  });

  it('has the options of this provider, and of no other', () => {
    const providerOptions = { mine: { a: 1 }, other: { key: 'not yours' } };
    expect(prepareRequest(route, { ...request, providerOptions }).providerOptions).toEqual({
      mine: { a: 1 },
    });
    const others = prepareRequest(route, { ...request, providerOptions: { other: { a: 1 } } });
    expect(others).not.toHaveProperty('providerOptions');
  });

  it('takes no options from what every object inherits', () => {
    const { definition: odd } = new ScriptedProvider<string>({
      id: 'constructor',
      models: ['model'],
      lifecycle: { state: 'active' },
      script: [],
    });
    const given = prepareRequest(
      { ...route, definition: odd },
      { ...request, providerOptions: {} },
    );
    expect(given).not.toHaveProperty('providerOptions');
  });

  it("carries no other vendor's artefacts", () => {
    const messages: ChatRequest['messages'] = [
      { role: 'assistant', content: [{ type: 'reasoning', text: 'hm', origin: 'other' }] },
    ];
    expect(prepareRequest(route, { ...request, messages }).messages).toEqual([]);
  });
});
