import type { JsonObject } from '../chat/json.ts';
import { isJsonObject } from '../json/read-json-value.ts';
import { idRule, interfaceRule, isProviderId } from '../provider/define-provider.ts';
import { invalidValue } from '../registry/configuration-reader.ts';

const exportShape = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * The providers that a package.json states: the name of the export that makes each, by the
 * provider's id; undefined where there is no field `understudy`.
 *
 * @throws ConfigurationError with the path after `place`, which is what a person calls the file
 */
export function readProviderField(
  manifest: JsonObject,
  place: string,
): ReadonlyMap<string, string> | undefined {
  if (!Object.hasOwn(manifest, 'understudy')) return undefined;
  const { understudy: field } = manifest;
  const path = `${place}: understudy`;
  if (!isJsonObject(field)) {
    throw invalidValue(path, 'an object with provider and interfaceVersion', field);
  }
  const { provider, interfaceVersion } = field;
  // First, since another version may state its providers in another way.
  if (interfaceVersion !== 1) {
    throw invalidValue(`${path}.interfaceVersion`, interfaceRule, interfaceVersion);
  }
  return readExports(provider, `${path}.provider`);
}

/** As `bin` of a package.json: one name, or several by what they are called. */
function readExports(provider: unknown, path: string): ReadonlyMap<string, string> {
  const expected = 'the name of an export that makes a provider, or an object of such by id';
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
  const advice = 'where the export has another name, write { "id": "export" }';
  throw invalidValue(path, `ids of ${idRule}`, id, advice);
}

function readExport(name: unknown, path: string): string {
  if (typeof name === 'string' && exportShape.test(name)) return name;
  throw invalidValue(path, 'the name of an export', name);
}
