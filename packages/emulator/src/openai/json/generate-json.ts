import { isRecord } from '../../is-record.ts';
import { chooseNumber } from './choose-number.ts';
import { chooseText } from './choose-text.ts';
import { type Schema, combineSchemas, resolveReference } from './schema.ts';

/**
 * A JSON value that satisfies a schema, the same one each time.
 *
 * It knows types, enums, bounds, formats, properties, items, combinations and references; of a pattern
 * it knows nothing but the schema's own examples. Recursion ends as soon as the schema lets it.
 */
export function generateJson(schema: unknown): unknown {
  return new JsonGenerator(schema).generate(schema, { name: 'text', depth: 0 });
}

/** Where a value stands. */
interface Place {
  /** What a text is filled with: the name of its property. */
  readonly name: string;
  readonly depth: number;
}

/** From here on everything that may be left out is. */
const deep = 5;
const deepest = 40;
const mostValues = 1000;
const mostItems = 100;

class JsonGenerator {
  readonly #root: unknown;
  // A schema may demand endless recursion, which no value satisfies.
  #valuesLeft = mostValues;

  constructor(root: unknown) {
    this.#root = root;
  }

  generate(given: unknown, place: Place): unknown {
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0 || place.depth > deepest) return null;
    const schema = isRecord(given) ? this.#simplify(given, place) : {};
    if ('const' in schema) return schema['const'];
    const [listed] = [schema['enum'], schema['examples']].find(isFilledList) ?? [];
    if (listed !== undefined) return listed;
    if ('default' in schema) return schema['default'];
    return this.#generateOfType(schema, place);
  }

  /** Without references and combinations: of alternatives the first, in the deep one that ends. */
  #simplify(schema: Schema, place: Place): Schema {
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0) return {};
    const { $ref, ...unreferred } = schema;
    if (typeof $ref === 'string') {
      const target = resolveReference(this.#root, $ref);
      return this.#simplify(combineSchemas(unreferred, target), place);
    }
    const { allOf, ...alone } = schema;
    if (isFilledList(allOf)) {
      const parts = allOf.filter(isRecord).map((part) => this.#simplify(part, place));
      return this.#simplify(combineSchemas(alone, ...parts), place);
    }
    const { anyOf, oneOf, ...plain } = schema;
    const options = [anyOf, oneOf].find(isFilledList);
    if (options === undefined) return schema;
    const ending = place.depth < deep ? undefined : options.find(isLeaf);
    return this.#simplify(combineSchemas(plain, ending ?? options[0]), place);
  }

  #generateOfType(schema: Schema, place: Place): unknown {
    switch (chooseType(schema, place)) {
      case 'object':
        return this.#generateObject(schema, place);
      case 'array':
        return this.#generateArray(schema, place);
      case 'number':
        return chooseNumber(schema, false);
      case 'integer':
        return chooseNumber(schema, true);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return chooseText(schema, place.name);
    }
  }

  #generateObject(schema: Schema, { depth }: Place): unknown {
    const properties = isRecord(schema['properties']) ? schema['properties'] : {};
    const required: readonly unknown[] = isFilledList(schema['required']) ? schema['required'] : [];
    const described = Object.entries(properties).filter(
      ([name]) => depth < deep || required.includes(name),
    );
    const strangers = required.filter(
      (name) => typeof name === 'string' && !Object.hasOwn(properties, name),
    );
    const rest = strangers.map((name) => [String(name), schema['additionalProperties']] as const);
    return Object.fromEntries(
      [...described, ...rest].map(([name, property]) => [
        name,
        this.generate(property, { name, depth: depth + 1 }),
      ]),
    );
  }

  #generateArray(schema: Schema, { name, depth }: Place): unknown {
    const { items, minItems, maxItems } = schema;
    const tuple: readonly unknown[] = isFilledList(schema['prefixItems'])
      ? schema['prefixItems']
      : [];
    const least = typeof minItems === 'number' ? minItems : 0;
    const most = typeof maxItems === 'number' ? maxItems : mostItems;
    const wanted = Math.max(least, tuple.length, depth < deep ? 1 : 0);
    const length = Math.max(0, Math.min(wanted, most, mostItems));
    return Array.from({ length }, (_, index) =>
      this.generate(tuple[index] ?? items, { name, depth: depth + 1 }),
    );
  }
}

function chooseType(schema: Schema, { depth }: Place): unknown {
  const { type } = schema;
  if (isFilledList(type)) {
    const [first] = type;
    return depth >= deep && type.includes('null') ? 'null' : first;
  }
  if (type !== undefined) return type;
  if (isRecord(schema['properties'])) return 'object';
  return schema['items'] === undefined ? 'string' : 'array';
}

/** True for an alternative that can't go on for ever. */
function isLeaf(schema: unknown): boolean {
  if (!isRecord(schema) || schema['$ref'] !== undefined) return false;
  const type = chooseType(schema, { name: '', depth: deep });
  return type !== 'object' && type !== 'array';
}

function isFilledList(value: unknown): value is readonly [unknown, ...(readonly unknown[])] {
  return Array.isArray(value) && value.length > 0;
}
