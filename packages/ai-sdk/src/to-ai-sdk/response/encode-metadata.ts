import type { Attempt, JsonObject } from '@understudy/core';

import { copyFields } from '../../specification/copy-json.ts';
import type { Metadata } from '../../specification/json.ts';
import { namespace } from '../part-origin.ts';

/** What is known of a response at its end. */
export interface ResponseFacts {
  /** The id of the provider that responded. */
  readonly provider: string;
  /** The model as named by the vendor. */
  readonly model: string;
  readonly attempts: readonly Attempt[];
  readonly requestId?: string | undefined;
  /** The vendor's explanation of the finish reason. */
  readonly finishMessage?: string | undefined;
  /** Warnings that arrived after the start of the stream. */
  readonly warnings?: readonly string[] | undefined;
  /** Fields of the vendor. */
  readonly providerMetadata: JsonObject;
}

/**
 * Returns the metadata of a response: the attempts in the namespace `understudy`, and the vendor's fields in its own.
 */
export function encodeMetadata({ providerMetadata, ...facts }: ResponseFacts): Metadata {
  const ofVendor = copyFields(providerMetadata);
  return {
    ...(Object.keys(ofVendor).length > 0 && { [facts.provider]: ofVendor }),
    [namespace]: copyFields(facts),
  };
}
