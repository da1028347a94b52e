import { readField, readObjectValue } from '@understudy/provider-utils/internal';
import type { Field, Warn } from '@understudy/provider-utils/internal';

/**
 * Decodes metadata. Clients of other gateways also send lists, numbers and objects, which no vendor accepts.
 */
export function decodeMetadata(field: Field, warn: Warn): Readonly<Record<string, string>> {
  const metadata = readObjectValue(field);
  const texts: [string, string][] = [];
  for (const name of Object.keys(metadata)) {
    const { value, path } = readField(metadata, name, field.path);
    if (typeof value === 'string') texts.push([name, value]);
    else if (value !== undefined) warn(`metadata ignored: ${path} is not a text`);
  }
  return Object.fromEntries(texts);
}
