import { createUnderstudy, modelRef } from '@understudy/core';
import type { ChatEvent, Understudy } from '@understudy/core';
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

describe('the names of a runtime', () => {
  const understudy = createUnderstudy({
    providers: [active, old],
    chains: { support: ['active/large'] },
    aliases: { quick: 'active/small' },
  });
  type Name = typeof understudy extends Understudy<infer Model> ? Model : never;

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

  it('reject a misspelled literal, and a string without modelRef()', () => {
    // @ts-expect-error no such model
    understudy.chat({ model: 'active/smal', messages });
    // @ts-expect-error a deprecated provider's models have no bare names
    understudy.chat({ model: 'ancient', messages });
    const configured: string = 'active/small';
    // @ts-expect-error a string is not a model reference
    understudy.chat({ model: configured, messages });
    understudy.chat({ model: modelRef(configured), messages });
  });

  it('are checked in chains and aliases', () => {
    // @ts-expect-error no such target
    createUnderstudy({ providers: [active], chains: { support: ['active/lage'] } });
    // @ts-expect-error no such target
    createUnderstudy({ providers: [active], aliases: { quick: 'activ/small' } });
  });

  it('can be any model of a provider without known models', () => {
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
    // @ts-expect-error bare names need known models
    open.chat({ model: 'thing', messages });
  });

  it('can be any string for registered providers', () => {
    createUnderstudy({ providers: 'registered' }).chat({ model: 'whatever/it-is', messages });
  });
});

it('ChatEvent is a discriminated union', () => {
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
      case 'text-end':
      case 'reasoning-end':
        return event.signature ?? '';
      case 'progress':
        return event.activity;
      case 'source':
        return event.url;
      case 'document-source':
        return event.title;
      case 'raw':
        return JSON.stringify(event.value);
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

it('defineProvider infers the id and the models as literals', () => {
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
