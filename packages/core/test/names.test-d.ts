import { createUnderstudy, modelRef } from '@understudy/core';
import type {
  ChainDefinition,
  ChatEvent,
  ChatStream,
  PoolDefinition,
  Understudy,
  UnderstudyOptions,
} from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type { GrowingList } from '@understudy/core/provider';
import { ScriptedProvider } from '@understudy/core/testing';
import type { JSONSchema7 } from 'json-schema';
import { Type } from 'typebox';
import { describe, expectTypeOf, it } from 'vitest';
import * as z from 'zod';

import chains from './data/chains.json' with { type: 'json' };

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

describe('the settings of a runtime', () => {
  it('exist only for registered providers', () => {
    createUnderstudy({ providers: 'registered', settings: { active: { apiKey: 'k' } } });
    // @ts-expect-error the settings are passed to the factory
    createUnderstudy({ providers: [active], settings: { active: { apiKey: 'k' } } });
  });
});

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

  it('can be any string after the slash, and only known bare names, for a growing list', () => {
    const growing = defineProvider<'growing', GrowingList<'first'>>({
      id: 'growing',
      models: [{ id: 'first' }],
      allowUnknownModels: true,
      create: () => ({ async *chat() {} }),
    });
    const open = createUnderstudy({ providers: [growing] });
    open.chat({ model: 'growing/first', messages });
    open.chat({ model: 'growing/released-tomorrow', messages });
    open.chat({ model: 'first', messages });
    // @ts-expect-error bare names need known models
    open.chat({ model: 'second', messages });
    // @ts-expect-error another provider
    open.chat({ model: 'grown/first', messages });
    // @ts-expect-error the id of a provider is checked
    open.chat({ model: ['grown/first'], messages });
  });

  it('can be any string for registered providers', () => {
    createUnderstudy({ providers: 'registered' }).chat({ model: 'whatever/it-is', messages });
  });
});

describe('an inline chain', () => {
  const understudy = createUnderstudy({ providers: [active, old], chains: { main: ['small'] } });

  it('is checked like a chain of the runtime', () => {
    understudy.chat({ model: ['active/large', 'main'], messages });
    understudy.chat({
      model: { targets: [{ target: 'small', parameters: { topK: 3 } }], commit: 'complete' },
      messages,
    });
    // @ts-expect-error no such target
    understudy.chat({ model: ['active/lage'], messages });
    const both = { afterMs: 5, percentile: 9 };
    understudy.chat({ model: { targets: ['small'], hedge: { afterMs: 5 } }, messages });
    understudy.chat({ model: { targets: ['small'], hedge: { percentile: 95 } }, messages });
    // @ts-expect-error either a time or a percentile
    understudy.chat({ model: { targets: ['small'], hedge: both }, messages });
    // @ts-expect-error neither a time nor a percentile
    understudy.chat({ model: { targets: ['small'], hedge: { maxExtra: 1 } }, messages });
    // @ts-expect-error no such policy
    understudy.chat({ model: { targets: ['small'], commit: 'completed' }, messages });
    // @ts-expect-error no such option
    understudy.chat({ model: { targets: ['small'], comit: 'complete' }, messages });
    understudy.explain({ model: ['active/large'], messages });
    understudy.explain({ model: ['active/large'] });
    // @ts-expect-error no such target
    understudy.explain({ model: ['active/lage'] });
  });

  it('can be a variable, which is checked at run time', () => {
    const definition: ChainDefinition = ['active/large'];
    const constant = { targets: ['active/large'], commit: 'complete' };
    understudy.chat({ model: definition, messages });
    understudy.chat({ model: constant, messages });
    understudy.chat({ model: chains.support, messages });
  });
});

describe('the chains of a runtime', () => {
  it('can come from a JSON file, a constant or a variable', () => {
    const fromJson = createUnderstudy({ providers: [active], chains });
    fromJson.chat({ model: 'support', messages });
    // @ts-expect-error no such chain
    fromJson.chat({ model: 'suport', messages });
    const definition: ChainDefinition = ['active/large'];
    createUnderstudy({ providers: [active], chains: { definition } });
    const record: Readonly<Record<string, ChainDefinition>> = { definition };
    createUnderstudy({ providers: [active], chains: record }).chat({ model: 'any', messages });
    const options: UnderstudyOptions = { providers: [active], chains: record };
    createUnderstudy(options).chat({ model: 'any', messages });
  });

  it('are checked as literals', () => {
    createUnderstudy({
      providers: [active],
      // @ts-expect-error no such policy
      chains: { support: { targets: ['active/large'], commit: 'completed' } },
    });
    createUnderstudy({
      providers: [active],
      // @ts-expect-error no such option
      chains: { support: { targets: ['active/large'], comit: 'complete' } },
    });
  });

  it('can contain pools, whose names are checked', () => {
    const providers = [active] as const;
    const strategy = 'round-robin';
    const understudy = createUnderstudy({
      providers,
      chains: {
        a: [{ pool: ['small', { target: 'active/large', retries: 1 }], strategy }, 'b'],
        b: { pool: ['small', { pool: ['large', { target: 'small', weight: 2 }] }] },
        c: { targets: [{ pool: ['a'], strategy: 'fastest' }], commit: 'complete' },
      },
    });
    understudy.chat({ model: [{ pool: ['c', 'large'], strategy }], messages }, { affinity: 'me' });
    understudy.chat({ model: { pool: ['c', 'large'], strategy }, messages });
    // @ts-expect-error no such target
    createUnderstudy({ providers, chains: { a: [{ pool: ['smal'] }] } });
    // @ts-expect-error no such target
    createUnderstudy({ providers, chains: { a: { pool: ['smal'] } } });
    // @ts-expect-error no such target
    createUnderstudy({ providers, chains: { a: [{ pool: [{ pool: [{ target: 'smal' }] }] }] } });
    // @ts-expect-error no such strategy
    createUnderstudy({ providers, chains: { a: [{ pool: ['small'], strategy: 'random' }] } });
    // @ts-expect-error no such option
    createUnderstudy({ providers, chains: { a: { pool: ['small'], strategie: 'fastest' } } });
    // @ts-expect-error no such target
    understudy.chat({ model: [{ pool: ['smal'] }], messages });
    const definition: PoolDefinition = { pool: ['active/large'] };
    understudy.chat({ model: definition, messages });
    understudy.chat({ model: chains.spread, messages });
    understudy.chat({ model: chains.turns, messages });
  });

  it('have no unknown names inside of their options', () => {
    const providers = [active] as const;
    const targets = ['active/large'] as const;
    createUnderstudy({
      providers,
      chains: {
        support: {
          targets: ['active/large', { target: 'small', timeouts: { idleMs: 5 } }],
          retry: { maxRetries: 5 },
          timeouts: { idleMs: 5 },
          limits: { maxEventBytes: 5 },
          errorRules: { timeout: { fallback: 'no' } },
        },
      },
    });
    const parameters = { temperature: null, topK: 3 } as const;
    const providerOptions = { tier: 'flex' };
    createUnderstudy({
      providers,
      chains: { a: [{ target: 'small', parameters, providerOptions, retries: 1, maxWaitMs: 5 }] },
    });
    // @ts-expect-error a number
    createUnderstudy({ providers, chains: { a: [{ target: 'small', retries: '1' }] } });
    // @ts-expect-error no such name
    createUnderstudy({ providers, chains: { a: { targets, retry: { maxRetry: 5 } } } });
    // @ts-expect-error no such name
    createUnderstudy({ providers, chains: { a: { targets, timeouts: { idle: 5 } } } });
    // @ts-expect-error no such name
    createUnderstudy({ providers, chains: { a: { targets, limits: { max: 5 } } } });
    // @ts-expect-error no such error
    createUnderstudy({ providers, chains: { a: { targets, errorRules: { busy: {} } } } });
    createUnderstudy({
      providers,
      // @ts-expect-error no such name
      chains: { a: { targets, errorRules: { timeout: { falback: 'no' } } } },
    });
  });
});

describe('the output of a chat', () => {
  const understudy = createUnderstudy({ providers: [active] });
  const schema = z.object({ name: z.string(), at: z.string().transform((text) => text.length) });

  it('is typed by a Standard Schema', () => {
    const responseFormat = { type: 'json', schema } as const;
    const chat = understudy.chat({ model: 'small', messages, responseFormat });
    expectTypeOf(chat).toEqualTypeOf<ChatStream<{ name: string; at: number }>>();
    expectTypeOf(chat.response()).resolves.toHaveProperty('output');
    type Output = Awaited<ReturnType<typeof chat.response>>['output'];
    expectTypeOf<Output>().toEqualTypeOf<{ name: string; at: number } | undefined>();
  });

  it('is JSON without one', () => {
    const chat = understudy.chat({ model: 'small', messages });
    expectTypeOf(chat).toEqualTypeOf<ChatStream>();
    const json = understudy.chat({
      model: 'small',
      messages,
      responseFormat: { type: 'json', schema: { type: 'object' } },
    });
    expectTypeOf(json).toEqualTypeOf<ChatStream>();
  });

  it('accepts the schemas of other libraries', () => {
    const typed: JSONSchema7 = { type: 'object' };
    const schemas = [z.toJSONSchema(schema), typed, Type.Object({ name: Type.String() })];
    for (const inputSchema of schemas) {
      const tools = [{ name: 'paint', inputSchema }];
      understudy.chat({ model: 'small', messages, tools });
    }
    const tools = [{ name: 'paint', inputSchema: schema }];
    understudy.chat({ model: 'small', messages, tools });
    // @ts-expect-error a string is no schema
    understudy.chat({ model: 'small', messages, tools: [{ name: 'a', inputSchema: 'x' }] });
  });
});

it('a message can have a role that the compiler does not know', () => {
  const stored: { role: string; content: string }[] = [];
  createUnderstudy({ providers: [active] }).chat({ model: 'small', messages: stored });
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
