import type { JsonObject } from '@understudy/core/provider';
import { joinRootUnions } from '@understudy/provider-utils/internal';

import type { Quirks } from '../../quirks.ts';
import { completeToolSchema } from './complete-schema.ts';

/** Encodes the schema of a tool in a form that all vendors accept. */
export function encodeToolSchema(
  schema: JsonObject,
  { rootUnions = false }: Pick<Quirks, 'rootUnions'> = {},
): JsonObject {
  return completeToolSchema(rootUnions ? schema : joinRootUnions(schema));
}
