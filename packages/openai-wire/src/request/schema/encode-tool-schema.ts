import type { JsonObject } from '@understudy/core/provider';
import type { Warn } from '@understudy/provider-utils/internal';

import type { Quirks } from '../../quirks.ts';
import { completeToolSchema } from './complete-schema.ts';
import { hasRootUnion, joinRootUnions } from './join-root-unions.ts';

/** Encodes the schema of a tool in a form that all vendors accept. */
export function encodeToolSchema(
  schema: JsonObject,
  { rootUnions = false }: Quirks,
  warn: Warn,
): JsonObject {
  if (rootUnions || !hasRootUnion(schema)) return completeToolSchema(schema);
  warn('unions at the root of the schema of a tool joined: vendors reject them');
  return completeToolSchema(joinRootUnions(schema));
}
