import type { JsonObject } from '@understudy/core/provider';
import { joinRootUnions, updateSchema } from '@understudy/provider-utils/internal';

import type { Quirks } from '../../quirks.ts';
import { completeToolSchema } from './complete-schema.ts';
import { separateKeywords } from './separate-keywords.ts';

/** Encodes the schema of a tool in a form that all vendors accept. */
export function encodeToolSchema(
  schema: JsonObject,
  { rootUnions = false }: Pick<Quirks, 'rootUnions'> = {},
): JsonObject {
  const updated = updateSchema(schema);
  return completeToolSchema(rootUnions ? updated : separateKeywords(joinRootUnions(updated)));
}
