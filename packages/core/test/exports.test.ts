import * as core from '@understudy/core';
import * as discovery from '@understudy/core/discovery';
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
      'assertKnownSettings',
      'beginsWith',
      'classifyFailure',
      'defaultMaxEventBytes',
      'defineProvider',
      'detach',
      'findJsonText',
      'isChallenge',
      'isJsonObject',
      'isProviderDefinition',
      'isProviderError',
      'lowerCaseNames',
      'maxErrorBodyBytes',
      'maxJsonBodyBytes',
      'mediaType',
      'nearNames',
      'parseJson',
      'providerFailure',
      'readArray',
      'readBaseUrl',
      'readBoolean',
      'readHead',
      'readJson',
      'readNumber',
      'readObject',
      'readProxy',
      'readRefusal',
      'readRequestId',
      'readRetryAfter',
      'readSetting',
      'readSse',
      'readString',
      'readText',
      'registerProvider',
      'suggestName',
      'takeAll',
    ],
  ],
  [
    '@understudy/core/discovery',
    discovery,
    ['discoverProviders', 'loadProviders', 'readProviderField'],
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
