import type { Lifecycle, ProviderCapabilities, SettingDefinition } from '@understudy/core';

import type { Output } from '../cli-ports.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Field } from '../render/fields.ts';
import { formatFields } from '../render/fields.ts';
import { printable } from '../render/printable.ts';
import { paint } from '../render/style.ts';
import type { Credentials } from './credentials.ts';
import { describeCredentials } from './credentials.ts';

/** All that is known of one provider. */
export function formatProvider(
  provider: ProviderListing,
  credentials: Credentials,
  output: Output,
): string {
  const { id, label, lifecycle, capabilities, models, settings } = provider;
  const fields: readonly Field[] = [
    ['lifecycle', describeLifecycle(lifecycle)],
    ['capabilities', formatCapabilities(capabilities)],
    ['models', models.map((model) => model.id).join(', ')],
    ['credentials', describeCredentials(credentials)],
    ['settings', settings.map(formatSetting).join(', ')],
    ...(provider.package === undefined ? [] : [['package', provider.package] as const]),
  ];
  const told = fields.map(([name, text]): Field => [name, text === '' ? '–' : text]);
  return [formatProviderTitle({ id, label }, output), formatFields(told, output)].join('\n');
}

/** The name to ask it by, and what people call it. */
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

function formatCapabilities(capabilities: ProviderCapabilities): string {
  const { tools, images, files, json } = capabilities;
  const more = Object.entries({ tools, images, files, json }).flatMap(([name, has]) =>
    has ? [name] : [],
  );
  return ['text', ...more].join(', ');
}

function formatSetting({ name, required }: SettingDefinition): string {
  return required ? `${name} (required)` : name;
}
