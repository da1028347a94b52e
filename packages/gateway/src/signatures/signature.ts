import type { Attempt, PartOrigin } from '@understudy/core';
import { findRespondingAttempt } from '@understudy/core/internal';
import { isJsonObject, parseJson, readString } from '@understudy/provider-utils';

const prefix = 'us1.';

/** The provider and the model that signed. */
export interface Signer {
  readonly origin: string;
  readonly originModel: string;
}

/** Returns the target that responds. */
export function toSigner(attempts: readonly Attempt[]): Signer {
  const { provider = '', model = '' } = findRespondingAttempt(attempts) ?? {};
  return { origin: provider, originModel: model };
}

/** Returns a signature together with its signer, in a form that clients keep like that of a vendor. */
export function seal(signature: string, { origin, originModel }: Signer): string {
  const text = JSON.stringify({ origin, model: originModel, signature });
  return prefix + Buffer.from(text).toString('base64url');
}

/**
 * Returns a signature and its signer.
 *
 * A signature that the gateway has not sealed, from a conversation that began without it, belongs to the API of the
 * client: `format` becomes its origin, so that only targets with this wire format receive it.
 */
export function unseal(signature: string, format: string): PartOrigin {
  if (!signature.startsWith(prefix)) return { signature, origin: format };
  const json = parseJson(Buffer.from(signature.slice(prefix.length), 'base64url').toString());
  const origin = readString(json, 'origin');
  const originModel = readString(json, 'model');
  const original = readString(json, 'signature');
  const isSealed = isJsonObject(json) && origin !== undefined && original !== undefined;
  return isSealed ? { signature: original, origin, originModel } : { signature, origin: format };
}
