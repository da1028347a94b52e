import type { Lifecycle, ProviderCapabilities, SettingSpec } from '@understudy/core';

import type { Output } from '../cli-ports.ts';
import type { ProviderListing } from '../framework/framework.ts';
import { formatColumns } from './columns.ts';
import { paint } from './style.ts';
import { wrapWords } from './wrap-words.ts';

const indent = '  ';
/** The indent, the widest name of a field, and the gap. */
const margin = indent.length + 'capabilities'.length + 2;

/** All that is known of one provider; wrapped on a terminal, a line for each field in a pipe. */
export function formatProvider(provider: ProviderListing, output: Output): string {
  const { id, label, lifecycle, capabilities, credentials, models, settings } = provider;
  const title = `${paint('bold', id, output)}  ${label}`;
  const fields = [
    ['lifecycle', formatLifecycle(lifecycle)],
    ['capabilities', formatCapabilities(capabilities)],
    ['models', models.map((model) => model.id).join(', ')],
    ['credentials', credentials.join(', ')],
    ['settings', settings.map(formatSetting).join(', ')],
  ] as const;
  const sheet = formatColumns(
    ['left', 'left'],
    fields.map(([name, value]) => [
      paint('dim', name, output),
      wrapWords(value === '' ? '–' : value, output, margin),
    ]),
  );
  return [title, ...sheet.split('\n').map((line) => indent + line)].join('\n');
}

function formatLifecycle(lifecycle: Lifecycle): string {
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

function formatSetting({ name, required }: SettingSpec): string {
  return required ? `${name} (required)` : name;
}
