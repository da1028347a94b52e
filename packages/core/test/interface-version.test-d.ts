import { expectTypeOf, it } from 'vitest';

import type {
  Lifecycle,
  ProviderDefinitionInput,
  ProviderCallContext,
  Provider,
  ProviderCapabilities,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
  ProviderPorts,
  ProviderRegistration,
} from '../src/provider.ts';

type RequiredOf<Shape> = {
  [Key in keyof Shape]-?: object extends Pick<Shape, Key> ? never : Key;
}[keyof Shape];

// The first release freezes interface version 1: docs/decisions/0017. A change of these lists then requires version 2.
it('requires few fields of a provider', () => {
  expectTypeOf<RequiredOf<Provider>>().toEqualTypeOf<'chat'>();
  expectTypeOf<RequiredOf<ProviderDefinitionInput<'a', 'b', Lifecycle>>>().toEqualTypeOf<
    'id' | 'models' | 'create'
  >();
  expectTypeOf<RequiredOf<ProviderDefinition>>().toEqualTypeOf<
    | 'id'
    | 'label'
    | 'interfaceVersion'
    | 'lifecycle'
    | 'capabilities'
    | 'credentialEnvVars'
    | 'models'
    | 'allowUnknownModels'
    | 'create'
  >();
  expectTypeOf<RequiredOf<ProviderRegistration>>().toEqualTypeOf<
    | 'id'
    | 'label'
    | 'lifecycle'
    | 'capabilities'
    | 'credentialEnvVars'
    | 'models'
    | 'settings'
    | 'factory'
  >();
  expectTypeOf<RequiredOf<ProviderCapabilities>>().toEqualTypeOf<
    'tools' | 'images' | 'files' | 'json'
  >();
});

it('gives a provider its context', () => {
  type Ports = 'http' | 'clock' | 'random' | 'logger' | 'limits';
  type ForModels = Ports | 'provider' | 'signal' | 'headers';
  expectTypeOf<Ports>().toExtend<RequiredOf<ProviderPorts>>();
  expectTypeOf<ForModels>().toExtend<RequiredOf<ProviderCallContext>>();
  expectTypeOf<ForModels | 'reserveRequest'>().toExtend<RequiredOf<ProviderContext>>();
});

it('accepts events with their required fields only', () => {
  type Frozen =
    | { type: 'response-start'; provider: string; model: string }
    | { type: 'text-delta' | 'reasoning-delta'; text: string }
    | { type: 'tool-call-start'; id: string; name: string }
    | { type: 'tool-call-delta'; id: string; argumentsText: string }
    | { type: 'tool-call-end'; id: string; name: string; argumentsText: string }
    | { type: 'usage'; inputTokens: number | undefined; outputTokens: number | undefined }
    | { type: 'warning'; message: string }
    | { type: 'finish'; reason: 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other' };
  expectTypeOf<Frozen>().toExtend<ProviderEvent>();
});
