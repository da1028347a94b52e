import type { JsonObject } from '@understudy/core/provider';

import { inferType } from './infer-type.ts';

/** Whether a schema can accept an object, so that it can be that of the arguments of a tool. */
export function isObjectSchema(schema: JsonObject): boolean {
  const { type } = inferType(schema);
  return (
    type === undefined || type === 'object' || (Array.isArray(type) && type.includes('object'))
  );
}
