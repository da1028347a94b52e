import type { PartOrigin, ProviderOptions as ChatProviderOptions } from '@understudy/core';
import { isJsonObject, readObject, readString } from '@understudy/core/internal';

import type { ProviderOptions } from '../specification/call-options.ts';
import { copyFields } from '../specification/copy-json.ts';
import type { Metadata } from '../specification/json.ts';
import type { CallContext } from './call-context.ts';
import { toVendorOptions } from './vendor-options.ts';

/** The namespace of Understudy in `providerOptions` and `providerMetadata`. */
export const namespace = 'understudy';

/** Returns the metadata of a part of a response, with which the AI SDK sends the part back. */
export function encodeOrigin({
  signature,
  origin,
  originModel,
  providerMetadata,
}: PartOrigin): Metadata {
  return { [namespace]: copyFields({ signature, origin, originModel, providerMetadata }) };
}

/** Returns the origin of a part of an earlier response. Parts of other libraries have none. */
export function decodeOrigin(options: ProviderOptions | undefined): PartOrigin {
  const own = options?.[namespace];
  if (own === undefined) return {};
  return {
    signature: readString(own, 'signature'),
    origin: readString(own, 'origin'),
    originModel: readString(own, 'originModel'),
    providerMetadata: readObject(own, 'providerMetadata'),
  };
}

/** Returns the options of a message, part or tool for providers, in the names of their APIs. */
export function decodeOptions(
  options: ProviderOptions | undefined,
  context: CallContext,
): {
  readonly providerOptions?: ChatProviderOptions;
} {
  if (options === undefined) return {};
  const others = Object.entries(options).flatMap(([name, value]) => {
    if (name === namespace || !isJsonObject(value)) return [];
    const format = context.wireFormats.get(name);
    if (format === undefined) return [[name, value] as const];
    const omit = (option: string): void =>
      context.addUnsupported(`providerOptions.${name}.${option}`);
    const own = toVendorOptions(value, format, omit);
    return Object.keys(own).length === 0 ? [] : [[name, own] as const];
  });
  return others.length === 0 ? {} : { providerOptions: Object.fromEntries(others) };
}
