import type { PartOrigin, ProviderOptions as ChatProviderOptions } from '@understudy/core';
import { isJsonObject, readObject, readString } from '@understudy/core/internal';

import type { ProviderOptions } from '../specification/call-options.ts';
import { copyFields } from '../specification/copy-json.ts';
import type { Metadata } from '../specification/json.ts';

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

/** Returns the options of a message, part or tool for providers. */
export function decodeOptions(options: ProviderOptions | undefined): {
  readonly providerOptions?: ChatProviderOptions;
} {
  if (options === undefined) return {};
  const others = Object.entries(options).flatMap(([name, value]) =>
    name !== namespace && isJsonObject(value) ? [[name, value] as const] : [],
  );
  return others.length === 0 ? {} : { providerOptions: Object.fromEntries(others) };
}
