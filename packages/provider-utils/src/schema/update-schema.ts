import { isJsonObject } from '@understudy/core/internal';
import type { JsonObject } from '@understudy/core/provider';

import { mapKeywords, mapSchema } from './map-schema.ts';

/**
 * Returns a JSON Schema in the form of draft 2020-12, which vendors require. Many tools are declared in that of draft 4
 * or 7, whose definitions, lists of items and limits have another form.
 *
 * `$schema` is omitted if it names another draft.
 */
export function updateSchema({ $schema, ...schema }: JsonObject): JsonObject {
  const isCurrent = typeof $schema === 'string' && $schema.includes('/draft/2020-12/');
  return mapSchema({ ...(isCurrent && { $schema }), ...schema }, (each) =>
    updateReference(updateDefinitions(updateLimits(updateItems(each)))),
  );
}

function updateDefinitions(schema: JsonObject): JsonObject {
  const { definitions } = schema;
  if (!isJsonObject(definitions)) return schema;
  const { definitions: _definitions, ...others } = schema;
  const { $defs } = others;
  return { ...others, $defs: { ...definitions, ...(isJsonObject($defs) && $defs) } };
}

/** Until draft 2019-09, a list in `items` had a schema for each item, and `additionalItems` one for further items. */
function updateItems(schema: JsonObject): JsonObject {
  const { items } = schema;
  if (!Array.isArray(items)) return schema;
  const { items: _items, additionalItems, ...others } = schema;
  return {
    ...others,
    ...(items.length > 0 && { prefixItems: items }),
    ...(additionalItems !== undefined && { items: additionalItems }),
  };
}

/** In draft 4, `exclusiveMinimum` said whether `minimum` is excluded. */
function updateLimits(schema: JsonObject): JsonObject {
  const lower = updateLimit(schema, 'minimum', 'exclusiveMinimum');
  return updateLimit(lower, 'maximum', 'exclusiveMaximum');
}

function updateLimit(schema: JsonObject, limit: string, exclusive: string): JsonObject {
  if (typeof schema[exclusive] !== 'boolean') return schema;
  const { [limit]: value, [exclusive]: isExclusive, ...others } = schema;
  if (value === undefined) return others;
  return { ...others, [isExclusive ? exclusive : limit]: value };
}

function updateReference(schema: JsonObject): JsonObject {
  const { $ref } = schema;
  if (typeof $ref !== 'string' || !$ref.startsWith('#/')) return schema;
  let isName = true;
  const steps = $ref.split('/').map((step, position, all) => {
    // A schema can have the name of a keyword.
    const isKeyword = !isName;
    isName = isKeyword ? mapKeywords.has(step) : false;
    return isKeyword ? updateStep(step, all[position + 1] ?? '') : step;
  });
  return { ...schema, $ref: steps.join('/') };
}

function updateStep(keyword: string, next: string): string {
  if (keyword === 'definitions') return '$defs';
  return keyword === 'items' && /^\d+$/.test(next) ? 'prefixItems' : keyword;
}
