import { isRecord } from '../../is-record.ts';
import { chooseNumber } from './choose-number.ts';
import { chooseText } from './choose-text.ts';
import { type Schema, combineSchemas, resolveReference } from './schema.ts';

/**
 * Returns a JSON value that matches a schema. Equal schemas have equal values.
 *
 * Supports types, enums, bounds, formats, properties, items, combinations and references. For a
 * `pattern`, uses the `examples` of the schema. Ends recursion at the depth `maxOptionalDepth` if the
 * schema allows it.
 */
export function generateJson(schema: unknown): unknown {
  return new JsonGenerator(schema).generate(schema, { name: 'text', depth: 0 });
}

interface Position {
  /** The name of the property, which texts contain. */
  readonly name: string;
  readonly depth: number;
}

/** Below this depth, optional properties and items are left out. */
const maxOptionalDepth = 5;
const maxDepth = 40;
const maxValues = 1000;
const maxListLength = 100;

class JsonGenerator {
  readonly #root: unknown;
  // A schema may require endless recursion, which no value matches.
  #valuesLeft = maxValues;

  constructor(root: unknown) {
    this.#root = root;
  }

  generate(input: unknown, position: Position): unknown {
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0 || position.depth > maxDepth) return null;
    const schema = isRecord(input) ? this.#simplify(input, position) : {};
    if ('const' in schema) return schema['const'];
    const [listed] = [schema['enum'], schema['examples']].find(isFilledList) ?? [];
    if (listed !== undefined) return listed;
    if ('default' in schema) return schema['default'];
    return this.#generateOfType(schema, position);
  }

  /** Resolves references and combinations. Of alternatives, takes the first, or a leaf below `maxOptionalDepth`. */
  #simplify(schema: Schema, position: Position): Schema {
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0) return {};
    const { $ref, ...siblings } = schema;
    if (typeof $ref === 'string') {
      const target = resolveReference(this.#root, $ref);
      return this.#simplify(combineSchemas(siblings, target), position);
    }
    const { allOf, ...others } = schema;
    if (isFilledList(allOf)) {
      const parts = allOf.filter(isRecord).map((part) => this.#simplify(part, position));
      return this.#simplify(combineSchemas(others, ...parts), position);
    }
    const { anyOf, oneOf, ...plain } = schema;
    const options = [anyOf, oneOf].find(isFilledList);
    if (options === undefined) return schema;
    const leaf = position.depth < maxOptionalDepth ? undefined : options.find(isLeaf);
    return this.#simplify(combineSchemas(plain, leaf ?? options[0]), position);
  }

  #generateOfType(schema: Schema, position: Position): unknown {
    switch (chooseType(schema, position)) {
      case 'object':
        return this.#generateObject(schema, position);
      case 'array':
        return this.#generateArray(schema, position);
      case 'number':
        return chooseNumber(schema, false);
      case 'integer':
        return chooseNumber(schema, true);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return chooseText(schema, position.name);
    }
  }

  #generateObject(schema: Schema, { depth }: Position): unknown {
    const properties = isRecord(schema['properties']) ? schema['properties'] : {};
    const required: readonly unknown[] = isFilledList(schema['required']) ? schema['required'] : [];
    const included = Object.entries(properties).filter(
      ([name]) => depth < maxOptionalDepth || required.includes(name),
    );
    const undeclaredNames = required.filter(
      (name) => typeof name === 'string' && !Object.hasOwn(properties, name),
    );
    const undeclared = undeclaredNames.map(
      (name) => [String(name), schema['additionalProperties']] as const,
    );
    return Object.fromEntries(
      [...included, ...undeclared].map(([name, property]) => [
        name,
        this.generate(property, { name, depth: depth + 1 }),
      ]),
    );
  }

  #generateArray(schema: Schema, { name, depth }: Position): unknown {
    const { items, minItems, maxItems } = schema;
    const tuple: readonly unknown[] = isFilledList(schema['prefixItems'])
      ? schema['prefixItems']
      : [];
    const min = typeof minItems === 'number' ? minItems : 0;
    const max = typeof maxItems === 'number' ? maxItems : maxListLength;
    const wanted = Math.max(min, tuple.length, depth < maxOptionalDepth ? 1 : 0);
    const length = Math.max(0, Math.min(wanted, max, maxListLength));
    return Array.from({ length }, (_, index) =>
      this.generate(tuple[index] ?? items, { name, depth: depth + 1 }),
    );
  }
}

function chooseType(schema: Schema, { depth }: Position): unknown {
  const { type } = schema;
  if (isFilledList(type)) {
    const [first] = type;
    return depth >= maxOptionalDepth && type.includes('null') ? 'null' : first;
  }
  if (type !== undefined) return type;
  if (isRecord(schema['properties'])) return 'object';
  return schema['items'] === undefined ? 'string' : 'array';
}

/** Returns true for a schema without nested values. */
function isLeaf(schema: unknown): boolean {
  if (!isRecord(schema) || schema['$ref'] !== undefined) return false;
  const type = chooseType(schema, { name: '', depth: maxOptionalDepth });
  return type !== 'object' && type !== 'array';
}

function isFilledList(value: unknown): value is readonly [unknown, ...(readonly unknown[])] {
  return Array.isArray(value) && value.length > 0;
}
