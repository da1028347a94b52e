import * as read from '../input/readers.ts';
import type { FieldReaders, Reader } from '../input/readers.ts';
import type { ProviderCapabilities } from './provider-capabilities.ts';
import type { Lifecycle, ProviderDefinition } from './provider-definition.ts';
import type { ModelInfo } from './provider.ts';
import type { ProviderRegistration, SettingDefinition } from './registration.ts';

const idShape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Describes the ids that `isProviderId` accepts, as the end of "expected …". */
export const idRule = 'letters a to z, digits, dots, dashes and underscores, at most 64';

/** Describes the supported `interfaceVersion`, as the end of "expected …". */
export const interfaceRule = '1, which this version of @understudy/core supports';

/** Returns whether a text can be the provider id in `provider/model`. */
export function isProviderId(text: string): boolean {
  return idShape.test(text);
}

const readId: Reader<string> = (value, path) => {
  if (typeof value === 'string' && isProviderId(value)) return value;
  throw read.invalidValue(path, idRule, value);
};

const readVersion: Reader<1> = (value, path) => {
  if (value === 1) return value;
  throw read.invalidValue(path, interfaceRule, value);
};

const inactive = {
  since: read.readString,
  reason: read.readString,
  code: read.readNonEmptyString,
};
const readLifecycle: Reader<Lifecycle> = read.readVariant<Lifecycle>('state', {
  active: read.readObject({ state: read.readEnum('active') }, {}),
  deprecated: read.readObject(
    { state: read.readEnum('deprecated'), ...inactive },
    { replacement: read.readString },
  ),
  retired: read.readObject(
    { state: read.readEnum('retired'), ...inactive },
    { replacement: read.readString },
  ),
});

const noCapabilities: ProviderCapabilities = {
  tools: false,
  images: false,
  files: false,
  json: false,
};

export const capabilityFields: FieldReaders<ProviderCapabilities> = {
  tools: read.readBoolean,
  images: read.readBoolean,
  files: read.readBoolean,
  json: read.readBoolean,
};

const readCapabilities: Reader<Partial<ProviderCapabilities>> =
  read.readFields<ProviderCapabilities>(capabilityFields);

export const modelFields: FieldReaders<Omit<ModelInfo, 'id'>> = {
  label: read.readString,
  contextTokens: read.readInteger(1),
  maxOutputTokens: read.readInteger(1),
  capabilities: readCapabilities,
  state: read.readEnum('active', 'deprecated', 'retired'),
};

const readModel: Reader<ModelInfo> = read.readObject({ id: read.readNonEmptyString }, modelFields);

const readModelList: Reader<readonly ModelInfo[]> = (value, path) => {
  const models = read.readArray(readModel)(value, path);
  const ids = models.map(({ id }) => id);
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (repeated < 0) return models;
  throw read.invalidValue(`${path}[${repeated}].id`, 'one entry for each model', ids[repeated]);
};

const metadata = {
  label: read.readString,
  url: read.readString,
  lifecycle: readLifecycle,
  capabilities: readCapabilities,
  credentialEnvVars: read.readArray(read.readNonEmptyString),
  wireFormat: read.readEnum('openai-chat', 'openai-responses', 'anthropic-messages'),
  signatureScope: read.readEnum('model', 'provider'),
};

const readCreate: Reader<ProviderDefinition['create']> = (value, path) => {
  if (isCreate(value)) return value;
  throw read.invalidValue(path, 'a function that returns the provider', value);
};

function isCreate(value: unknown): value is ProviderDefinition['create'] {
  return typeof value === 'function';
}

const readDefinitionFields = read.readObject(
  { id: readId, models: readModelList, create: readCreate },
  { ...metadata, interfaceVersion: readVersion, allowUnknownModels: read.readBoolean },
  { close: 'return "close" from "create"', chat: 'return "chat" from "create"' },
);

/**
 * Returns a checked definition with all defaults.
 *
 * @throws ConfigurationError with the path of the field that is missing, unknown or not valid
 */
export function readDefinition(input: unknown): ProviderDefinition {
  assertObject(input, 'definition');
  const { lifecycle = { state: 'active' }, ...definition } = readDefinitionFields(input, '');
  const { id, label = id, interfaceVersion = 1, capabilities } = definition;
  const { credentialEnvVars = [], allowUnknownModels = false } = definition;
  return {
    ...definition,
    label,
    interfaceVersion,
    lifecycle,
    capabilities: { ...noCapabilities, ...capabilities },
    credentialEnvVars,
    allowUnknownModels,
  };
}

const readFactory: Reader<ProviderRegistration['factory']> = (value, path) => {
  if (isFactory(value)) return value;
  throw read.invalidValue(path, 'a function that returns a definition', value);
};

/** Returns whether an export can be the factory of a provider. */
export function isFactory(value: unknown): value is ProviderRegistration['factory'] {
  return typeof value === 'function';
}

const readSetting: Reader<SettingDefinition> = read.readObject(
  { name: read.readNonEmptyString, required: read.readBoolean },
  {
    secret: read.readBoolean,
    envVars: read.readArray(read.readNonEmptyString),
    envPath: read.readNonEmptyString,
  },
);

const readRegistrationFields = read.readObject(
  { id: readId, factory: readFactory },
  { ...metadata, models: readModelList, settings: read.readArray(readSetting) },
);

/**
 * Returns a checked registration with all defaults.
 *
 * @throws ConfigurationError with the path of the field that is missing, unknown or not valid
 */
export function readRegistration(input: unknown): ProviderRegistration {
  assertObject(input, 'registration');
  const { lifecycle = { state: 'active' }, ...registration } = readRegistrationFields(input, '');
  const { id, label = id, capabilities, credentialEnvVars = [] } = registration;
  const { models = [], settings = [] } = registration;
  return {
    ...registration,
    label,
    lifecycle,
    capabilities: { ...noCapabilities, ...capabilities },
    credentialEnvVars,
    models,
    settings,
  };
}

function assertObject(input: unknown, path: string): void {
  if (typeof input !== 'object' || input === null) throw read.invalidType(path, 'an object', input);
}
