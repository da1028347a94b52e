import * as core from '@understudy/core';
import * as provider from '@understudy/core/provider';
import * as testing from '@understudy/core/testing';
import { expect, it } from 'vitest';

// A change of these lists is a change of the public surface: it needs a changeset.
it.each([
  [
    '@understudy/core',
    core,
    [
      'ChainError',
      'ConfigurationError',
      'ProviderError',
      'UnderstudyError',
      'createUnderstudy',
      'errorRule',
      'errorRules',
      'isChainError',
      'isConfigurationError',
      'isContent',
      'isProviderError',
      'isUnderstudyError',
      'modelRef',
      'registeredProviders',
    ],
  ],
  [
    '@understudy/core/provider',
    provider,
    [
      'ConfigurationError',
      'ProviderError',
      'classifyFailure',
      'defaultMaxEventBytes',
      'defineProvider',
      'isChallenge',
      'isJsonObject',
      'isProviderDefinition',
      'isProviderError',
      'maxErrorBodyBytes',
      'maxJsonBodyBytes',
      'mediaType',
      'parseJson',
      'providerFailure',
      'readArray',
      'readBoolean',
      'readJson',
      'readNumber',
      'readObject',
      'readRequestId',
      'readRetryAfter',
      'readSse',
      'readString',
      'readText',
      'registerProvider',
    ],
  ],
  [
    '@understudy/core/testing',
    testing,
    [
      'ManualClock',
      'MemoryLogger',
      'RecordingTelemetry',
      'ReplayHttp',
      'ScriptedProvider',
      'SeededRandom',
    ],
  ],
])('%s exports what it says', (_name, door, names) => {
  expect(Object.keys(door).toSorted()).toEqual(names);
});
