import type { JsonObject } from '../chat/json.ts';
import { invalidValue } from '../input/readers.ts';
import { isJsonObject } from '../json/read-json-value.ts';
import { idRule, interfaceRule, isProviderId } from '../provider/read-definition.ts';

const exportShape = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Returns the names of the exported provider factories by provider id, from the field `understudy` of a package.json.
 * Returns undefined if the field is missing.
 *
 * @param file - the name of the file in the path of errors, for example `acme/package.json`
 * @throws ConfigurationError `invalid-configuration` if the field is not valid or declares another interface version
 */
export function readProviderField(
  manifest: JsonObject,
  file: string,
): ReadonlyMap<string, string> | undefined {
  if (!Object.hasOwn(manifest, 'understudy')) return undefined;
  const { understudy: field } = manifest;
  const path = `${file}: understudy`;
  if (!isJsonObject(field)) {
    throw invalidValue(path, 'an object with provider and interfaceVersion', field);
  }
  const { provider, interfaceVersion } = field;
  // Checked first, because another version can have other fields.
  if (interfaceVersion !== 1) {
    throw invalidValue(`${path}.interfaceVersion`, interfaceRule, interfaceVersion);
  }
  return readExports(provider, `${path}.provider`);
}

/** Like the field `bin`: one name, or an object of names. */
function readExports(provider: unknown, path: string): ReadonlyMap<string, string> {
  const expected =
    'the name of an exported provider factory, or an object of such names by provider id';
  if (typeof provider !== 'string' && !isJsonObject(provider)) {
    throw invalidValue(path, expected, provider);
  }
  const entries = Object.entries(
    typeof provider === 'string' ? { [provider]: provider } : provider,
  );
  if (entries.length === 0) throw invalidValue(path, expected, provider);
  return new Map(entries.map(([id, name]) => [readId(id, path), readExport(name, path)]));
}

function readId(id: string, path: string): string {
  if (isProviderId(id)) return id;
  const advice = 'if the export has another name, write { "id": "export" }';
  throw invalidValue(path, `ids of ${idRule}`, id, advice);
}

function readExport(name: unknown, path: string): string {
  if (typeof name === 'string' && exportShape.test(name)) return name;
  throw invalidValue(path, 'the name of an export', name);
}
