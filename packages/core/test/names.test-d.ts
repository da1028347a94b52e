import { createUnderstudy, modelRef } from '@understudy/core';
import type { ChatEvent } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { ScriptedProvider } from '@understudy/core/testing';
import { describe, expectTypeOf, it } from 'vitest';

const active = new ScriptedProvider({
  id: 'active',
  models: ['small', 'large'],
  lifecycle: { state: 'active' },
  script: [],
}).definition;
const old = new ScriptedProvider({
  id: 'old',
  models: ['ancient'],
  lifecycle: { state: 'deprecated', since: '2024-02-05', reason: 'closed', code: 'OLD' },
  script: [],
}).definition;
const messages = [{ role: 'user', content: 'Hi' }] as const;

describe('the names of an understudy', () => {
  const understudy = createUnderstudy({
    providers: [active, old],
    chains: { support: ['active/large'] },
    aliases: { quick: 'active/small' },
  });
  type Name = Parameters<typeof understudy.chat>[0]['model'];

  it('are chains, aliases, provider/model, and bare models of active providers', () => {
    expectTypeOf<Name>().toEqualTypeOf<
      | 'support'
      | 'quick'
      | 'active/small'
      | 'active/large'
      | 'small'
      | 'large'
      | 'old/ancient'
      | ReturnType<typeof modelRef>
    >();
  });

  it('a misspelt literal does not compile, a string from configuration does when it is marked', () => {
    // @ts-expect-error no such model
    understudy.chat({ model: 'active/smal', messages });
    // @ts-expect-error a deprecated provider's models have no bare names
    understudy.chat({ model: 'ancient', messages });
    const configured: string = 'active/small';
    // @ts-expect-error a string is no name
    understudy.chat({ model: configured, messages });
    understudy.chat({ model: modelRef(configured), messages });
  });

  it('chains and aliases are checked too', () => {
    // @ts-expect-error no such target
    createUnderstudy({ providers: [active], chains: { support: ['active/lage'] } });
    // @ts-expect-error no such target
    createUnderstudy({ providers: [active], aliases: { quick: 'activ/small' } });
  });

  it('are open where the provider takes any model', () => {
    const open = createUnderstudy({
      providers: [
        new ScriptedProvider<'any'>({
          id: 'any',
          models: [],
          lifecycle: { state: 'active' },
          script: [],
        }).definition,
      ],
    });
    open.chat({ model: 'any/thing/at-all', messages });
    // @ts-expect-error a bare name could mean anything
    open.chat({ model: 'thing', messages });
  });

  it('are any string for registered providers', () => {
    createUnderstudy({ providers: 'registered' }).chat({ model: 'whatever/it-is', messages });
  });
});

it('a ChatEvent is told apart by its type', () => {
  const name = (event: ChatEvent): string => {
    switch (event.type) {
      case 'text-delta':
      case 'reasoning-delta':
        return event.text;
      case 'tool-call-start':
      case 'tool-call-delta':
      case 'tool-call-end':
        return event.id;
      case 'attempt-start':
      case 'attempt-end':
        return String(event.attemptNumber);
      case 'response-start':
        return event.model;
      case 'source':
        return event.url;
      case 'file':
        return event.mediaType;
      case 'usage':
        return String(event.inputTokens);
      case 'warning':
        return event.message;
      case 'finish':
      case 'reset':
        return event.reason;
      default:
        return event satisfies never;
    }
  };
  expectTypeOf(name).returns.toBeString();
});

it('a definition keeps its id and models as literals', () => {
  const definition = defineProvider({
    id: 'mine',
    label: 'Mine',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'a' }, { id: 'b' }],
    credentialEnvVars: [],
    create: () => ({ async *chat() {} }),
  });
  expectTypeOf(definition.id).toEqualTypeOf<'mine'>();
  expectTypeOf(definition.models).items.toHaveProperty('id').toEqualTypeOf<'a' | 'b'>();
});
