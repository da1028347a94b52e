import { describe, expect, it } from 'vitest';

import type { ChatRequest } from '../chat/chat-request.ts';
import type { RequestContent } from '../chat/chat-request.ts';
import type { Route } from '../registry/route/route.ts';
import { ScriptedProvider } from '../testing/scripted-provider.ts';
import { prepareRequest } from './prepare-request.ts';

const { definition } = new ScriptedProvider({
  id: 'mine',
  models: ['model'],
  lifecycle: { state: 'active' },
  script: [],
});
const route: Route = { definition, model: 'model', capabilities: definition.capabilities };
const request: RequestContent = {
  messages: [{ role: 'user', content: 'Hi' }],
  temperature: 0.2,
  stop: ['END'],
};

describe('prepareRequest', () => {
  it("replaces the model with the vendor's name and keeps the rest", () => {
    expect(prepareRequest(route, request).request).toEqual({ ...request, model: 'model' });
  });

  it('applies the parameters of the target', () => {
    const parameters = { temperature: 1, maxOutputTokens: 50 };
    expect(prepareRequest({ ...route, parameters }, request).request).toEqual({
      ...request,
      model: 'model',
      temperature: 1,
      maxOutputTokens: 50,
    });
  });

  it('keeps the last tool of each name, because vendors reject others', () => {
    const inputSchema = { type: 'object' };
    const [first, other, last] = [
      { name: 'search', description: 'Searches.', inputSchema },
      { name: 'read', inputSchema },
      { name: 'search', description: 'Searches all pages.', inputSchema },
    ] as const;
    const prepared = prepareRequest(route, { ...request, tools: [first, other, last] });
    expect(prepared.request.tools).toEqual([last, other]);
    expect(prepared.warnings).toEqual([
      {
        type: 'warning',
        message: 'tool left out: the request has another tool with the name "search"',
      },
    ]);
    const tools = [other, last];
    expect(prepareRequest(route, { ...request, tools })).toMatchObject({
      request: { tools },
      warnings: [],
    });
  });

  it('keeps only the options of this provider', () => {
    const providerOptions = { mine: { a: 1 }, other: { key: 'not yours' } };
    expect(prepareRequest(route, { ...request, providerOptions }).request.providerOptions).toEqual({
      mine: { a: 1 },
    });
    const { request: others } = prepareRequest(route, {
      ...request,
      providerOptions: { other: { a: 1 } },
    });
    expect(others.providerOptions).toBeUndefined();
  });

  it('ignores inherited properties', () => {
    const { definition: odd } = new ScriptedProvider<string>({
      id: 'constructor',
      models: ['model'],
      lifecycle: { state: 'active' },
      script: [],
    });
    const { request: given } = prepareRequest(
      { ...route, definition: odd },
      { ...request, providerOptions: {} },
    );
    expect(given.providerOptions).toBeUndefined();
  });

  it('removes signatures and ids of other providers', () => {
    const messages: ChatRequest['messages'] = [
      { role: 'assistant', content: [{ type: 'reasoning', text: 'hm', origin: 'other' }] },
    ];
    expect(prepareRequest(route, { ...request, messages }).request.messages).toEqual([]);
  });

  it('lowers maxOutputTokens to the maximum of the model, with a warning', () => {
    const limited = { ...route, maxOutputTokens: 8000 };
    expect(prepareRequest(limited, { ...request, maxOutputTokens: 128_000 })).toMatchObject({
      request: { maxOutputTokens: 8000 },
      warnings: [
        { type: 'warning', message: 'maxOutputTokens lowered to 8000, the maximum of model' },
      ],
    });
    const allowed = prepareRequest(limited, { ...request, maxOutputTokens: 8000 });
    expect(allowed).toMatchObject({ request: { maxOutputTokens: 8000 }, warnings: [] });
    expect(prepareRequest(limited, request).request).not.toHaveProperty('maxOutputTokens');
  });
});
