import type { Lifecycle, ProviderCapabilities, SettingDefinition } from '@understudy/core';

import type { Output } from '../cli-ports.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Field } from '../render/format-fields.ts';
import { formatFields } from '../render/format-fields.ts';
import { paint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import type { Credentials } from './credentials.ts';
import { describeCredentials } from './credentials.ts';

/** Formats a provider as a title and a list of fields. */
export function formatProvider(
  provider: ProviderListing,
  credentials: Credentials,
  output: Output,
): string {
  const { id, label, lifecycle, capabilities, models, settings } = provider;
  const fields: readonly Field[] = [
    ['lifecycle', describeLifecycle(lifecycle)],
    ['capabilities', describeCapabilities(capabilities)],
    ['models', models.map((model) => model.id).join(', ')],
    ['credentials', describeCredentials(credentials)],
    ['settings', settings.map(describeSetting).join(', ')],
    ...(provider.package === undefined ? [] : [['package', provider.package] as const]),
  ];
  const withDashes = fields.map(([name, text]): Field => [name, text === '' ? '–' : text]);
  return [formatProviderTitle({ id, label }, output), formatFields(withDashes, output)].join('\n');
}

/** Formats the id, which model references use, and the label. */
export function formatProviderTitle(
  { id, label }: Pick<ProviderListing, 'id' | 'label'>,
  output: Output,
): string {
  return `${paint('bold', id, output)}  ${printable(label)}`;
}

export function describeLifecycle(lifecycle: Lifecycle): string {
  if (lifecycle.state === 'active') return lifecycle.state;
  const { state, since, replacement } = lifecycle;
  return `${state} since ${since}${replacement === undefined ? '' : ` → ${replacement}`}`;
}

function describeCapabilities(capabilities: ProviderCapabilities): string {
  const { tools, images, files, json } = capabilities;
  const optional = Object.entries({ tools, images, files, json }).flatMap(([name, supported]) =>
    supported ? [name] : [],
  );
  return ['text', ...optional].join(', ');
}

function describeSetting({ name, required }: SettingDefinition): string {
  return required ? `${name} (required)` : name;
}
